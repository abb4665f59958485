import type { PeriodUnit } from './syntax'

interface Unit {
  readonly unit: PeriodUnit
  /** Other spellings; words also in the plural. */
  readonly long: readonly string[]
  /** Undefined for calendar units, whose length varies. */
  readonly milliseconds: number | undefined
  /** The maximum count: CloudWatch silently lowers a larger one. */
  readonly cap: number | undefined
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html */
// prettier-ignore
const UNITS: readonly Unit[] = [
  { unit: 'ms', long: ['msec', 'millisecond'], milliseconds: 1, cap: 1000 },
  { unit: 's', long: ['sec', 'second'], milliseconds: 1000, cap: 60 },
  { unit: 'm', long: ['min', 'minute'], milliseconds: 60_000, cap: 60 },
  { unit: 'h', long: ['hr', 'hour'], milliseconds: 3_600_000, cap: 24 },
  { unit: 'd', long: ['day'], milliseconds: 86_400_000, cap: undefined },
  { unit: 'w', long: ['week'], milliseconds: 604_800_000, cap: undefined },
  { unit: 'mo', long: ['mon', 'month'], milliseconds: undefined, cap: undefined },
  { unit: 'q', long: ['qtr', 'quarter'], milliseconds: undefined, cap: undefined },
  { unit: 'y', long: ['yr', 'year'], milliseconds: undefined, cap: undefined },
]

const BY_SPELLING: ReadonlyMap<string, Unit> = new Map(
  UNITS.flatMap((unit) =>
    [unit.unit, ...unit.long, ...unit.long.map((long) => `${long}s`)].map((name) => [name, unit]),
  ),
)

const BY_UNIT: ReadonlyMap<PeriodUnit, Unit> = new Map(UNITS.map((unit) => [unit.unit, unit]))

export interface Period {
  readonly count: number
  readonly unit: PeriodUnit
}

/** Reads `5m`, `1hour` or `30 days` without the space; undefined for another text. */
export function parsePeriod(text: string): Period | undefined {
  const match = /^(\d{1,9})([a-z]+)$/i.exec(text)
  const unit = match && BY_SPELLING.get(match[2]!.toLowerCase())
  return unit ? { count: Number(match[1]), unit: unit.unit } : undefined
}

/** The maximum count, when the count exceeds it. */
export function exceededCap({ count, unit }: Period): number | undefined {
  const { cap } = BY_UNIT.get(unit)!
  return cap !== undefined && count > cap ? cap : undefined
}

/** The same length in the largest unit that divides it within its maximum: `5m` for 300 s; else undefined. */
export function withinCap({ count, unit }: Period): string | undefined {
  const milliseconds = count * (BY_UNIT.get(unit)!.milliseconds ?? NaN)
  const fitting = UNITS.filter(
    ({ milliseconds: length, cap = Infinity }) =>
      length !== undefined && milliseconds % length === 0 && milliseconds / length <= cap,
  ).at(-1)
  return fitting && `${milliseconds / fitting.milliseconds!}${fitting.unit}`
}

/** The length of a period; undefined for calendar units, whose length varies. */
export function periodMilliseconds({ count, unit }: Period): number | undefined {
  const { milliseconds } = BY_UNIT.get(unit)!
  return milliseconds === undefined ? undefined : count * milliseconds
}
