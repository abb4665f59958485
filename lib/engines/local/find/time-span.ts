import type { TimeRange } from '../../../time-range'
import type { FoundFile } from './find-files'

/** The time that a path speaks of, half-open, in epoch seconds. */
export interface Slot {
  readonly from: number
  readonly to: number
}

const HOUR = 3600
const DAY = 24 * HOUR
/** AWS starts a new file every five minutes. */
const FILE = 300

const HIVE =
  /(?:^|[\\/])year=(\d{4})[\\/]month=(\d{1,2})[\\/]day=(\d{1,2})(?:[\\/]hour=(\d{1,2}))?[\\/]/
const AWS =
  /AWSLogs[\\/]\d+[\\/]vpcflowlogs[\\/][^\\/]+[\\/](\d{4})[\\/](\d\d)[\\/](\d\d)(?:[\\/](\d\d))?[\\/]/
const PLAIN = /(?:^|[\\/])(\d{4})[\\/](\d\d)[\\/](\d\d)(?:[\\/](\d\d))?[\\/]/
const STAMP = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[^\\/]*$/

/**
 * The UTC hours, day or five minutes that a file covers by its path; undefined when the path tells nothing.
 * `2026/03/14` means a day only below the folder that the user gave: above it, it may be the user's own order.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html
 */
export function slotOf({ path, below }: Pick<FoundFile, 'path' | 'below'>): Slot | undefined {
  const folder = folderSlot(HIVE.exec(path) ?? AWS.exec(path) ?? PLAIN.exec(below))
  // Parquet files are often joined, natlens's own samples to one an hour, and keep the name of their first.
  const file = fileSlot(STAMP.exec(path), path.endsWith('.parquet') ? HOUR : FILE)
  if (!folder || !file) return folder ?? file
  if (file.from >= folder.from && file.to <= folder.to) return file
  return { from: Math.min(file.from, folder.from), to: Math.max(file.to, folder.to) }
}

/**
 * Whether a file can hold a record that starts in the range. Files are cut by a record's end, which is never before
 * its start, and a record may come `latenessSeconds` after its start.
 */
export function mayHold(
  slot: Slot | undefined,
  range: TimeRange | undefined,
  latenessSeconds: number,
): boolean {
  if (!slot || !range) return true
  const { from, to } = range
  if (from && slot.to * 1000 <= from.getTime()) return false
  return !to || slot.from * 1000 < to.getTime() + latenessSeconds * 1000
}

function folderSlot(match: RegExpExecArray | null): Slot | undefined {
  if (!match) return undefined
  const [, year, month, day, hour] = match
  const from = seconds(year!, month!, day!, hour ?? '0')
  return from === undefined ? undefined : { from, to: from + (hour === undefined ? DAY : HOUR) }
}

function fileSlot(match: RegExpExecArray | null, length: number): Slot | undefined {
  if (!match) return undefined
  const [, year, month, day, hour, minute] = match
  const from = seconds(year!, month!, day!, hour!, minute)
  return from === undefined ? undefined : { from, to: from + length }
}

/** Undefined for what is no date, such as month 13: the digits then mean something else. */
function seconds(
  year: string,
  month: string,
  day: string,
  hour: string,
  minute = '0',
): number | undefined {
  const date = new Date(Date.UTC(+year, +month - 1, +day, +hour, +minute))
  const same =
    date.getUTCMonth() === +month - 1 && date.getUTCDate() === +day && date.getUTCHours() === +hour
  return same ? date.getTime() / 1000 : undefined
}
