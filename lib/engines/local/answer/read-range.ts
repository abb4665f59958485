import type { RunOptions } from '../../engine'
import { note } from '../../notices'
import type { Log } from '../inspect/open-log'
import { readLog, type Reading, type ReadOptions } from './answer'
import { misplacedFile } from './misplaced'

export interface RangeOptions extends Omit<ReadOptions, 'log'> {
  /** Opens the log; `byFolder` ignores the names of files. */
  readonly open: (byFolder: boolean) => Promise<Log>
  readonly latenessSeconds: number
}

/**
 * Reads the files of a range, as {@link readLog} does. Where one of them holds records of another time than its name says, all
 * files in the folders of the range are read.
 */
export async function readRange(
  { open, latenessSeconds, ...options }: RangeOptions,
  run: RunOptions,
): Promise<Reading | undefined> {
  const { tally } = options
  const log = await open(false)
  tally.onLog(log)
  if (!log.leftByName) return readLog({ ...options, log }, run)

  // What is noticed counts only if the files are not read again.
  const noticed: (() => void)[] = []
  const report = () => noticed.forEach((each) => each())
  const waiting: RunOptions = {
    ...run,
    onLog: (summary) => noticed.push(() => run.onLog?.(summary)),
    onNotice: (...notice) => noticed.push(() => run.onNotice?.(...notice)),
  }
  const reading = await readLog({ ...options, log }, waiting).catch((error: unknown) => {
    report()
    throw error
  })
  const misplaced = reading && misplacedFile(reading.files, log, latenessSeconds)
  if (!misplaced) {
    report()
    return reading
  }
  run.onNotice?.(
    note(
      `\`${misplaced.shown}\` has records outside the time of its name; all files in the range's folders are read`,
    ),
  )
  const all = await open(true)
  tally.onLog(all)
  return readLog({ ...options, log: all }, run)
}
