import { REGION } from '../flow-log/region'
import type { TimeRange } from '../time-range'

/**
 * AWS's seven Hive-compatible partition keys, in the order of the folders and of a partition's values.
 *
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html
 */
export const PARTITION_KEYS = [
  'aws-account-id',
  'aws-service',
  'aws-region',
  'year',
  'month',
  'day',
  'hour',
] as const

/** The folder, below the bucket or its prefix, that holds all accounts: where the table lies. */
export const LOG_FOLDER = 'AWSLogs/'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

/** The folder of flow logs, in that of an account. */
export const SERVICE = 'vpcflowlogs'

/** One hour of one account and region. */
export interface Partition {
  /** Twelve digits. */
  readonly accountId: string
  readonly region: string
  /** The first moment of the hour, UTC. */
  readonly hour: Date
}

/** The accounts and regions whose flow logs lie in one table. */
export interface Origins {
  readonly accountIds: readonly string[]
  readonly regions: readonly string[]
}

/** A range of hours or days with both ends known. */
export type Window = { readonly [end in keyof TimeRange]-?: Date }

/** In the order of {@link PARTITION_KEYS}; Hive compares text, so that `3` and `03` are different partitions. */
export function partitionValues({ accountId, region, hour }: Partition): readonly string[] {
  const [year = '', month = '', day = '', hours = ''] = hour.toISOString().split(/[-T:]/)
  return [accountId, SERVICE, region, year, month, day, hours]
}

/** The folder of a partition, from the table's location on: `aws-account-id=…/…/hour=05/`. */
export function partitionFolder(partition: Partition): string {
  const values = partitionValues(partition)
  return PARTITION_KEYS.map((key, index) => `${key}=${values[index]}/`).join('')
}

/** Reads a partition's values; undefined when they are not written as AWS's delivery writes them. */
export function readPartition(values: readonly string[]): Partition | undefined {
  const [accountId = '', service, region = '', year, month, day, hours] = values
  if (values.length !== PARTITION_KEYS.length || service !== SERVICE) return undefined
  if (!/^\d{12}$/.test(accountId) || !REGION.test(region)) return undefined

  const hour = new Date(`${year}-${month}-${day}T${hours}:00:00Z`)
  if (Number.isNaN(hour.getTime())) return undefined
  const partition = { accountId, region, hour }
  // Dates roll over (30 February, hour 24): only what is written back the same was read right.
  const same = partitionValues(partition).every((value, index) => value === values[index])
  return same ? partition : undefined
}

/** Every hour that a window touches, of every account and region. */
export function partitionsOf({ accountIds, regions }: Origins, window: Window): Partition[] {
  const hours = hoursOf(window)
  return accountIds.flatMap((accountId) =>
    regions.flatMap((region) => hours.map((hour) => ({ accountId, region, hour }))),
  )
}

export function hoursOf({ from, to }: Window): Date[] {
  const hours: Date[] = []
  for (let time = Math.floor(from.getTime() / HOUR) * HOUR; time < to.getTime(); time += HOUR) {
    hours.push(new Date(time))
  }
  return hours
}

/** The midnight, UTC, at which the day of a moment began; `days` later or, when negative, earlier. */
export function dayOf(time: Date, days = 0): Date {
  return new Date((Math.floor(time.getTime() / DAY) + days) * DAY)
}

/** `2026-02-09`, UTC. */
export function dateOf(time: Date): string {
  return time.toISOString().slice(0, 10)
}

/**
 * The first day that retention keeps: an object of day D expires at the midnight that follows D + `retentionDays`, so on
 * that day D can still be read.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
 */
export function firstKeptDay(today: Date, retentionDays: number): Date {
  return dayOf(today, -retentionDays)
}
