import { hourFolders } from '../dialects/partitions'
import { UserError } from '../errors'
import { TIME_KEYS } from '../flow-log/object-keys'
import { isoTime } from '../results/values'
import {
  firstKeptDay,
  hoursOf,
  hourSpan,
  hourStart,
  hourText,
  type Hour,
  type TimeRange,
} from '../time'
import type { Notice } from './engine'
import { describeHours } from './describe-hours'
import { note, rangeText } from './notices'

/** An account and a region that deliver flow logs to a table. */
export interface Origin {
  readonly accountId: string
  readonly region: string
}

/** A table whose partitions somebody registers, hour by hour. */
export interface PartitionedTable {
  /** As messages name it. */
  readonly name: string
  readonly keys: readonly string[]
  /** What adds partitions, to end a sentence with. */
  readonly adding: string
  readonly latenessSeconds: number
  /** Days that the logs stay in the lake, where that is known. */
  readonly retentionDays: number | undefined
  /** Who is known to deliver to it, and so has partitions, besides others that nothing tells of. */
  readonly origin: Origin | undefined
  /** The values of its partitions in the order of the keys: those of a range, and maybe others, or all. */
  readonly list: (range?: Required<TimeRange>) => AsyncIterable<readonly string[]>
}

/** @throws {UserError} when the keys, or columns, are not those that the SQL chooses the hours of a range by. */
export function checkHourKeys(name: string, keys: readonly string[]): void {
  if (TIME_KEYS.every((key) => keys.includes(key))) return
  const found = keys.length === 0 ? 'has no partition keys' : `is partitioned by ${keys.join()}`
  throw new UserError(`table \`${name}\` ${found}, so that no time range can be chosen`, {
    help: `its partition keys would be those of hourly, Hive-compatible folders: ${TIME_KEYS.join()} among them`,
  })
}

/**
 * Says which hours of a range the table has no partition for, so that their records are not read; false when it has none for
 * any, and there is nothing to ask. Nothing is checked without a beginning.
 *
 * @param now milliseconds since the epoch.
 */
export async function checkPartitions(
  table: PartitionedTable,
  { from, to }: TimeRange,
  now: number,
  notify: (notice: Notice) => void,
): Promise<boolean> {
  if (!from || from.getTime() >= now) return true

  const range = { from, to: new Date(Math.min(to?.getTime() ?? now, now)) }
  const possible = wantedHours(range, table.latenessSeconds, now)
  const found = await listHours(table, range)
  const origins = [...found.values()].filter((hours) => possible.some((hour) => hours.has(hour)))

  const kept = firstKept(table, now)
  const present = possible.find((hour) => origins.some((hours) => hours.has(hour)))
  // Where retention was shortened, older logs may still be there.
  const left = kept && present && hourStart(present) < kept ? hourStart(present) : kept
  const start = left && left > from ? left : from
  const wanted = possible.filter((hour) => hour >= hourText(start))

  if (start !== from) notify(note(olderThanLake(table.retentionDays!, range, start)))
  if (origins.length === 0) {
    if (start < range.to) {
      const all = await listHours(table)
      notify(note(`no partition of \`${table.name}\` can hold a record that starts in the range ${rangeText({ from: start, to: range.to })}${covered(table, all)}`)) // prettier-ignore
    }
    return false
  }
  const missing = wanted.filter((hour) => origins.some((hours) => !hours.has(hour)))
  if (missing.length > 0) notify(note(missingHours(table, missing, wanted.length)))
  const names = [...found].filter(([, hours]) => origins.includes(hours)).map(([name]) => name)
  if (wanted.length > 0 && isAbsent(table, names)) notify(note(absentOrigin(table)))
  return true
}

/** The midnight, UTC, before which the logs are gone. */
function firstKept({ retentionDays }: PartitionedTable, now: number): Date | undefined {
  if (retentionDays === undefined) return undefined
  return firstKeptDay(new Date(now), retentionDays)
}

/** The folders that can hold records of a range by now: late files fill the hour after it, once that has begun. */
function wantedHours(range: Required<TimeRange>, latenessSeconds: number, now: number): Hour[] {
  const { first, last } = hourFolders(range, latenessSeconds)
  const current = hourText(new Date(now))
  if (!first || !last || range.from! >= range.to!) return []
  const end = hourSpan(hourStart(last < current ? last : current)).to
  return hoursOf({ from: hourStart(first), to: end }).map(hourText)
}

/** The hours that have a partition, for each account and region. */
async function listHours(
  { keys, list }: PartitionedTable,
  range?: Required<TimeRange>,
): Promise<ReadonlyMap<string, ReadonlySet<Hour>>> {
  const origins = new Map<string, Set<Hour>>()
  for await (const values of list(range)) {
    const valueOf = (key: string) => values[keys.indexOf(key)] ?? ''
    const hour = TIME_KEYS.map(valueOf).join('')
    if (Number.isNaN(hourStart(hour).getTime())) continue
    const name = originKeys(keys).map(valueOf).join('/')
    origins.set(name, (origins.get(name) ?? new Set()).add(hour))
  }
  return origins
}

function originKeys(keys: readonly string[]): readonly string[] {
  return keys.filter((key) => !(TIME_KEYS as readonly string[]).includes(key))
}

/** Whether the origin that is known is none of these, as far as the keys tell origins apart. */
function isAbsent({ keys, origin }: PartitionedTable, names: readonly string[]): boolean {
  if (!origin) return false
  const values: Readonly<Record<string, string>> = {
    'aws-account-id': origin.accountId,
    'aws-region': origin.region,
  }
  const isOrigin = (name: string) => {
    const parts = name.split('/')
    return originKeys(keys).every((key, index) => (values[key] ?? parts[index]) === parts[index])
  }
  return !names.some(isOrigin)
}

function absentOrigin({ name, origin, adding }: PartitionedTable): string {
  return (
    `\`${name}\` has no partition of account ${origin!.accountId} in ${origin!.region} in the whole range, ` +
    `so that none of its records is read; ${adding}`
  )
}

function olderThanLake(days: number, { to }: Required<TimeRange>, kept: Date): string {
  const left =
    kept < to! ? `what is left begins at ${isoTime(kept)}` : 'nothing is left of the range'
  return `the lake keeps its logs for ${days} days: ${left}; \`natlens archive list\` shows the days whose answers are kept`
}

function covered(
  { adding }: PartitionedTable,
  origins: ReadonlyMap<string, ReadonlySet<Hour>>,
): string {
  const hours = [...origins.values()].flatMap((each) => [...each]).sort()
  const [first] = hours
  const last = hours.at(-1)
  if (first === undefined || last === undefined) {
    return `: the table has no partitions yet; ${adding}`
  }
  return `: its partitions cover ${describeHours([first, last], true)}; \`natlens archive list\` shows the days whose answers are kept`
}

function missingHours(
  { name, adding }: PartitionedTable,
  missing: readonly Hour[],
  wanted: number,
): string {
  return (
    `\`${name}\` lacks partitions for ${missing.length} of ${wanted} hours, whose records are not read: ` +
    `${describeHours(missing)}; ${adding}`
  )
}
