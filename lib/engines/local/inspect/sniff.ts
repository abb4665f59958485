import type { LineFields } from '../../../flow-log/format'
import type { TextFile } from '../file-state'
import type { LineLayout, UnknownFormat, UnknownHeader } from './containers/container'
import { CONTAINERS } from './containers/containers'
import { unwrapHead, type Wrapper } from './wrappers/wrapper'
import { WRAPPERS } from './wrappers/wrappers'

/** What the first lines of a text file say. */
type Sniffed =
  | ({ readonly kind: 'text' } & Pick<TextFile, 'layout' | 'sawInstance' | 'wrappers'>)
  | { readonly kind: 'blank' }
  /** Records without a header line in an unknown format. */
  | ({ readonly kind: 'unknown-format' } & UnknownFormat)
  | ({ readonly kind: 'unknown-header' } & UnknownHeader)
  | { readonly kind: 'not-a-flow-log' }

export interface Head {
  readonly bytes: Buffer
  /** The file goes on. */
  readonly isCut: boolean
}

const SAMPLE_LINES = 50
/** UTF-16 around CSV, for example. */
const MAX_WRAPPERS = 2
/** Something on the line is the id of an instance. */
const INSTANCE = /(^| )i-/

/** Recognizes a text file by its first bytes; `logFormat` is the format of files without a header line. */
export function sniffText(
  { bytes, isCut }: Head,
  logFormat?: LineFields,
  wrappers: readonly Wrapper[] = [],
): Sniffed {
  const text = bytes.toString('utf8').replace(/^\ufeff/, '')
  // Control characters further on are damage in a line or two; a file that begins with them is not text.
  const isText = !CONTROL.test(text.slice(0, 100))
  const plain = isText ? sniffLines(text, logFormat, wrappers) : NOT_A_FLOW_LOG
  if (plain.kind === 'text' || plain.kind === 'blank' || wrappers.length === MAX_WRAPPERS) {
    return plain
  }
  let best: Sniffed = plain
  for (const wrapper of WRAPPERS) {
    if (wrappers.includes(wrapper) || !wrapper.recognizes(bytes)) continue
    const inner = { bytes: unwrapHead(wrapper, bytes, isCut), isCut }
    const sniffed = sniffText(inner, logFormat, [...wrappers, wrapper])
    if (sniffed.kind === 'text') return sniffed
    if (sniffed.kind === 'blank') {
      if (wrapper.holdsNoRecords?.(bytes)) return sniffed
    } else if (best.kind === 'not-a-flow-log') {
      best = sniffed
    }
  }
  return best
}

const NOT_A_FLOW_LOG = { kind: 'not-a-flow-log' } as const

// eslint-disable-next-line no-control-regex -- the expression looks for control characters
const CONTROL = /[\u0000-\u0008\u000e-\u001f]/

function sniffLines(
  text: string,
  logFormat: LineFields | undefined,
  wrappers: readonly Wrapper[],
): Sniffed {
  const physical = text.split('\n', SAMPLE_LINES + 1)
  const lines = physical.map((line) => line.trim()).filter((line) => line !== '')
  if (lines.length === 0) return { kind: 'blank' }

  for (const container of CONTAINERS) {
    const found = container.kind === 'text' ? container.recognize(lines, logFormat) : undefined
    if (!found) continue
    if ('columnCount' in found) return { kind: 'unknown-format', ...found }
    if ('names' in found) return { kind: 'unknown-header', ...found }
    return {
      kind: 'text',
      layout: found,
      sawInstance: seesInstance(lines, found),
      ...(wrappers.length > 0 && { wrappers: wrappers.map(({ name }) => name) }),
    }
  }
  return NOT_A_FLOW_LOG
}

function seesInstance(
  lines: readonly string[],
  { fields, hasHeader, prefixColumns }: LineLayout,
): boolean {
  const instance = instanceColumn(fields, prefixColumns)
  if (instance === undefined) return false
  const records = hasHeader ? lines.slice(1) : lines
  return records.some((line) => INSTANCE.test(line) && line.split(/ +/)[instance]?.startsWith('i-'))
}

function instanceColumn(fields: LineFields, prefixColumns: number): number | undefined {
  const index = fields.findIndex((field) => field?.token === 'instance-id')
  return index === -1 ? undefined : prefixColumns + index
}
