import type { TextContainer } from './container'
import { layoutOfRecords } from './known-format'

/** How CloudWatch Logs writes the time of an event in an export to S3. */
const EVENT_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z /

/** What `CreateExportTask` writes: each line begins with the time of the event. */
export const cloudwatchExport: TextContainer = {
  kind: 'text',
  name: 'CloudWatch Logs export',
  recognize(lines, logFormat) {
    if (!EVENT_TIME.test(lines[0]!)) return undefined
    const records = lines.map((line) => line.replace(EVENT_TIME, ''))
    return layoutOfRecords(records, logFormat, 1)
  },
}
