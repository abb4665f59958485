import type { Cell } from './result'
import { isoTime, shown } from './values'

/**
 * One line of RFC 4180 with its CRLF. Text that a spreadsheet would read as a formula gets a leading apostrophe; `-` becomes
 * an empty cell.
 */
export function csvLine(cells: readonly Cell[]): string {
  return csvLineOf(cells, unchanged)
}

/** Like {@link csvLine}, with text passed through `safe`, such as an escape of control characters. */
export function csvLineOf(cells: readonly Cell[], safe: (text: string) => string): string {
  return `${cells.map((cell) => csvCell(cell, safe)).join(',')}\r\n`
}

/** The header line; the names of system fields keep their `@`. */
export function csvHeader(
  names: readonly string[],
  safe: (text: string) => string = unchanged,
): string {
  const header = (name: string) => quote(safe(name.startsWith('@') ? name : guardFormula(name)))
  return `${names.map(header).join(',')}\r\n`
}

function csvCell(cell: Cell, safe: (text: string) => string): string {
  const value = shown(cell)
  if (value === null) return ''
  if (value instanceof Date) return isoTime(value)
  if (typeof value !== 'string') return String(value)
  return quote(safe(guardFormula(value)))
}

/** Guards text that a spreadsheet would read as a formula. */
function guardFormula(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function unchanged(text: string): string {
  return text
}
