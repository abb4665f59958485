import { dateText } from '../time'
import type { Partition } from './layout'

/** Lists partitions with the hours of a day together: `123456789012 eu-west-1 2026-03-14 hours 00-04, 07`. */
export function describePartitions(partitions: readonly Partition[]): string {
  const days = new Map<string, number[]>()
  for (const { accountId, region, hour } of partitions) {
    const day = `${accountId} ${region} ${dateText(hour)}`
    days.set(day, [...(days.get(day) ?? []), hour.getUTCHours()])
  }
  return [...days].map(([day, hours]) => `${day} ${hoursText(hours)}`).join('; ')
}

function hoursText(hours: readonly number[]): string {
  const runs: [number, number][] = []
  for (const hour of hours.toSorted((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last && hour <= last[1] + 1) last[1] = hour
    else runs.push([hour, hour])
  }
  const text = runs
    .map(([a, b]) => (a === b ? twoDigits(a) : `${twoDigits(a)}-${twoDigits(b)}`))
    .join(', ')
  return `${hours.length === 1 ? 'hour' : 'hours'} ${text}`
}

function twoDigits(hour: number): string {
  return String(hour).padStart(2, '0')
}
