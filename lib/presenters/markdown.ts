import type { Table } from '../answers/answer'
import { humanCell } from './human'
import { isNumeric } from './table'
import { visible } from '../visible'

/** A table in GitHub's Markdown; the text of a cell is escaped. */
export async function* markdown({ columns, batches }: Table): AsyncGenerator<string> {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`

  yield (
    line(columns.map((column) => escapeMarkdown(visible(column.name)))) +
    line(columns.map((column) => (isNumeric(column) ? '---:' : '---')))
  )
  for await (const rows of batches) {
    let lines = ''
    for (const row of rows) {
      lines += line(columns.map((column, index) => escapeMarkdown(humanCell(row[index]!, column))))
    }
    if (lines) yield lines
  }
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]|~]/g, (character) => `\\${character}`)
    .replace(/[&<>]/g, (character) => ENTITIES[character]!)
}
