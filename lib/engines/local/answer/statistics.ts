import type { Coverage, LackingField, Statistics } from '../../../results/result'
import type { TimeSpan } from '../../../time'
import { countRecords, startBoundsOf, type LogFile } from '../file-state'
import type { Log } from '../inspect/open-log'

/** Counts what a run reads, as its stages end. */
export interface Tally {
  readonly onLog: (log: Log) => void
  /** The files of the log as they were read. */
  readonly onFiles: (files: readonly LogFile[]) => void
  /** The hours of the range whose files are missing. */
  readonly onGaps: (hours: readonly Date[]) => void
  /** The fields of all questions that only some files have; one can be there twice. */
  readonly onLacking: (fields: readonly LackingField[]) => void
  /** Starts counting the rows of one more answer. */
  readonly newRowTally: () => RowTally
  readonly coverage: () => Coverage
}

export interface RowTally {
  readonly onRows: (count: number) => void
  /** The last row was read. */
  readonly onEnd: () => void
  readonly statistics: () => Statistics
}

/** `started` is the time of `performance.now()` when the run began. */
export function newTally(started: number): Tally {
  let log: Pick<Log, 'files' | 'filesFound' | 'timeSpan'> = { files: [], filesFound: 0, timeSpan: undefined } // prettier-ignore
  let files: readonly LogFile[] = []
  let missingHours: readonly Date[] = []
  let lackingFields: readonly LackingField[] = []
  const elapsed = () => (performance.now() - started) / 1000
  return {
    onLog: (opened) => (log = opened),
    onFiles: (read) => (files = read),
    onGaps: (hours) => (missingHours = hours),
    onLacking: (fields) =>
      (lackingFields = [...new Map(fields.map((each) => [each.field, each])).values()]),
    newRowTally() {
      let rows = 0
      let seconds: number | undefined
      return {
        onRows: (count) => (rows += count),
        onEnd: () => (seconds = elapsed()),
        statistics: () => ({
          filesFound: log.filesFound,
          filesRead: log.files.length,
          recordsScanned: countRecords(files),
          linesUnreadable: files.reduce((sum, file) => sum + unreadableOf(file), 0),
          bytesRead: log.files.reduce((sum, { size }) => sum + size, 0),
          seconds: seconds ?? elapsed(),
          rows,
        }),
      }
    },
    coverage: () => ({
      held: log.timeSpan ?? startSpan(files) ?? 'unknown',
      lackingFields,
      missingHours: log.timeSpan || missingHours.length > 0 ? missingHours : 'unknown',
    }),
  }
}

/** From the first to after the last start of records whose files do not name a time. */
function startSpan(files: readonly LogFile[]): TimeSpan | undefined {
  const starts = files.flatMap((file) => {
    const { firstStart, lastStart } = startBoundsOf(file)
    return firstStart === undefined || lastStart === undefined ? [] : [firstStart, lastStart]
  })
  if (starts.length === 0) return undefined
  const time = (seconds: number) => new Date(seconds * 1000)
  return {
    from: time(starts.reduce((a, b) => Math.min(a, b))),
    to: time(starts.reduce((a, b) => Math.max(a, b)) + 1),
  }
}

function unreadableOf(file: LogFile): number {
  if (file.kind === 'parquet') return file.impossible
  return file.kind === 'partly-read' ? file.unreadable : 0
}
