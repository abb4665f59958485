import { UsageError } from './errors'
import type { TimeRange } from './time'

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
}

const DATE = /^\d{4}-\d{2}-\d{2}$/
const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/
const AGE = /^(\d+)([smhdw])$/

/** Reads a duration such as `30m`, in seconds; undefined for any other text. */
export function parseDuration(text: string): number | undefined {
  const match = AGE.exec(text.trim())
  const unit = match && UNIT_SECONDS[match[2]!]
  return unit === undefined || unit === null ? undefined : Number(match![1]) * unit
}

/** Reads a date (midnight UTC), a time (UTC unless it names an offset) or an age before `now`. */
export function parseTime(option: string, text: string, now: Date): Date {
  const age = parseDuration(text)
  if (age !== undefined) return new Date(now.getTime() - age * 1000)

  const time = DATE.test(text) ? `${text}T00:00:00Z` : TIME.test(text) ? inUtc(text) : undefined
  const date = time === undefined ? undefined : new Date(time)
  if (date === undefined || Number.isNaN(date.getTime()) || !sameDay(text, date)) {
    throw new UsageError(
      `${option} \`${text}\` is not a date, a time or an age, such as 2026-03-01, 2026-03-01T09:00Z or 24h`,
    )
  }
  return date
}

/** Reads `--from` and `--to`; undefined when neither is given. */
export function parseTimeRange(
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: Date,
): TimeRange | undefined {
  if (from === undefined && to === undefined) return undefined

  const range: TimeRange = {
    from: from === undefined ? undefined : parseTime('--from', from, now),
    to: to === undefined ? undefined : parseTime('--to', to, now),
  }
  if (range.from && range.to && range.from >= range.to) {
    throw new UsageError(
      `--from ${range.from.toISOString()} is not before --to ${range.to.toISOString()}`,
      { help: '--to is exclusive: use the next day or time' },
    )
  }
  return range
}

function inUtc(text: string): string {
  const iso = text.replace(' ', 'T')
  return /(Z|[+-]\d{2}:?\d{2})$/.test(iso) ? iso : `${iso}Z`
}

/** JavaScript reads 2026-02-30 as a day in March. */
function sameDay(text: string, date: Date): boolean {
  const day = Number(text.slice(8, 10))
  const month = Number(text.slice(5, 7))
  if (day < 1 || month < 1 || month > 12) return false
  return day <= new Date(Date.UTC(date.getUTCFullYear(), month, 0)).getUTCDate()
}

/** @throws {UsageError} for a time in the future. */
export function refuseFuture(from: Date, now: Date): void {
  if (from >= now) throw new UsageError(`--from ${from.toISOString()} is not in the past`)
}
