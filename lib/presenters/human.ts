import { groupDigits } from '../count-text'
import { humanBytes } from '../human-bytes'
import type { Cell, ResultColumn, Unit } from '../results/result'
import { isoTime, shown } from '../results/values'
import { visible } from '../visible'

/** A cell as text for people: thousands separated, with units; empty for no value. */
export function humanCell(cell: Cell, column: ResultColumn): string {
  const value = shown(cell)
  if (value === null) return ''
  if (typeof value === 'string') return visible(value)
  if (value instanceof Date) return isoTime(value).replace('T', ' ').replace('Z', '')
  if (column.unit) return UNITS[column.unit](Number(value))
  // A port is an identifier, not a quantity.
  if (/port$/i.test(column.name)) return String(value)
  return typeof value === 'bigint' || Number.isInteger(value)
    ? groupDigits(String(value))
    : decimal(value)
}

const UNITS = {
  bytes: humanBytes,
  usd: humanDollars,
  percent: (value) => `${groupDigits(value.toFixed(1))}%`,
} as const satisfies Record<Unit, (value: number) => string>

/** Dollars and cents; amounts below one cent keep their significant digits. */
export function humanDollars(dollars: number): string {
  const size = Math.abs(dollars)
  const sign = dollars < 0 ? '-' : ''
  if (size >= 0.01 || size === 0) return `${sign}$${groupDigits(size.toFixed(2))}`
  return size < 0.000_001 ? `<$0.000001` : `${sign}$${size.toFixed(6).replace(/0+$/, '')}`
}

/** Three digits after the point, or three significant digits below one. */
function decimal(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e21 || size < 1e-6) return String(value)
  const text =
    size >= 1 ? value.toFixed(3) : value.toFixed(Math.min(9, 2 - Math.floor(Math.log10(size))))
  return groupDigits(text.replace(/\.?0+$/, ''))
}
