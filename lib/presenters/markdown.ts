import type { Table } from '../answers/answer'
import { humanCell } from './human'
import { isNumeric } from './table'
import { visible } from '../visible'

/** A table in GitHub's Markdown; what a cell holds can be neither markup nor the end of a cell. */
export async function* markdown({ columns, batches }: Table): AsyncGenerator<string> {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`

  yield (
    line(columns.map((column) => escaped(visible(column.name)))) +
    line(columns.map((column) => (isNumeric(column) ? '---:' : '---')))
  )
  for await (const rows of batches) {
    let lines = ''
    for (const row of rows) {
      lines += line(columns.map((column, index) => escaped(humanCell(row[index]!, column))))
    }
    if (lines) yield lines
  }
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

function escaped(text: string): string {
  return text
    .replace(/[\\`*_[\]|~]/g, (character) => `\\${character}`)
    .replace(/[&<>]/g, (character) => ENTITIES[character]!)
}
