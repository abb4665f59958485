import type { Value } from '../language/plan'
import type { PeriodUnit } from '../language/syntax'
import type { SqlSyntax } from './sql-syntax'
import { arithmetic, integer, withBits, type Sql } from './tree'

type Period = Extract<Value, { kind: 'period' }>
type CalendarUnit = Parameters<SqlSyntax['calendarFloor']>[1]

/** How a unit divides time: into equal lengths, or as the calendar does. */
const UNITS: Readonly<Record<PeriodUnit, number | CalendarUnit>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  mo: 'month',
  q: 'quarter',
  y: 'year',
}

// The epoch was a Thursday; weeks begin on Monday, as in date_trunc.
const FIRST_MONDAY_MS = 345_600_000

/** The start of the period that epoch milliseconds lie in. */
export function floorTime(
  syntax: SqlSyntax,
  time: Sql,
  period: Period,
  /** The start of a record, which is after 1970; before that a remainder is below 0. */
  isRecordTime: boolean,
): Sql {
  const unit = UNITS[period.unit]
  if (typeof unit === 'string') return syntax.calendarFloor(time, unit)

  const width = integer(unit * period.count)
  const past = arithmetic('%', phaseOf(time, period), width)
  const floor = arithmetic(
    '-',
    time,
    isRecordTime ? past : arithmetic('%', arithmetic('+', past, width), width),
  )
  return withBits(floor, time.bits)
}

/** The first end of a period at or after the time; the resolver lets no calendar unit through. */
export function ceilTime(time: Sql, period: Period): Sql {
  const unit = UNITS[period.unit]
  if (typeof unit === 'string') throw new Error(`dateceil has no SQL for a ${unit}`)

  const width = integer(unit * period.count)
  const left = arithmetic('-', width, arithmetic('%', phaseOf(time, period), width))
  return withBits(arithmetic('+', time, arithmetic('%', left, width)), time.bits)
}

function phaseOf(time: Sql, { unit }: Period): Sql {
  return unit === 'w' ? arithmetic('-', time, integer(FIRST_MONDAY_MS)) : time
}
