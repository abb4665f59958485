import { canHold, fileSpans, type FileSpan } from '../../../flow-log/time-span'
import type { TimeRange } from '../../../time'
import type { FoundFile } from '../file-state'

/** Chooses the files that can hold records of a range, by their names and those of the files beside them. */
export interface TimeChoice {
  /** Whether a file can hold records of the range, as far as its own name says. */
  readonly mayHold: (file: Pick<FoundFile, 'origin'>) => boolean
  /** The files of a list that can hold records of the range. */
  readonly choose: (files: readonly FoundFile[]) => readonly FoundFile[]
  /** The spans of all files so far, by path. */
  readonly spans: ReadonlyMap<string, FileSpan>
  /** Whether files are left out that are in folders of the range. */
  readonly leftByName: () => boolean
}

export interface TimeFilter {
  readonly range: TimeRange | undefined
  readonly latenessSeconds: number
  /** Whether folders alone decide: the names of files do not say what the files hold. */
  readonly byFolder: boolean
}

export function chooseTimes({ range, latenessSeconds, byFolder }: TimeFilter): TimeChoice {
  const spans = new Map<string, FileSpan>()
  let leftByName = false
  const isIn = (span: FileSpan | undefined) => canHold(span, range, latenessSeconds)
  return {
    spans,
    leftByName: () => leftByName,
    mayHold: ({ origin: { timeNames, timeSpan } }) => {
      if (byFolder && isIn(timeNames.folderSpan)) return true
      // The files beside it can show that it covers more.
      return isIn(timeSpan && { ...timeSpan, isOpen: timeNames.stamp !== undefined })
    },
    choose: (files) => {
      const found = fileSpans(files, ({ origin }) => origin.timeNames)
      return files.filter((file) => {
        const span = found.get(file)
        if (span) spans.set(file.path, span)
        if (isIn(span)) return true
        const isInFolder = isIn(file.origin.timeNames.folderSpan)
        if (isInFolder && !byFolder) leftByName = true
        return byFolder && isInFolder
      })
    },
  }
}
