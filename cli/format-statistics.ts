import { countText } from '../lib/count-text'
import { humanBytes } from '../lib/human-bytes'
import { humanDollars } from '../lib/presenters/human'
import type { Statistics } from '../lib/results/result'

/** `read 2 of 3 files, 1.20 MB, 1,234 records, 0 unreadable, 0.12 s, $0.01`; what an engine does not count is left out. */
export function formatStatistics(statistics: Statistics): string {
  const { filesFound, filesRead, recordsScanned, recordsMatched, linesUnreadable } = statistics
  const { bytesRead, seconds, usd } = statistics
  const part = (count: number | undefined, text: (count: number) => string) =>
    count === undefined ? [] : [text(count)]
  return [
    ...part(filesRead, (read) => `read ${countText(read)} of ${countText(filesFound ?? 0)} files`),
    humanBytes(bytesRead),
    ...part(recordsScanned, (scanned) => countText(scanned, 'record')),
    ...part(recordsMatched, (matched) => `${countText(matched)} matched`),
    ...part(linesUnreadable, (lines) => `${countText(lines)} unreadable`),
    `${seconds.toFixed(2)} s`,
    ...(usd === undefined ? [] : [humanDollars(usd)]),
  ].join(', ')
}
