export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** A half-open range of time, UTC: `from` belongs to it, `to` does not. Either end may be open. */
export interface TimeRange {
  readonly from?: Date | undefined
  readonly to?: Date | undefined
}

/** A {@link TimeRange} with both ends, such as the time that a folder covers. */
export interface TimeSpan {
  readonly from: Date
  readonly to: Date
}

/** `YYYYMMDDHH`, UTC: sorts as text. */
export type Hour = string

export function hourText(time: Date): Hour {
  return time.toISOString().slice(0, 13).replace(/[-T]/g, '')
}

/** The start of an hour; an invalid date for any other text. */
export function hourStart(hour: Hour): Date {
  const time = hour.replace(/^(\d{4})(\d{2})(\d{2})(\d{2})$/, '$1-$2-$3T$4:00:00Z')
  const date = new Date(time)
  return Number.isNaN(date.getTime()) || hourText(date) !== hour ? new Date(NaN) : date
}

/** The hour that a time is in. */
export function hourSpan(time: Date): TimeSpan {
  const from = Math.floor(time.getTime() / HOUR_MS) * HOUR_MS
  return { from: new Date(from), to: new Date(from + HOUR_MS) }
}

/** The starts of all hours that a span touches. */
export function hoursOf({ from, to }: TimeSpan): Date[] {
  const hours: Date[] = []
  for (let time = hourSpan(from).from; time < to; time = hourSpan(time).to) hours.push(time)
  return hours
}

/** Midnight, UTC, of the day of a time; `days` later or, when negative, earlier. */
export function dayStart(time: Date, days = 0): Date {
  return new Date((Math.floor(time.getTime() / DAY_MS) + days) * DAY_MS)
}

/** `2026-02-09`, UTC. */
export function dateText(time: Date): string {
  return time.toISOString().slice(0, 10)
}

/** Whether a text is a day of the calendar, as `2026-02-09`. */
export function isDate(text: string): boolean {
  const time = new Date(`${text}T00:00:00Z`)
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time.getTime()) && dateText(time) === text
  )
}

/**
 * The first day that retention keeps: an object of day D expires at the midnight that follows D + `retentionDays`, so on
 * that day D can still be read.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
export function firstKeptDay(today: Date, retentionDays: number): Date {
  return dayStart(today, -retentionDays)
}
