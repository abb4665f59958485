import type { Cell, ColumnType } from './result'

/** An integer of any size: a number when a double holds it exactly, else a bigint. */
export function integerCell(value: bigint | number): number | bigint {
  if (typeof value === 'number') return value
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** A moment from epoch milliseconds. */
export function timeCell(milliseconds: bigint | number): Date {
  return new Date(Number(milliseconds))
}

/**
 * A value that a remote engine gives as text, by the type of its column; no text is no value, and what is no figure (NaN,
 * infinity) is none either. Moments are `YYYY-MM-DD HH:MM:SS.mmm`, UTC.
 */
export function readCell(text: string | null | undefined, type: ColumnType): Cell {
  if (text === undefined || text === null) return null
  switch (type) {
    case 'text':
      return text
    case 'integer':
      return /^[+-]?\d+$/.test(text) ? integerCell(BigInt(text)) : figure(text)
    case 'number':
      return figure(text)
    case 'time':
      return new Date(`${text.replace(/ UTC$/, '').replace(' ', 'T')}Z`)
  }
}

function figure(text: string): number | null {
  const number = Number(text)
  return Number.isFinite(number) ? number : null
}

/** What there is to show: null for `-` (AWS's word for no value) and for what is no figure (NaN, infinity). */
export function shown(cell: Cell): Cell {
  if (cell === '-') return null
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : null
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? null : cell
  return cell
}

/** A moment in ISO 8601, UTC; milliseconds only where there are any. */
export function isoTime(time: Date): string {
  const text = time.toISOString()
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text
}
