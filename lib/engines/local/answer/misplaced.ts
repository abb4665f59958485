import { MINUTE_MS } from '../../../time'
import { startBoundsOf, type LogFile } from '../file-state'
import type { Log } from '../inspect/open-log'

/** A record covers ten minutes at most, so that it can start so long before the stamp of its file. */
const MAX_RECORD_MS = 10 * MINUTE_MS

/**
 * The first file with records of a time that its name rules out: they start after its end, or so long before its stamp that
 * they are later than the lateness.
 */
export function misplacedFile(
  files: readonly LogFile[],
  { spans }: Pick<Log, 'spans'>,
  latenessSeconds: number,
): LogFile | undefined {
  const earlyMs = Math.max(latenessSeconds * 1000, MAX_RECORD_MS)
  return files.find((file) => {
    const span = spans.get(file.path)
    const { stamp } = file.origin.timeNames
    const { firstStart, lastStart } = startBoundsOf(file)
    if (!span || !stamp || firstStart === undefined || lastStart === undefined) return false
    const isAfter = !span.isOpen && lastStart * 1000 >= span.to.getTime()
    return isAfter || firstStart * 1000 < stamp.getTime() - earlyMs
  })
}
