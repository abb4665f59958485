import type { TIME_KEYS } from '../flow-log/object-keys'
import { literal } from './literals'

export type TimePart = (typeof TIME_KEYS)[number]

/** Midnight, UTC, of a date that is unknown when a query is compiled. */
export interface SymbolicMidnight {
  /** SQL of a text that joins these parts: year and month are `202602`. */
  readonly text: (parts: readonly TimePart[]) => string
  /** SQL of the seconds since the epoch. */
  readonly seconds: string
}

/** A day, UTC, in the place of a time range: half-open, from one midnight to the next. */
export interface SymbolicDay {
  readonly start: SymbolicMidnight
  readonly end: SymbolicMidnight
}

const TODAY = "date_trunc('day', current_timestamp AT TIME ZONE 'UTC')"
const DATE_FORMATS = { year: '%Y', month: '%m', day: '%d', hour: '%H' } as const

/** The day before the one on which Trino runs the query, for queries that are saved. */
export const YESTERDAY: SymbolicDay = {
  start: computedMidnight(`(${TODAY} - INTERVAL '1' DAY)`),
  end: computedMidnight(TODAY),
}

function computedMidnight(sql: string): SymbolicMidnight {
  return {
    text: (parts) =>
      `date_format(${sql}, ${literal(parts.map((part) => DATE_FORMATS[part]).join(''))})`,
    seconds: `CAST(to_unixtime(${sql}) AS BIGINT)`,
  }
}
