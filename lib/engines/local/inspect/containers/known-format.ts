import type { LineFields } from '../../../../flow-log/format'
import { fitsFormat, isCertainlyRecord, looksLikeRecords, recognizeFormat } from '../known-formats'
import type { LineLayout, TextContainer, UnknownFormat } from './container'

/** Records without a header line, in a format that AWS writes or that `--log-format` gives. */
export const knownFormat: TextContainer = {
  kind: 'text',
  name: 'text without a header line',
  recognize: (lines, logFormat) =>
    /^[{[<]/.test(lines[0]!) ? undefined : layoutOfRecords(lines, logFormat, 0),
}

/** The layout of records that begin after `prefixColumns` columns. */
export function layoutOfRecords(
  records: readonly string[],
  logFormat: LineFields | undefined,
  prefixColumns: number,
): LineLayout | UnknownFormat | undefined {
  const fields = logFormat ? fitting(records, logFormat) : recognizeFormat(records)
  if (fields) {
    return { fields, hasHeader: false, prefixColumns, usesLogFormat: logFormat !== undefined }
  }
  if (!looksLikeRecords(records)) return undefined
  const isCertain = records.filter(isCertainlyRecord).length * 2 > records.length
  return { columnCount: records[0]!.split(/ +/).length, isCertain }
}

function fitting(records: readonly string[], format: LineFields): LineFields | undefined {
  const count = records.filter((line) => fitsFormat(line.split(/ +/), format)).length
  return count * 2 > records.length ? format : undefined
}
