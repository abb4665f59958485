import { fileStart, pathFolderSpan } from './object-keys'
import { HOUR_MS, MINUTE_MS, type TimeRange, type TimeSpan } from '../time'

/** AWS starts a new file every five minutes. */
const FILE_MS = 5 * MINUTE_MS

/**
 * The hour, day or five minutes (UTC) that a path names; undefined when it names none.
 * `2026/03/14` means a day only below the folder that the user gave: above it, it may be a folder of the user's own.
 */
export function timeSpanOf(path: string, below: string): TimeSpan | undefined {
  const folder = pathFolderSpan(path, below)
  const start = fileStart(path)
  // Parquet files are often joined, natlens's own samples to one an hour, and keep the name of their first.
  const lengthMs = path.endsWith('.parquet') ? HOUR_MS : FILE_MS
  const file = start && { from: start, to: new Date(start.getTime() + lengthMs) }
  if (!folder || !file) return folder ?? file
  if (file.from >= folder.from && file.to <= folder.to) return file
  return coveringSpan([file, folder])
}

/**
 * Whether a file can hold a record that starts in the range. AWS chooses the file by a record's end, which is never
 * before its start, and delivers the record up to `latenessSeconds` after its start.
 */
export function canHold(
  timeSpan: TimeSpan | undefined,
  range: TimeRange | undefined,
  latenessSeconds: number,
): boolean {
  if (!timeSpan || !range) return true
  const { from, to } = range
  if (from && timeSpan.to <= from) return false
  return !to || timeSpan.from.getTime() < to.getTime() + latenessSeconds * 1000
}

/** The time that all spans cover together; undefined when one of them is unknown or there is none. */
export function coveringSpan(spans: readonly (TimeSpan | undefined)[]): TimeSpan | undefined {
  let from = Infinity
  let to = -Infinity
  for (const span of spans) {
    if (!span) return undefined
    from = Math.min(from, span.from.getTime())
    to = Math.max(to, span.to.getTime())
  }
  return spans.length === 0 ? undefined : { from: new Date(from), to: new Date(to) }
}
