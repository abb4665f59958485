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

  yield `${columns.map((column) => header(text(column.name))).join(',')}\r\n`
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
  return quoted(text(defused(value)))
}

/** The names of system fields begin with `@`: a header must keep them. */
function header(name: string): string {
  return quoted(name.startsWith('@') ? name : defused(name))
}

/** Text that a spreadsheet would take for a formula, as text. */
function defused(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
