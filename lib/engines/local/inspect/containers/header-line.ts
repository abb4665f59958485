import { readHeaderLine } from '../../../../flow-log/format'
import type { TextContainer } from './container'

/** Text as S3 delivers it: the first line names the fields. */
export const headerLine: TextContainer = {
  kind: 'text',
  name: 'text with a header line',
  recognize([first]) {
    const fields = readHeaderLine(first!)
    return fields && { fields, hasHeader: true, prefixColumns: 0, usesLogFormat: false }
  },
}
