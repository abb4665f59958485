import { TIME_KEYS } from '../flow-log/object-keys'
import { HOUR_MS, hourText, type Hour, type TimeRange } from '../time'
import { identifier, literal } from './literals'
import type { SymbolicDay, TimePart } from './symbolic-day'

/** The range of a compiled query: times, or one day that is unknown when the query is compiled. */
export type QueryRange = TimeRange | SymbolicDay

/** Default of the time between a record's start and its delivery: a file's folder is the hour of its delivery. */
export const LATENESS_SECONDS = 30 * 60

/**
 * Conditions that choose the hour partitions of a range: `IN` lists, which Glue itself filters by, and one exact
 * comparison across midnight, month and year ends. An open end puts no bound on its side.
 */
export function partitionConditions(
  range: QueryRange,
  latenessSeconds: number = LATENESS_SECONDS,
): string[] {
  const hour = TIME_KEYS.map(identifier).join(' || ')
  const { first, last } = isSymbolic(range)
    ? symbolicHours(range, latenessSeconds)
    : literalHours(range, latenessSeconds)
  return [
    ...keyLists(range, latenessSeconds).map(([key, list]) => `${identifier(key)} IN (${list})`),
    ...(first ? [`${hour} >= ${first}`] : []),
    ...(last ? [`${hour} <= ${last}`] : []),
  ]
}

/** A record belongs to a range by its start; the column is in seconds. */
export function startConditions(range: QueryRange): string[] {
  const [from, to] = isSymbolic(range)
    ? [range.start.seconds, range.end.seconds]
    : [range.from && secondsAfter(range.from), range.to && secondsAfter(range.to)]
  const start = identifier('start')
  return [
    ...(from === undefined ? [] : [`${start} >= ${from}`]),
    ...(to === undefined ? [] : [`${start} < ${to}`]),
  ]
}

/**
 * The same lists as an expression of Glue's `GetPartitions`, which can select more hours than the range has; undefined for an
 * open range.
 *
 * https://docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html
 */
export function glueExpression(
  range: TimeRange,
  latenessSeconds: number = LATENESS_SECONDS,
): string | undefined {
  const conditions = keyLists(range, latenessSeconds).map(([key, list]) => `(${key} IN (${list}))`)
  return conditions.length > 0 ? conditions.join(' AND ') : undefined
}

/** The first and the last hour folder that can hold records of a range: `YYYYMMDDHH`, UTC. */
export function hourFolders(
  { from, to }: TimeRange,
  latenessSeconds: number = LATENESS_SECONDS,
): { readonly first?: Hour | undefined; readonly last?: Hour | undefined } {
  return {
    first: from && hourText(from),
    last: to && hourText(new Date(lastMoment(to, latenessSeconds))),
  }
}

function isSymbolic(range: QueryRange): range is SymbolicDay {
  return 'start' in range
}

function literalHours(range: TimeRange, latenessSeconds: number) {
  const { first, last } = hourFolders(range, latenessSeconds)
  return { first: first && literal(first), last: last && literal(last) }
}

/** Records that are up to an hour late are in the first hour of the next day. */
function symbolicHours({ start, end }: SymbolicDay, latenessSeconds: number) {
  if (latenessSeconds <= 0 || latenessSeconds > HOUR_MS / 1000) {
    throw new Error(`a day without a date needs a lateness of 1 to 3600 s, not ${latenessSeconds}`)
  }
  return { first: start.text(TIME_KEYS), last: end.text(TIME_KEYS) }
}

/** The last millisecond at which a record of the range may be delivered. */
function lastMoment(to: Date, latenessSeconds: number): number {
  return to.getTime() - 1 + latenessSeconds * 1000
}

function secondsAfter(time: Date): number {
  return Math.ceil(time.getTime() / 1000)
}

/** One list for each key, except keys whose list would have nearly all values. */
function keyLists(range: QueryRange, latenessSeconds: number): [key: TimePart, list: string][] {
  if (isSymbolic(range)) {
    const days = [range.start, range.end]
    return (['year', 'month', 'day'] as const).map((key) => [
      key,
      days.map((day) => day.text([key])).join(', '),
    ])
  }
  const { from, to } = range
  if (!from || !to) return []
  const first = from.getTime()
  const last = lastMoment(to, latenessSeconds)
  const hours = Math.floor(last / HOUR_MS) - Math.floor(first / HOUR_MS) + 1
  return [
    ['year', values(first, last, 0, 4)],
    ...(hours <= 24 * 300 ? [['month', values(first, last, 4, 6)] as [TimePart, string]] : []),
    ...(hours <= 24 * 25 ? [['day', values(first, last, 6, 8)] as [TimePart, string]] : []),
    ...(hours <= 20 ? [['hour', values(first, last, 8, 10)] as [TimePart, string]] : []),
  ]
}

function values(from: number, to: number, start: number, end: number): string {
  const distinct = new Set<string>()
  for (let time = Math.floor(from / HOUR_MS) * HOUR_MS; time <= to; time += HOUR_MS) {
    distinct.add(hourText(new Date(time)).slice(start, end))
  }
  return [...distinct].sort().map(literal).join(', ')
}
