import type { Cell, ResultColumn, Row } from '../results/result'
import { isoTime, shown } from '../results/values'
import type { Layout } from './presenter'
import { visible } from './visible'

/**
 * RFC 4180: a header line, CRLF, quotes where needed. Text that a spreadsheet would read as a formula gets a
 * leading apostrophe; figures stay as they are.
 */
export async function* csv(
  columns: readonly ResultColumn[],
  batches: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  { width }: Layout = {},
): AsyncGenerator<string> {
  // A file gets the text as it is in the log; a terminal must not be steered by it.
  const text = width === undefined ? (value: string) => value : visible
  const cell = (value: Cell) => csvCell(value, text)

  yield `${columns.map((column) => quoted(text(column.name))).join(',')}\r\n`
  for await (const rows of batches) {
    let lines = ''
    for (const row of rows) lines += `${row.map(cell).join(',')}\r\n`
    if (lines) yield lines
  }
}

function csvCell(cell: Cell, text: (value: string) => string): string {
  const value = shown(cell)
  if (value === null) return ''
  if (value instanceof Date) return isoTime(value)
  if (typeof value !== 'string') return String(value)
  return quoted(text(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value))
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
