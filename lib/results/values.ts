import type { Cell, ColumnType } from './result'

/** An integer of any size: a number when a double holds it exactly, else a bigint. */
export function integerCell(value: bigint | number): number | bigint {
  if (typeof value === 'number') return value
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** A time from epoch milliseconds. */
export function timeCell(milliseconds: bigint | number): Date {
  return new Date(Number(milliseconds))
}

/**
 * Reads a value that a remote engine returns as text. Missing text, NaN and infinity become null. Times are
 * `YYYY-MM-DD HH:MM:SS.mmm`, UTC.
 */
export function readCell(text: string | null | undefined, type: ColumnType): Cell {
  if (text === undefined || text === null) return null
  switch (type) {
    case 'text':
      return text
    case 'integer':
      return /^[+-]?\d+$/.test(text) ? integerCell(BigInt(text)) : readNumber(text)
    case 'number':
      return readNumber(text)
    case 'time':
      return new Date(`${text.replace(/ UTC$/, '').replace(' ', 'T')}Z`)
  }
}

function readNumber(text: string): number | null {
  const number = Number(text)
  return Number.isFinite(number) ? number : null
}

/** The value to print: null for `-` (no value in AWS's records), NaN and infinity. */
export function shown(cell: Cell): Cell {
  if (cell === '-') return null
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? null : cell
  return cell
}

/** A time in ISO 8601, UTC; milliseconds only when they are not zero. */
export function isoTime(time: Date): string {
  const text = time.toISOString()
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text
}
