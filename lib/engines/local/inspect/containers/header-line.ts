import { readHeader, type HeaderReading, type LineFields } from '../../../../flow-log/format'
import { isCertainlyRecord, looksLikeRecords } from '../known-formats'
import type { LineLayout, TextContainer, UnknownHeader } from './container'

/** Text as S3 delivers it: the first line names the fields. Comments can stand above it. */
export const headerLine: TextContainer = {
  kind: 'text',
  name: 'text with a header line',
  recognize(lines, logFormat) {
    const first = readFirstLine(lines[0]!)
    const header = first?.kind === 'fields' ? first : headerBelow(lines)
    if (header && isFlowLog(header)) return layoutOf(header.fields)
    if (first?.kind !== 'unknown' || isRecord(lines[0]!, logFormat)) return undefined
    return unknownHeader(first, lines.slice(1))
  },
}

/** A thousand files begin with the same line. */
let known: { readonly line: string; readonly reading: HeaderReading | undefined } | undefined

function readFirstLine(line: string): HeaderReading | undefined {
  if (known?.line !== line) known = { line, reading: readHeader(line.split(/ +/)) }
  return known.reading
}

type Header = Extract<HeaderReading, { kind: 'fields' }>

const MAX_LINES_ABOVE = 10

/** The header below lines that are not records. */
function headerBelow(lines: readonly string[]): Header | undefined {
  if (isCertainlyRecord(lines[0]!)) return undefined
  for (const [index, line] of lines.slice(0, MAX_LINES_ABOVE + 1).entries()) {
    const header = readHeader(line.split(/ +/))
    if (header?.kind === 'fields') {
      return looksLikeRecords(lines.slice(0, index)) ? undefined : header
    }
  }
  return undefined
}

function layoutOf(fields: LineFields): LineLayout {
  return { fields, hasHeader: true, prefixColumns: 0, usesLogFormat: false }
}

/** Fields that hardly any other table has. */
const OWN_TOKENS: ReadonlySet<string> = new Set(
  'interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr log-status instance-id flow-direction traffic-path tcp-flags tgw-id resource-id'.split(
    ' ',
  ),
)

/** Whether a table with these columns is a flow log: names such as `version` and `region` are common elsewhere. */
export function isFlowLogTable(fields: LineFields): boolean {
  const known = fields.filter((field) => field !== undefined)
  return known.length * 2 > fields.length && known.some(({ token }) => OWN_TOKENS.has(token))
}

function isFlowLog({ fields }: Header): boolean {
  return isFlowLogTable(fields) || fields.every((field) => field !== undefined)
}

/** A line of words can be a record of a format without numbers. */
function isRecord(line: string, logFormat: LineFields | undefined): boolean {
  return logFormat?.length === line.split(/ +/).length && isCertainlyRecord(line)
}

function unknownHeader(
  { names }: Extract<HeaderReading, { kind: 'unknown' }>,
  below: readonly string[],
): UnknownHeader | undefined {
  const records = below.filter(isCertainlyRecord)
  return records.length > 0 && records.length * 2 > below.length ? { names } : undefined
}
