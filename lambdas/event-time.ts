import { UserError } from '../lib/errors'

/** The scheduled time of a run, or a given date. */
export type EventTime =
  | { readonly kind: 'scheduled'; readonly time: Date }
  | { readonly kind: 'date'; readonly time: Date }

const HELP = 'the event must be {"time":"2026-02-09T02:00:00Z"} or {"date":"2026-02-09"}'

/**
 * Reads the `time` of EventBridge Scheduler's input or of a rule's event, or a `date`. The clock is not used, so that a retry
 * after midnight is for the same day.
 * @throws {UserError} for any other event.
 */
export function eventTime(event: unknown): EventTime {
  const { time, date } = (typeof event === 'object' && event !== null ? event : {}) as {
    readonly time?: unknown
    readonly date?: unknown
  }
  if (time !== undefined && date !== undefined) {
    throw new UserError('the event has both `time` and `date`', { help: HELP })
  }
  if (date !== undefined) return { kind: 'date', time: parseTime('date', date, DATE, 'a date') }
  if (time === undefined) {
    throw new UserError('the event has neither `time` nor `date`', { help: HELP })
  }
  // Scheduler replaces its context attributes and leaves unknown ones as they are.
  if (typeof time === 'string' && time.includes('<aws.scheduler.')) {
    throw new UserError(`the event's \`time\` is \`${time}\`, which Scheduler did not replace`, {
      help: HELP,
    })
  }
  return { kind: 'scheduled', time: parseTime('time', time, TIME, 'a time with a zone') }
}

const DATE = /^\d{4}-\d{2}-\d{2}$/
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

function parseTime(key: string, value: unknown, pattern: RegExp, form: string): Date {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const midnight = new Date(`${text.slice(0, 10)}T00:00:00Z`)
  const time = pattern.test(text) ? new Date(text) : undefined
  // JavaScript reads 30 February as a day in March.
  const exists =
    !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text.slice(0, 10))
  if (typeof value !== 'string' || !time || Number.isNaN(time.getTime()) || !exists) {
    throw new UserError(`the event's \`${key}\` is \`${text}\`, not ${form}`, { help: HELP })
  }
  return time
}
