import { readHeaderLine, type Format, type LineFields } from '../../../flow-log/format'
import type { Head } from './head'
import { fitsOrder, lookLikeRecords, ownOrder } from './known-formats'
import type { TextSource } from '../sources'

/** How the lines of a text file are to be read. */
export type TextShape = Pick<
  TextSource,
  'gzip' | 'header' | 'timestamped' | 'fields' | 'told' | 'irregular' | 'sawInstance'
>

export type Sniffed =
  | ({ readonly kind: 'text' } & TextShape)
  | { readonly kind: 'blank' }
  /** Records without a header line, in an order that nobody told: the number of columns of the first. */
  | { readonly kind: 'unknown-order'; readonly columns: number }
  | { readonly kind: 'other' }

const SAMPLE_LINES = 50
/** Something on the line is the id of an instance. */
const INSTANCE = /(^| )i-/
/** How CloudWatch Logs writes the time of an event in an export to S3. */
const EVENT_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z /

/** Tells from its first lines what a text file is; `told` is the format of files without a header line. */
export function sniffText({ text, gzip }: Head & { kind: 'text' }, told?: Format): Sniffed {
  const physical = text.replace(/^\ufeff/, '').split('\n', SAMPLE_LINES + 1)
  const lines = physical.map((line) => line.trim()).filter((line) => line !== '')
  const first = lines[0]
  if (first === undefined) return { kind: 'blank' }
  if (/^[{[<]/.test(first)) return { kind: 'other' }

  const leadingBlank = physical[0]!.trim() === ''
  const named = readHeaderLine(first)
  if (named) {
    const records = lines.slice(1)
    return { kind: 'text', gzip, header: true, timestamped: false, fields: named, told: false, ...shape(records, named, leadingBlank) } // prettier-ignore
  }

  const timestamped = EVENT_TIME.test(first)
  const records = timestamped ? lines.map((line) => line.replace(EVENT_TIME, '')) : lines
  const fields = told ? toldOrder(records, told) : ownOrder(records)
  if (fields) {
    return { kind: 'text', gzip, header: false, timestamped, fields, told: told !== undefined, ...shape(records, fields, false) } // prettier-ignore
  }
  return lookLikeRecords(records)
    ? { kind: 'unknown-order', columns: records[0]!.split(/ +/).length }
    : { kind: 'other' }
}

function toldOrder(lines: readonly string[], told: Format): Format | undefined {
  const fits = lines.filter((line) => fitsOrder(line.split(/ +/), told))
  return fits.length * 2 > lines.length ? told : undefined
}

function shape(lines: readonly string[], fields: LineFields, leadingBlank: boolean) {
  const instance = fields.findIndex((field) => field?.token === 'instance-id')
  return {
    irregular:
      leadingBlank ||
      lines.some((line) => line.includes('  ') && line.split(/ +/).length === fields.length),
    sawInstance:
      instance !== -1 &&
      lines.some((line) => INSTANCE.test(line) && line.split(/ +/)[instance]?.startsWith('i-')),
  }
}
