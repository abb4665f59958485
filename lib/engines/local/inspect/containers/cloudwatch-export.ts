import type { LineLayout, TextContainer, UnknownFormat } from './container'
import { layoutOfRecords } from './known-format'

/** How CloudWatch Logs writes the time of an event: in an export to S3 with `Z`, in `aws logs tail` with an offset or without. */
const EVENT_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d([.,]\d+)?(Z|[+-]\d\d:?\d\d)? /

/** The time, the time and the log stream, or a time of two columns and the log stream. */
const MAX_PREFIX_COLUMNS = 3

/**
 * Lines that begin with the time of the event: those of `CreateExportTask` and of `aws logs tail`, which can write the log
 * stream after the time.
 */
export const cloudwatchExport: TextContainer = {
  kind: 'text',
  name: 'CloudWatch Logs export',
  recognize(lines, logFormat) {
    if (!lines.some((line) => EVENT_TIME.test(line))) return undefined
    if (lines.filter((line) => EVENT_TIME.test(line)).length * 2 <= lines.length) return undefined
    let unknown: UnknownFormat | undefined
    for (let columns = 1; columns <= MAX_PREFIX_COLUMNS; columns++) {
      const records = lines.map((line) => line.split(/ +/).slice(columns).join(' '))
      const found: LineLayout | UnknownFormat | undefined = layoutOfRecords(
        records,
        logFormat,
        columns,
      )
      if (found && !('columnCount' in found)) return found
      unknown ??= found
    }
    const whole = logFormat && layoutOfRecords(lines, logFormat, 0)
    return whole && !('columnCount' in whole) ? whole : unknown
  },
}
