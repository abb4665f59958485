import type { Cell } from './result'
import { isoTime, shown } from './values'

/**
 * One line of RFC 4180, quotes where needed, with its CRLF. Text that a spreadsheet would read as a formula gets a leading
 * apostrophe; figures stay as they are, and `-` is no value.
 */
export function csvLine(cells: readonly Cell[]): string {
  return csvLineOf(cells, asItIs)
}

/** The same with text made `safe` for the place that it is written to. */
export function csvLineOf(cells: readonly Cell[], safe: (text: string) => string): string {
  return `${cells.map((cell) => csvCell(cell, safe)).join(',')}\r\n`
}

/** The header line; the names of system fields begin with `@` and keep it. */
export function csvHeader(
  names: readonly string[],
  safe: (text: string) => string = asItIs,
): string {
  const header = (name: string) => quoted(safe(name.startsWith('@') ? name : defused(name)))
  return `${names.map(header).join(',')}\r\n`
}

function csvCell(cell: Cell, safe: (text: string) => string): string {
  const value = shown(cell)
  if (value === null) return ''
  if (value instanceof Date) return isoTime(value)
  if (typeof value !== 'string') return String(value)
  return quoted(safe(defused(value)))
}

/** Text that a spreadsheet would take for a formula, as text. */
function defused(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function asItIs(text: string): string {
  return text
}
