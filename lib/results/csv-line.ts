import type { Cell } from './result'
import { isoTime, shown } from './values'

/**
 * One line of RFC 4180, quotes where needed, with its CRLF. Text that a spreadsheet would read as a formula gets a leading
 * apostrophe; figures stay as they are, and `-` is no value.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** The header line: names as they are, without the apostrophe that text gets. */
export function csvHeader(names: readonly string[]): string {
  return `${names.map(quoted).join(',')}\r\n`
}

function csvCell(cell: Cell): string {
  const value = shown(cell)
  if (value === null) return ''
  if (value instanceof Date) return isoTime(value)
  if (typeof value !== 'string') return String(value)
  return quoted(/^[=+\-@\t\r]/.test(value) ? `'${value}` : value)
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
