import type { Options } from 'yargs'
import { PRESENTERS } from '../lib/presenters/presenters'
import type { Cell, ResultColumn } from '../lib/results/result'
import type { Terminal } from './terminal'

export const listOutputOption = {
  output: {
    alias: 'o',
    type: 'string',
    choices: ['table', 'json'],
    default: 'table',
    describe: 'Output format',
  },
} as const satisfies Record<string, Options>

/** Prints a list as a table or as a JSON array of objects. */
export async function printRows(
  columns: readonly ResultColumn[],
  rows: readonly (readonly Cell[])[],
  output: 'table' | 'json',
  terminal: Terminal,
): Promise<void> {
  for await (const text of PRESENTERS[output]({ columns, batches: [rows] }, terminal.layout)) {
    await terminal.print(text)
  }
}
