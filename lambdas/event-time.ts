import { UserError } from '../lib/errors'

/** When a job was meant to run, or the day that someone named. */
export type EventTime =
  | { readonly kind: 'scheduled'; readonly time: Date }
  | { readonly kind: 'named'; readonly time: Date }

const HELP = 'an event is {"time":"2026-02-09T02:00:00Z"} or {"date":"2026-02-09"}'

/**
 * Reads the time from EventBridge Scheduler's input, from the event of a rule (which has `time`, too) or a named date. It
 * comes from the event and not from the clock, so that a retry after midnight does what the first try was to do.
 * @throws {UserError} on anything else.
 */
export function eventTime(event: unknown): EventTime {
  const { time, date } = (typeof event === 'object' && event !== null ? event : {}) as {
    readonly time?: unknown
    readonly date?: unknown
  }
  if (time !== undefined && date !== undefined) {
    throw new UserError('the event has both `time` and `date`', { help: HELP })
  }
  if (date !== undefined) return { kind: 'named', time: moment('date', date, DATE, 'a date') }
  if (time === undefined) {
    throw new UserError('the event has neither `time` nor `date`', { help: HELP })
  }
  // Scheduler puts its context attributes in; one that it does not know stays as it is written.
  if (typeof time === 'string' && time.includes('<aws.scheduler.')) {
    throw new UserError(`the event's \`time\` is \`${time}\`, which Scheduler did not fill in`, {
      help: HELP,
    })
  }
  return { kind: 'scheduled', time: moment('time', time, TIME, 'a time with a zone') }
}

const DATE = /^\d{4}-\d{2}-\d{2}$/
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/

function moment(key: string, value: unknown, pattern: RegExp, what: string): Date {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const midnight = new Date(`${text.slice(0, 10)}T00:00:00Z`)
  const time = pattern.test(text) ? new Date(text) : undefined
  // JavaScript rolls 30 February over to March.
  const exists =
    !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text.slice(0, 10))
  if (typeof value !== 'string' || !time || Number.isNaN(time.getTime()) || !exists) {
    throw new UserError(`the event's \`${key}\` is \`${text}\`, not ${what}`, { help: HELP })
  }
  return time
}
