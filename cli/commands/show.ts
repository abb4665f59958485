import { loadCatalogue, type Catalogue } from '../../lib/catalogue/catalogue'
import { athena } from '../../lib/dialects/athena'
import type { LogDescription, SqlDialect } from '../../lib/dialects/dialect'
import { duckdb } from '../../lib/dialects/duckdb'
import type { FieldName } from '../../lib/flow-log/fields'
import { parseFormat } from '../../lib/flow-log/format'
import { parseTimeRange } from '../../lib/time-range'
import type { Command, ExitCode, Given } from '../command'
import { paramOption, rangeOptions } from '../options'
import { understood } from '../question'
import { processTerminal, type Terminal } from '../terminal'

const positionals = {
  name: { type: 'string', demandOption: true, describe: 'A name from `natlens list`' },
} as const

const options = {
  engine: {
    alias: 'e',
    type: 'string',
    choices: ['cloudwatch', 'athena', 'local'],
    default: 'cloudwatch',
    describe: 'The engine that would run the text',
  },
  ...paramOption,
  ...rangeOptions,
  'log-format': {
    type: 'string',
    default: 'v5',
    describe: 'The fields that the log has, for SQL: v2 … v11, or a list of fields',
  },
} as const

/** Prints the text that an engine would run: Insights QL for CloudWatch, SQL for the others. */
export async function show(
  args: Given<typeof options & typeof positionals>,
  terminal: Terminal = processTerminal,
  catalogue: Catalogue = loadCatalogue(),
): Promise<ExitCode> {
  const range = parseTimeRange(args, terminal.now())
  const query = catalogue.find(args.name)
  const { text, plan } = understood(query, { params: args.param ?? [] }, terminal)

  if (args.engine === 'cloudwatch') {
    // There a range is no part of the text.
    if (range) terminal.say('note: CloudWatch takes the time range beside the text, not in it')
    await terminal.print(`${text.trimEnd()}\n`)
    return 0
  }
  const { dialect, table } = SQL[args.engine]
  const log: LogDescription = { fields: always(parseFormat(args.logFormat)), table }
  await terminal.print(`${dialect.compile(plan, log, range).text.trimEnd()}\n`)
  return 0
}

const SQL = {
  athena: { dialect: athena, table: ['awsdatacatalog', 'natlens', 'flow_logs'] },
  local: { dialect: duckdb, table: ['flow_logs'] },
} as const satisfies Record<
  string,
  { readonly dialect: SqlDialect; readonly table: readonly string[] }
>

function always(format: ReturnType<typeof parseFormat>): LogDescription['fields'] {
  return new Map(format.map(({ name }) => [name as FieldName, 'always']))
}

export const showCommand = {
  usage: 'show <name>',
  describe: 'Print the text that an engine would run for a query',
  positionals,
  options,
  examples: [
    ['show nat/conversations', 'Insights QL, to paste into the CloudWatch console'],
    ['show nat/talkers --engine athena --from 2026-03-01 --to 2026-04-01', 'SQL for Athena'],
  ],
  run: show,
} as const satisfies Command
