import type { Format, LineFields } from '../../../flow-log/format'
import type { TextFile } from '../file-state'
import type { LineLayout } from './containers/container'
import { CONTAINERS } from './containers/containers'

/** What the first lines of a text file say. */
type Sniffed =
  | ({ readonly kind: 'text' } & Pick<TextFile, 'layout' | 'sawInstance'>)
  | { readonly kind: 'blank' }
  /** Records without a header line in an unknown format: the number of columns of the first. */
  | { readonly kind: 'unknown-format'; readonly columnCount: number }
  | { readonly kind: 'not-a-flow-log' }

const SAMPLE_LINES = 50
/** Something on the line is the id of an instance. */
const INSTANCE = /(^| )i-/

/** Recognizes a text file by its first lines; `logFormat` is the format of files without a header line. */
export function sniffText(text: string, logFormat?: Format): Sniffed {
  const physical = text.replace(/^\ufeff/, '').split('\n', SAMPLE_LINES + 1)
  const lines = physical.map((line) => line.trim()).filter((line) => line !== '')
  if (lines.length === 0) return { kind: 'blank' }

  for (const container of CONTAINERS) {
    const found = container.kind === 'text' ? container.recognize(lines, logFormat) : undefined
    if (!found) continue
    if ('columnCount' in found) return { kind: 'unknown-format', ...found }
    return { kind: 'text', layout: found, sawInstance: seesInstance(lines, found) }
  }
  return { kind: 'not-a-flow-log' }
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
