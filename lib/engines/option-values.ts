import { UsageError } from '../errors'
import { parseDuration } from '../time-range'

/** @throws {UsageError} for what neither an option nor the settings give. */
export function required<T>(option: string, value: T | undefined): T {
  if (value !== undefined) return value
  throw new UsageError(`${option} is missing`, {
    help: 'no natlens.config.json in this folder; use --config FILE',
  })
}

/** Reads a number that is not negative. */
export function parseAmount(option: string, text: string): number {
  const amount = Number(text)
  if (/^\d*\.?\d+$/.test(text) && Number.isFinite(amount)) return amount
  throw new UsageError(`${option} \`${text}\` is not a number such as 0.045`)
}

/** Reads a duration, in seconds. */
export function parseSeconds(option: string, text: string): number {
  const seconds = parseDuration(text)
  if (seconds !== undefined) return seconds
  throw new UsageError(`${option} \`${text}\` is not a duration such as 30m, 2h or 1d`)
}

const BYTE_UNITS: Readonly<Record<string, number>> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 }

/** Reads a number of bytes, in units of powers of 1,000. */
export function parseBytes(option: string, text: string): number {
  const [, amount, unit] = /^(\d*\.?\d+) ?([kmgt]?)b?$/i.exec(text) ?? []
  const factor = BYTE_UNITS[unit?.toLowerCase() ?? '?']
  if (amount !== undefined && factor !== undefined) return Math.round(Number(amount) * factor)
  throw new UsageError(`${option} \`${text}\` is not a size such as 500MB or 10GB`)
}
