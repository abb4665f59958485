import type { TimeRange } from '../time-range'
import { literal } from './literals'

const HOUR = 3_600_000

/** Files arrive under the hour of their delivery: records may lie in a folder this much later than their start. */
const LATENESS = 30 * 60_000

/**
 * Conditions that choose the hour partitions of a range: `IN` lists, which Glue itself filters by, and one exact
 * comparison across midnight, month and year ends. An open end puts no bound on its side.
 */
export function partitionConditions({ from, to }: TimeRange): string[] {
  const first = from && hourOf(from.getTime())
  const last = to && hourOf(to.getTime() - 1 + LATENESS)
  const hour = '"year" || "month" || "day" || "hour"'
  return [
    ...(first && last ? lists(from.getTime(), to.getTime() - 1 + LATENESS) : []),
    ...(first ? [`${hour} >= ${literal(first)}`] : []),
    ...(last ? [`${hour} <= ${literal(last)}`] : []),
  ]
}

/** `YYYYMMDDHH`, UTC. */
function hourOf(time: number): string {
  return new Date(time).toISOString().slice(0, 13).replace(/[-T]/g, '')
}

/** One list for each key; a key whose list would hold most of its values is left to the exact comparison. */
function lists(from: number, to: number): string[] {
  const hours = Math.floor(to / HOUR) - Math.floor(from / HOUR) + 1
  const years = values(from, to, 0, 4)
  const conditions = [`"year" IN (${years})`]
  if (hours <= 24 * 300) conditions.push(`"month" IN (${values(from, to, 4, 6)})`)
  if (hours <= 24 * 25) conditions.push(`"day" IN (${values(from, to, 6, 8)})`)
  if (hours <= 20) conditions.push(`"hour" IN (${values(from, to, 8, 10)})`)
  return conditions
}

function values(from: number, to: number, start: number, end: number): string {
  const distinct = new Set<string>()
  for (let time = Math.floor(from / HOUR) * HOUR; time <= to; time += HOUR) {
    distinct.add(hourOf(time).slice(start, end))
  }
  return [...distinct].sort().map(literal).join(', ')
}
