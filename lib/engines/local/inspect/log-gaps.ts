import { hourGaps, type HourGap } from '../../../flow-log/hour-gaps'
import type { TimeRange } from '../../../time'
import type { FoundFile, LogFile, SkippedFile } from '../file-state'

interface FilesOfLog {
  /** Of any time. */
  readonly all: readonly FoundFile[]
  readonly inspected: readonly (LogFile | SkippedFile)[]
  /** Those of the inspected files that the question is about. */
  readonly asked: readonly LogFile[]
}

interface LogGaps {
  readonly gaps: readonly HourGap[]
  readonly originCount: number
}

/** The hours of a range without files, but not those of flow logs of another kind, which the question is not about. */
export function gapsOfLog(files: FilesOfLog, range: TimeRange | undefined): LogGaps {
  const named = withoutOtherKinds(files).map(({ origin }) => ({
    ...origin.timeNames,
    origin: origin.id,
  }))
  return {
    gaps: hourGaps(named, range),
    originCount: new Set(named.map(({ origin }) => origin)).size,
  }
}

function withoutOtherKinds({ all, inspected, asked }: FilesOfLog): readonly FoundFile[] {
  const askedPaths = new Set(asked.map(({ path }) => path))
  const others = inspected
    .filter((file) => file.kind !== 'skipped')
    .filter(({ path }) => !askedPaths.has(path))
  if (others.length === 0) return all
  const otherPaths = new Set(others.map(({ path }) => path))
  const [ids, otherIds] = [idsOf(asked), idsOf(others)]
  return all.filter(({ path, origin: { id } }) => {
    const isOther = id !== undefined && otherIds.has(id) && !ids.has(id)
    return !otherPaths.has(path) && !isOther
  })
}

function idsOf(files: readonly LogFile[]): ReadonlySet<string | undefined> {
  return new Set(files.map(({ origin }) => origin.id))
}
