import { identifier } from '../../../dialects/literals'
import { DAY_MS, HOUR_MS, type TimeRange } from '../../../time'
import type { Notice } from '../../engine'
import type { Database } from '../duckdb/database'
import type { Log } from '../inspect/open-log'
import { noMatchesNote, note, rangeText } from '../../notices'
import { isoTime } from '../../../results/values'
import { TABLE } from '../duckdb/view-sql'
import { countRecords, isUsable, knownFields, type LogFile, type UsableFile } from '../file-state'

const NO_RECORDS = note('the log has no records')

/** Why there is nothing to read: no file can hold records of the range, or no file has records at all. */
export function nothingToRead(log: Log, range: TimeRange | undefined): Notice {
  return !range || log.files.length > 0 ? NO_RECORDS : nothingInRange(log, range)
}

/** Why an answer has no rows: the range has no records, or the query matches none of them. */
export async function emptyNote(
  range: TimeRange | undefined,
  {
    files,
    opened,
    database,
  }: { readonly files: readonly LogFile[]; readonly opened: Log; readonly database: Database },
): Promise<Notice> {
  const records = countRecords(files)
  if (records === 0) return opened.outOfRange.length > 0 && range ? nothingInRange(opened, range) : NO_RECORDS // prettier-ignore
  if (!range || !files.filter(isUsable).some(hasStart)) return noMatchesNote(records)
  const start = identifier('start')
  const [row] = await database.rows(`
    SELECT min(${start}), max(${start}), count(*) FILTER (${conditions(range)}) FROM ${identifier(TABLE)}`)
  const [first, last, count] = row as readonly (bigint | null)[]
  if (count !== 0n) return noMatchesNote(Number(count))
  // Only some of the files were read.
  if (opened.outOfRange.length > 0) return nothingInRange(opened, range)

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

/** Names the time of the files, and the lateness with which later files could hold records of the range. */
function nothingInRange(log: Log, range: TimeRange): Notice {
  const nothing = `nothing in the range ${rangeText(range)}`
  const hint = latenessHint(log, range)
  if (!log.timeSpan) return note(nothing + hint)
  const { from, to } = log.timeSpan
  return note(`the files hold ${isoTime(from)} to ${isoTime(to)}; ${nothing}${hint}`)
}

/** Files that begin so long after the range are not named: no record comes that late. */
const MAX_LATENESS_MS = DAY_MS

function latenessHint({ outOfRange, spans }: Log, { to }: TimeRange): string {
  if (!to) return ''
  const delays = outOfRange
    .map(({ path }) => (spans.get(path)?.from.getTime() ?? NaN) - to.getTime())
    .filter((delay) => delay >= 0 && delay < MAX_LATENESS_MS)
  if (delays.length === 0) return ''
  const hours = Math.floor(delays.reduce((a, b) => Math.min(a, b)) / HOUR_MS) + 1
  return `; if its records are late: --lateness ${hours}h`
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
