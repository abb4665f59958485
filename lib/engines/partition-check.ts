import { hourFolders } from '../dialects/partitions'
import { UserError } from '../errors'
import { TIME_KEYS } from '../flow-log/object-keys'
import type { Coverage } from '../results/result'
import { isoTime } from '../results/values'
import {
  firstKeptDay,
  hoursOf,
  hourSpan,
  hourStart,
  hourText,
  type Hour,
  type TimeRange,
  type TimeSpan,
} from '../time'
import { describeHours } from './describe-hours'
import type { Notice } from './engine'
import { note, rangeText } from './notices'

/** An account and a region that deliver flow logs to a table. */
export interface ExpectedAccount {
  readonly accountId: string
  readonly region: string
}

/** A table whose hourly partitions are registered one by one. */
export interface PartitionedTable {
  /** As messages name it. */
  readonly name: string
  readonly keys: readonly string[]
  /** How to add partitions; ends a message. */
  readonly addHint: string
  readonly latenessSeconds: number
  /** Days that the logs stay in the lake, where known. */
  readonly retentionDays: number | undefined
  /** The account that must have partitions; there can be others. */
  readonly expectedAccount: ExpectedAccount | undefined
  /** The values of its partitions in the order of the keys: at least those of a range, or all. */
  readonly list: (range?: TimeSpan) => AsyncIterable<readonly string[]>
}

/** @throws {UserError} when the keys, or columns, are not those that the SQL chooses the hours of a range by. */
export function checkHourKeys(name: string, keys: readonly string[]): void {
  if (TIME_KEYS.every((key) => keys.includes(key))) return
  const finding = keys.length === 0 ? 'has no partition keys' : `is partitioned by ${keys.join()}`
  throw new UserError(`table \`${name}\` ${finding}, so it cannot be limited to a time range`, {
    help: `the partition keys must include ${TIME_KEYS.join()}, those of hourly, Hive-compatible folders`,
  })
}

export interface PartitionCheck {
  /** Whether a partition can hold records of the range. */
  readonly hasPartitions: boolean
  readonly missingHours: Coverage['missingHours']
  /** The folders of time that have a partition; undefined where that is not checked. */
  readonly hours?: readonly Hour[]
  /** The regions that have partitions, where the keys contain the region. */
  readonly regions?: readonly string[] | undefined
}

/** The result for a table or range whose partitions are not checked. */
export const UNCHECKED: PartitionCheck = { hasPartitions: true, missingHours: 'unknown' }

/**
 * Notes the hours of a range that the table has no partition for, as their records are not read. Checks nothing in a range without a
 * beginning.
 *
 * @param now milliseconds since the epoch.
 */
export async function checkPartitions(
  table: PartitionedTable,
  { from, to }: TimeRange,
  now: number,
  notify: (notice: Notice) => void,
): Promise<PartitionCheck> {
  if (!from || from.getTime() >= now) return UNCHECKED

  const range = { from, to: new Date(Math.min(to?.getTime() ?? now, now)) }
  const hours = folderHours(range, table.latenessSeconds, now)
  const accounts = await listAccounts(table, range)
  const delivering = accounts.filter((account) => hours.some((hour) => account.hours.has(hour)))

  const start = firstKept(table, hours, delivering, now)
  if (start > from) notify(note(expiredText(table.retentionDays!, range, start)))
  const readRange = { from: start > from ? start : from, to: range.to }
  if (delivering.length === 0) {
    if (readRange.from < readRange.to)
      notify(note(noPartitionText(table, readRange, await listAccounts(table))))
    return { hasPartitions: false, missingHours: hours.map(hourStart) }
  }
  const missing = hours.filter((hour) => !delivering.every((account) => account.hours.has(hour)))
  const hoursRead = hours.filter((hour) => hour >= hourText(readRange.from))
  const gaps = missing.filter((hour) => hour >= hourText(readRange.from))
  if (gaps.length > 0) notify(note(gapsText(table, gaps, hoursRead.length)))
  if (hoursRead.length > 0 && !hasExpectedAccount(table, delivering)) {
    notify(note(absentAccountText(table)))
  }
  return {
    hasPartitions: true,
    missingHours: missing.map(hourStart),
    hours: hours.filter((hour) => delivering.some((account) => account.hours.has(hour))),
    regions: regionsOf(table, delivering),
  }
}

/** The hours that one account and region has partitions for. */
interface AccountPartitions {
  /** The values of the keys besides those of the hour. */
  readonly values: readonly string[]
  readonly hours: ReadonlySet<Hour>
}

