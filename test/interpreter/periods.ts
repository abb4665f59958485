import type { Value } from '../../lib/language/plan'

type Period = Extract<Value, { kind: 'period' }>

const MILLISECONDS: Readonly<Partial<Record<Period['unit'], bigint>>> = {
  ms: 1n,
  s: 1000n,
  m: 60_000n,
  h: 3_600_000n,
  d: 86_400_000n,
  w: 604_800_000n,
}

// 1970-01-05 was a Monday.
const MONDAY = 4n * 86_400_000n

/** The begin of the interval that a moment lies in: counted from 1970, weeks from a Monday, UTC. */
export function floorTime(time: bigint, { count, unit }: Period): bigint {
  const width = MILLISECONDS[unit]
  if (width === undefined) return calendarStart(time, unit)
  const phase = unit === 'w' ? MONDAY : 0n
  const length = width * BigInt(count)
  const past = (time - phase) % length
  return time - (past < 0n ? past + length : past)
}

/** The begin of the next interval, or the moment itself where it begins one. */
export function ceilTime(time: bigint, period: Period): bigint {
  const start = floorTime(time, period)
  return start === time ? time : start + MILLISECONDS[period.unit]! * BigInt(period.count)
}

function calendarStart(time: bigint, unit: Period['unit']): bigint {
  const date = new Date(Number(time))
  if (Number.isNaN(date.getTime())) return time
  const month = { mo: date.getUTCMonth(), q: Math.floor(date.getUTCMonth() / 3) * 3, y: 0 }
  const start = new Date(0)
  start.setUTCFullYear(date.getUTCFullYear(), month[unit as keyof typeof month], 1)
  return BigInt(start.getTime())
}
