import { groupBy } from '../group-by'
import { HOUR_MS, hoursOf, type TimeRange } from '../time'
import type { TimeNames } from './time-span'

/** Hours without a file, between files of the same origin. */
export interface HourGap {
  /** Undefined where the files do not name it. */
  readonly origin: string | undefined
  /** The starts of the hours, in order. */
  readonly hours: readonly Date[]
}

export interface NamedTimes extends Pick<TimeNames, 'stamp' | 'folderSpan' | 'stream' | 'minMs'> {
  /** Who wrote the file. */
  readonly origin: string | undefined
}

/** Finds the hours of a range for which origins have no file, by the stamps of their files or the folders of hours. */
export function hourGaps(
  files: readonly NamedTimes[],
  range: TimeRange | undefined,
): readonly HourGap[] {
  const byOrigin = groupBy(files, ({ origin, stream }) => origin ?? stream)
  return [...byOrigin.values()].flatMap((group) => {
    const { from = new Date(-8e15), to = new Date(8e15) } = range ?? {}
    const hours = hoursBetween(group).filter(
      (hour) => hour < to && hour.getTime() + HOUR_MS > from.getTime(),
    )
    return hours.length === 0 ? [] : [{ origin: group[0].origin, hours }]
  })
}

/** The hours between files that no file begins in or reaches into. */
function hoursBetween(files: readonly NamedTimes[]): Date[] {
  const spans = files.flatMap(startOf).sort((a, b) => a.from - b.from)
  const hours: Date[] = []
  let end = Infinity
  for (const { from, lengthMs } of spans) {
    const first = Math.ceil(end / HOUR_MS) * HOUR_MS
    const last = Math.floor(from / HOUR_MS) * HOUR_MS
    if (first < last) hours.push(...hoursOf({ from: new Date(first), to: new Date(last) }))
    end = Math.max(end === Infinity ? -Infinity : end, from + lengthMs)
  }
  return hours
}

function startOf({ stamp, folderSpan, minMs }: NamedTimes) {
  if (stamp) return [{ from: stamp.getTime(), lengthMs: minMs }]
  if (!folderSpan || folderSpan.to.getTime() - folderSpan.from.getTime() > HOUR_MS) return []
  return [{ from: folderSpan.from.getTime(), lengthMs: HOUR_MS }]
}