/** The first moment that the logs are kept from: older ones can still be there where retention was shortened. */
function firstKept(
  { retentionDays }: PartitionedTable,
  hours: readonly Hour[],
  delivering: readonly AccountPartitions[],
  now: number,
): Date {
  if (retentionDays === undefined) return new Date(0)
  const kept = firstKeptDay(new Date(now), retentionDays)
  const present = hours.find((hour) => delivering.some((account) => account.hours.has(hour)))
  return present && hourStart(present) < kept ? hourStart(present) : kept
}

/** The folders that can hold records of a range by now: late files fill the hour after it, once that has begun. */
export function folderHours(range: TimeSpan, latenessSeconds: number, now: number): Hour[] {
  const { first, last } = hourFolders(range, latenessSeconds)
  const current = hourText(new Date(now))
  if (!first || !last || range.from >= range.to) return []
  const { to } = hourSpan(hourStart(last < current ? last : current))
  return hoursOf({ from: hourStart(first), to }).map(hourText)
}

async function listAccounts(
  { keys, list }: PartitionedTable,
  range?: TimeSpan,
): Promise<readonly AccountPartitions[]> {
  const accounts = new Map<string, { values: readonly string[]; hours: Set<Hour> }>()
  for await (const partition of list(range)) {
    const valueOf = (key: string) => partition[keys.indexOf(key)] ?? ''
    const hour = TIME_KEYS.map(valueOf).join('')
    if (Number.isNaN(hourStart(hour).getTime())) continue
    const values = accountKeys(keys).map(valueOf)
    const account = accounts.get(values.join('/')) ?? { values, hours: new Set() }
    account.hours.add(hour)
    accounts.set(values.join('/'), account)
  }
  return [...accounts.values()]
}

function accountKeys(keys: readonly string[]): readonly string[] {
  return keys.filter((key) => !(TIME_KEYS as readonly string[]).includes(key))
}

function regionsOf(
  { keys }: PartitionedTable,
  delivering: readonly AccountPartitions[],
): readonly string[] | undefined {
  const index = accountKeys(keys).indexOf('aws-region')
  return index < 0
    ? undefined
    : [...new Set(delivering.flatMap(({ values }) => values[index] ?? []))].sort()
}

/** Whether the expected account is among those that deliver, where the keys contain the account. */
function hasExpectedAccount(
  { keys, expectedAccount }: PartitionedTable,
  delivering: readonly AccountPartitions[],
): boolean {
  if (!expectedAccount) return true
  const expected: Readonly<Record<string, string>> = {
    'aws-account-id': expectedAccount.accountId,
    'aws-region': expectedAccount.region,
  }
  return delivering.some(({ values }) =>
    accountKeys(keys).every((key, index) => (expected[key] ?? values[index]) === values[index]),
  )
}

const ARCHIVE_HINT = '`natlens archive list` lists the days whose answers are archived'

function expiredText(days: number, { to }: TimeSpan, start: Date): string {
  const left = start < to ? `the range is read from ${isoTime(start)} on` : 'all of the range has expired' // prettier-ignore
  return `the lake keeps its logs for ${days} days: ${left}; ${ARCHIVE_HINT}`
}

function noPartitionText(
  { name, addHint }: PartitionedTable,
  range: TimeSpan,
  accounts: readonly AccountPartitions[],
): string {
  const hours = accounts.flatMap((account) => [...account.hours]).sort()
  const [first] = hours
  const last = hours.at(-1)
  const known =
    first === undefined || last === undefined
      ? `the table has no partitions yet; ${addHint}`
      : `its partitions cover ${describeHours([first, last], true)}; ${ARCHIVE_HINT}`
  return `\`${name}\` has no partition for records that start in the range ${rangeText(range)}: ${known}`
}

function gapsText(
  { name, addHint }: PartitionedTable,
  gaps: readonly Hour[],
  hourCount: number,
): string {
  return (
    `\`${name}\` lacks partitions for ${gaps.length} of ${hourCount} hours, whose records are not read: ` +
    `${describeHours(gaps)}; ${addHint}`
  )
}

function absentAccountText({ name, expectedAccount, addHint }: PartitionedTable): string {
  const { accountId, region } = expectedAccount!
  return (
    `\`${name}\` has no partition of account ${accountId} in ${region} in the whole range, ` +
    `so its records are not read; ${addHint}`
  )
}
