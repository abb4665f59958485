import { fileStart, pathFolderSpan } from './object-keys'
import { HOUR_MS, MINUTE_MS, type TimeRange, type TimeSpan } from '../time'

/** AWS starts a new file every five minutes. */
const FILE_MS = 5 * MINUTE_MS

/** What the name of a file and of its folders say about its time. */
export interface TimeNames {
  /** The hour or day of its folders. */
  readonly folderSpan: TimeSpan | undefined
  /** The minute in its name: the records of the file end from then on. */
  readonly stamp: Date | undefined
  /** Files with the same text before the stamp are of one flow log. */
  readonly stream: string
  /** The shortest time that a file of its kind covers. */
  readonly minMs: number
}

/** A span of a file; an open one has no known end, and `to` is where it ends at least. */
export interface FileSpan extends TimeSpan {
  readonly isOpen?: boolean
}

/**
 * Reads the times in a path.
 * `2026/03/14` means a day only below the folder that the user gave: above it, it may be a folder of the user's own.
 */
export function timeNamesOf(path: string, below: string): TimeNames {
  const isParquet = path.endsWith('.parquet')
  const name = path.slice(path.search(/[^\\/]*$/))
  return {
    folderSpan: pathFolderSpan(path, below),
    stamp: fileStart(path),
    stream: `${name.replace(/_\d{8}T\d{4}Z_.*$/, '')} ${isParquet ? 'parquet' : 'text'}`,
    // Parquet files are often joined, natlens's own samples to one an hour, and keep the name of their first.
    minMs: isParquet ? HOUR_MS : FILE_MS,
  }
}

/** The hour, day or five minutes (UTC) that names mean by themselves; undefined when they name no time. */
export function timeSpanOf(names: TimeNames): TimeSpan | undefined {
  const { stamp, minMs } = names
  return namedSpan(names, stamp && { from: stamp, to: new Date(stamp.getTime() + minMs) })
}

/**
 * The time span of each file among the others. A file ends where the next one of its flow log begins, but not before its
 * stamp plus the commonest distance between stamps: files can be joined. The last file is open.
 */
export function fileSpans<T>(
  files: readonly T[],
  namesOf: (file: T) => TimeNames,
): ReadonlyMap<T, FileSpan | undefined> {
  const streams = new Map<string, { readonly stamps: number[]; readonly minMs: number }>()
  for (const file of files) {
    const { stamp, stream, minMs } = namesOf(file)
    if (!stamp) continue
    const known = streams.get(stream)
    if (known) known.stamps.push(stamp.getTime())
    else streams.set(stream, { stamps: [stamp.getTime()], minMs })
  }
  const ends = new Map(
    [...streams].map(([stream, { stamps, minMs }]) => [stream, endsOf(stamps, minMs)]),
  )
  return new Map(
    files.map((file) => {
      const names = namesOf(file)
      const { stamp, stream } = names
      return [file, namedSpan(names, stamp && ends.get(stream)!.get(stamp.getTime()))]
    }),
  )
}

/** The span of each stamp. */
function endsOf(stamps: readonly number[], minMs: number): ReadonlyMap<number, FileSpan> {
  const sorted = [...new Set(stamps)].sort((a, b) => a - b)
  const { distanceMs, count } = commonestDistance(sorted)
  const widthMs = Math.max(minMs, distanceMs)
  return new Map(
    sorted.map((stamp, index) => {
      const next = sorted[index + 1]
      // A distance that occurs once does not say how long the last file is.
      const endMs = next === undefined && count < 2 ? stamp + minMs : stamp + widthMs
      const to = new Date(Math.max(endMs, next ?? 0))
      return [stamp, { from: new Date(stamp), to, isOpen: next === undefined }]
    }),
  )
}

/** The longest of equally common ones; 0 for a single stamp. */
function commonestDistance(sorted: readonly number[]) {
  const counts = new Map<number, number>()
  for (let index = 1; index < sorted.length; index++) {
    const distance = sorted[index]! - sorted[index - 1]!
    counts.set(distance, (counts.get(distance) ?? 0) + 1)
  }
  const [commonest] = [...counts].sort(([a, n], [b, m]) => m - n || b - a)
  const [distanceMs = 0, count = 0] = commonest ?? []
  return { distanceMs, count }
}

/** The span of a file by its stamp and its folders together: the stamp's alone where it is in the folder. */
function namedSpan({ folderSpan, stamp }: TimeNames, file: FileSpan | undefined) {
  if (!folderSpan || !file || !stamp) return folderSpan ?? file
  if (stamp >= folderSpan.from && stamp < folderSpan.to) return file
  return { ...coveringSpan([file, folderSpan])!, isOpen: file.isOpen ?? false }
}

/**
 * Whether a file can hold a record that starts in the range. AWS chooses the file by a record's end, which is never
 * before its start, and delivers the record up to `latenessSeconds` after its start.
 */
export function canHold(
  timeSpan: FileSpan | undefined,
  range: TimeRange | undefined,
  latenessSeconds: number,
): boolean {
  if (!timeSpan || !range) return true
  const { from, to } = range
  if (from && timeSpan.to <= from && !timeSpan.isOpen) return false
  return !to || timeSpan.from.getTime() < to.getTime() + latenessSeconds * 1000
}

/** The time of all files of a log; undefined without files, and when the time of one is unknown. */
export function heldSpan(spans: readonly (FileSpan | undefined)[]): TimeSpan | undefined {
  // A closed file can reach beyond the last one of its flow log only as far as its length is not known.
  return coveringSpan(
    spans.map((span) => (span?.isOpen === false ? { ...span, to: span.from } : span)),
  )
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
