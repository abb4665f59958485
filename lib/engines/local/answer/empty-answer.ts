import { identifier } from '../../../dialects/literals'
import type { TimeRange } from '../../../time'
import type { Notice } from '../../engine'
import type { Database } from '../duckdb/database'
import type { Log } from '../inspect/open-log'
import { noMatchesNote, note, rangeText } from '../../notices'
import { isoTime } from '../../../results/values'
import { TABLE } from '../duckdb/view-sql'
import { countRecords, isUsable, knownFields, type LogFile, type UsableFile } from '../file-state'

const NO_RECORDS = note('the log has no records')

/** Why there is nothing to read: no file can hold records of the range, or no file has records at all. */
export function nothingToRead({ timeSpan, files }: Log, range: TimeRange | undefined): Notice {
  if (!range || files.length > 0) return NO_RECORDS
  const nothing = `nothing in the range ${rangeText(range)}`
  if (!timeSpan) return note(nothing)
  const { from, to } = timeSpan
  return note(`the files hold ${isoTime(from)} to ${isoTime(to)}; ${nothing}`)
}

/** Why an answer has no rows: the range has no records, or the query matches none of them. */
export async function emptyNote(
  range: TimeRange | undefined,
  files: readonly LogFile[],
  database: Database,
): Promise<Notice> {
  const records = countRecords(files)
  if (records === 0) return NO_RECORDS
  if (!range || !files.filter(isUsable).some(hasStart)) return noMatchesNote(records)
  const start = identifier('start')
  const [row] = await database.rows(`
    SELECT min(${start}), max(${start}), count(*) FILTER (${conditions(range)}) FROM ${identifier(TABLE)}`)
  const [first, last, count] = row as readonly (bigint | null)[]
  if (count !== 0n) return noMatchesNote(Number(count))

  // Of text the view has the records of the range only.
  const starts = [first, last, ...files.flatMap(startsOf)].flatMap((start) =>
    typeof start === 'bigint' || typeof start === 'number' ? [Number(start)] : [],
  )
  const nothing = `nothing in the range ${rangeText(range)}`
  if (starts.length === 0) return note(nothing)
  const from = starts.reduce((a, b) => Math.min(a, b))
  const to = starts.reduce((a, b) => Math.max(a, b))
  return note(`the records start from ${timeText(from)} to ${timeText(to)}; ${nothing}`)
}

function startsOf(file: LogFile): readonly (number | undefined)[] {
  return file.kind === 'read' || file.kind === 'partly-read'
    ? [file.firstStart, file.lastStart]
    : []
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

function timeText(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? String(seconds) : isoTime(date)
}
