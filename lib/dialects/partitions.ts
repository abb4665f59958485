import type { TimeRange } from '../time-range'
import { literal } from './literals'

const HOUR = 3_600_000

/** Files arrive under the hour of their delivery: records may lie in a folder this much later than their start. */
export const LATENESS_SECONDS = 30 * 60

/**
 * Conditions that choose the hour partitions of a range: `IN` lists, which Glue itself filters by, and one exact
 * comparison across midnight, month and year ends. An open end puts no bound on its side.
 */
export function partitionConditions(
  range: TimeRange,
  latenessSeconds: number = LATENESS_SECONDS,
): string[] {
  const { first, last } = hourFolders(range, latenessSeconds)
  const hour = '"year" || "month" || "day" || "hour"'
  return [
    ...lists(range, latenessSeconds).map(([key, values]) => `"${key}" IN (${values})`),
    ...(first ? [`${hour} >= ${literal(first)}`] : []),
    ...(last ? [`${hour} <= ${literal(last)}`] : []),
  ]
}

/**
 * The same lists in the words of Glue's `GetPartitions`, which chooses more hours than the range has; undefined for an open
 * range.
 *
 * https://docs.aws.amazon.com/glue/latest/webapi/API_GetPartitions.html
 */
export function glueExpression(
  range: TimeRange,
  latenessSeconds: number = LATENESS_SECONDS,
): string | undefined {
  const conditions = lists(range, latenessSeconds).map(([key, list]) => `(${key} IN (${list}))`)
  return conditions.length > 0 ? conditions.join(' AND ') : undefined
}

/** The first and the last hour folder that can hold records of a range: `YYYYMMDDHH`, UTC. */
export function hourFolders(
  { from, to }: TimeRange,
  latenessSeconds: number = LATENESS_SECONDS,
): { readonly first?: string | undefined; readonly last?: string | undefined } {
  return {
    first: from && hourOf(from.getTime()),
    last: to && hourOf(lastMoment(to, latenessSeconds)),
  }
}

/** The last millisecond at which a record of the range may be delivered. */
function lastMoment(to: Date, latenessSeconds: number): number {
  return to.getTime() - 1 + latenessSeconds * 1000
}

/** `YYYYMMDDHH`, UTC. */
function hourOf(time: number): string {
  return new Date(time).toISOString().slice(0, 13).replace(/[-T]/g, '')
}

/** One list for each key; a key whose list would hold most of its values is left to the exact comparison. */
function lists({ from, to }: TimeRange, latenessSeconds: number): [key: string, list: string][] {
  if (!from || !to) return []
  const first = from.getTime()
  const last = lastMoment(to, latenessSeconds)
  const hours = Math.floor(last / HOUR) - Math.floor(first / HOUR) + 1
  return [
    ['year', values(first, last, 0, 4)],
    ...(hours <= 24 * 300 ? [['month', values(first, last, 4, 6)] as [string, string]] : []),
    ...(hours <= 24 * 25 ? [['day', values(first, last, 6, 8)] as [string, string]] : []),
    ...(hours <= 20 ? [['hour', values(first, last, 8, 10)] as [string, string]] : []),
  ]
}

function values(from: number, to: number, start: number, end: number): string {
  const distinct = new Set<string>()
  for (let time = Math.floor(from / HOUR) * HOUR; time <= to; time += HOUR) {
    distinct.add(hourOf(time).slice(start, end))
  }
  return [...distinct].sort().map(literal).join(', ')
}
