import { identifier } from '../../../dialects/literals'
import type { TimeRange } from '../../../time-range'
import type { Notice } from '../../engine'
import type { Database } from '../duckdb/database'
import type { Log } from '../inspect/open-log'
import { noMatchesNote, note, rangeText } from '../../notices'
import { isoTime } from '../../../results/values'
import { TABLE } from '../duckdb/view-sql'
import { countRecords, isUsable, knownFields, type LogFile, type UsableFile } from '../file-state'

/** Why there is nothing to ask: no file can hold records of the range, or none holds any at all. */
export function nothingToRead({ timeSpan, files }: Log, range: TimeRange | undefined): Notice {
  if (!range || files.length > 0) return note('the log holds no record')
  const holds = timeSpan
    ? `: the files cover ${isoTime(timeSpan.from)} to ${isoTime(timeSpan.to)}`
    : ''
  return note(`no file can hold a record that starts in the range ${rangeText(range)}${holds}`)
}

/** Why an answer has no row: for want of records, or because the query passed over all of them. */
export async function emptyNote(
  range: TimeRange | undefined,
  files: readonly LogFile[],
  database: Database,
): Promise<Notice> {
  const records = countRecords(files)
  if (records === 0) return note('the log holds no record')
  if (!range || !files.filter(isUsable).some(hasStart)) return noMatchesNote(records)
  const start = identifier('start')
  const [row] = await database.rows(`
    SELECT min(${start}), max(${start}), count(*) FILTER (${conditions(range)}) FROM ${identifier(TABLE)}`)
  const [first, last, count] = row as readonly (bigint | null)[]
  if (count !== 0n) return noMatchesNote(Number(count))

  const holds =
    typeof first === 'bigint' && typeof last === 'bigint'
      ? `: those of the files that were read start from ${time(first)} to ${time(last)}`
      : ''
  return note(`no record starts in the range ${rangeText(range)}${holds}`)
}

function hasStart(file: UsableFile): boolean {
  return knownFields(file).some(({ token }) => token === 'start')
}

function conditions({ from, to }: TimeRange): string {
  const start = identifier('start')
  return `WHERE ${[
    `${start} IS NOT NULL`,
    ...(from ? [`${start} * 1000 >= ${from.getTime()}`] : []),
    ...(to ? [`${start} * 1000 < ${to.getTime()}`] : []),
  ].join(' AND ')}`
}

function time(seconds: bigint): string {
  const date = new Date(Number(seconds) * 1000)
  return Number.isNaN(date.getTime()) ? String(seconds) : isoTime(date)
}
