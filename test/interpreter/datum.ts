/** A value while a plan is interpreted: integers, moments (epoch milliseconds) and truths (1, 0) are bigint; null is missing. */
export type Datum = string | bigint | number | null

/** What a run meets that engines need not agree on. */
export interface Notes {
  /**
   * An integer beyond 128 bits, a number beyond a double or a moment beyond the calendar, which an engine may refuse; a
   * number of more than 26 digits as text, and a spread so small beside its values that a double has few digits of it.
   */
  outOfRange: boolean
  /** A choice among ties, or the last digit of a double, decides about more than the order of rows. */
  openChoice: boolean
}

const HIGHEST = 2n ** 127n - 1n
const LAST_MOMENT = 8_640_000_000_000_000n

export function integer(value: bigint, notes: Notes): bigint {
  if (value > HIGHEST || value < -HIGHEST - 1n) notes.outOfRange = true
  return value
}

export function number(value: number, notes: Notes): number {
  if (!Number.isFinite(value)) notes.outOfRange = true
  return value
}

export function moment(value: bigint, notes: Notes): bigint {
  if (value > LAST_MOMENT || value < -LAST_MOMENT) notes.outOfRange = true
  return value
}

/** Less than 0, 0 or more: numbers by value (an integer beside a number as a double), text by code point. */
export function compareData(a: Exclude<Datum, null>, b: Exclude<Datum, null>): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b)
  if (typeof a === 'string' || typeof b === 'string') throw new Error('a text beside a number')
  const [left, right] = typeof a === typeof b ? [a, b] : [Number(a), Number(b)]
  return left < right ? -1 : left > right ? 1 : 0
}

function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/** A number as text: no exponent, at most twelve digits after the point. */
export function plainDigits(value: number): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([-+]\d+))?$/.exec(String(value)) ?? []
  const scale = fraction.length - Number(exponent) - DIGITS
  const digits = BigInt(`${whole}${fraction}`)
  const scaled = scale <= 0 ? digits * 10n ** BigInt(-scale) : rounded(digits, 10n ** BigInt(scale))
  const text = String(scaled).padStart(DIGITS + 1, '0')
  return `${sign}${text.slice(0, -DIGITS)}.${text.slice(-DIGITS)}`.replace(/\.?0+$/, '')
}

const DIGITS = 12

function rounded(digits: bigint, unit: bigint): bigint {
  return (digits + unit / 2n) / unit
}
