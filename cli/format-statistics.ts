import { grouped, humanBytes, humanDollars } from '../lib/presenters/human'
import type { Statistics } from '../lib/results/result'

/** `read 2 of 3 files, 1.20 MB, 1,234 records, 0 unreadable, 0.12 s, $0.01`; what an engine does not count is left out. */
export function formatStatistics(statistics: Statistics): string {
  const { filesFound, filesRead, recordsScanned, recordsMatched, linesUnreadable } = statistics
  const { bytesRead, seconds, usd } = statistics
  const part = (count: number | undefined, text: (figure: string) => string) =>
    count === undefined ? [] : [text(grouped(String(count)))]
  const records = recordsScanned === 1 ? 'record' : 'records'
  return [
    ...part(filesRead, (read) => `read ${read} of ${grouped(String(filesFound))} files`),
    humanBytes(bytesRead),
    ...part(recordsScanned, (scanned) => `${scanned} ${records}`),
    ...part(recordsMatched, (matched) => `${matched} matched`),
    ...part(linesUnreadable, (lines) => `${lines} unreadable`),
    `${seconds.toFixed(2)} s`,
    ...(usd === undefined ? [] : [humanDollars(usd)]),
  ].join(', ')
}
