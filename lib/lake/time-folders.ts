import { DAY, HOUR } from './layout'

/**
 * How folders are named: `aws-account-id=…/aws-service=…/aws-region=…/year=2026/month=03/day=14`, or by the values alone. Below
 * the day there are folders of hours, or the files.
 *
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html
 */
export type KeyStyle = 'hive' | 'plain'

/** A time that a folder or a file stands for, half-open, in milliseconds since the epoch. */
export interface Slot {
  readonly start: number
  readonly end: number
}

/** The folders of time, from the year down. */
export const TIME_KEYS = ['year', 'month', 'day', 'hour'] as const

/** A folder of one account and region, which tells a time once it is of a year or deeper. */
export interface TimeFolder {
  readonly style: KeyStyle
  readonly accountId: string
  readonly region: string
  /** Ends in a slash. */
  readonly prefix: string
  /** `['2026', '03']` */
  readonly times: readonly string[]
}

/** The name of a folder with such a value. */
export function folderName(style: KeyStyle, key: string, value: string): string {
  return `${style === 'hive' ? `${key}=` : ''}${value}/`
}

/** A folder directly in another one; undefined when its name is that of no time. */
export function childFolder(parent: TimeFolder, prefix: string): TimeFolder | undefined {
  const key = TIME_KEYS[parent.times.length]
  const value = /(\d+)\/$/.exec(prefix)?.[1]
  if (key === undefined || value === undefined) return undefined
  if (prefix !== parent.prefix + folderName(parent.style, key, value)) return undefined
  const times = [...parent.times, value]
  return slotOf(times) && { ...parent, prefix, times }
}

/** The year, month, day or hour of a folder; undefined for what is no date. */
export function slotOf(times: readonly string[]): Slot | undefined {
  const [year, month = '01', day = '01', hour = '00'] = times
  const text = `${year}-${month}-${day}T${hour}:00:00.000Z`
  const start = new Date(text)
  // Dates roll over: only what is written back the same was read right.
  if (Number.isNaN(start.getTime()) || start.toISOString() !== text) return undefined
  return { start: start.getTime(), end: endOf(start, times.length) }
}

function endOf(start: Date, depth: number): number {
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth()]
  if (depth === 1) return Date.UTC(year + 1, 0)
  if (depth === 2) return Date.UTC(year, month + 1)
  return start.getTime() + (depth === 3 ? DAY : HOUR)
}

/** The hour in the name of a file of AWS's delivery: `…_20260314T1620Z_0123abcd.log.gz`. */
export function slotOfFile(key: string): Slot | undefined {
  const [, ...times] = /_(\d{4})(\d\d)(\d\d)T(\d\d)\d\dZ_[^/]*$/.exec(key) ?? []
  return times.length === 0 ? undefined : slotOf(times)
}
