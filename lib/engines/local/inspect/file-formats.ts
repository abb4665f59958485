import { fieldByToken, type Field } from '../../../flow-log/fields'
import type { ParquetFile, ReadFile } from '../file-state'
import { findCodec } from './codecs/codecs'

// How files are read, as text for the memory of verified files: `text gzip header 0 aws version account-id …`.

type TextFormat = Pick<ReadFile, 'codec' | 'layout'>
type ParquetFormat = Pick<ParquetFile, 'columns' | 'filled'>

export function textFormat({ codec, layout }: TextFormat): string {
  const { fields, hasHeader, prefixColumns, usesLogFormat } = layout
  const tokens = fields.map((field) => field?.token ?? '?')
  const header = hasHeader ? 'header' : 'no-header'
  return ['text', codec.name, header, prefixColumns, usesLogFormat ? 'log-format' : 'aws', ...tokens].join(' ') // prettier-ignore
}

/** Undefined for another format, or one that this version does not know. */
export function parseTextFormat(format: string): TextFormat | undefined {
  const [kind, codecName, header, prefixColumns, source, ...tokens] = format.split(' ')
  const codec = findCodec(codecName!)
  if (kind !== 'text' || !codec) return undefined
  return {
    codec,
    layout: {
      fields: tokens.map((token) => fieldByToken(token)),
      hasHeader: header === 'header',
      prefixColumns: Number(prefixColumns),
      usesLogFormat: source === 'log-format',
    },
  }
}

export function parquetFormat({ columns, filled }: ParquetFormat): string {
  const words = [...columns].map(([field, type]) =>
    [field.token, type, filled.has(field) ? 'filled' : ''].join(':'),
  )
  return ['parquet', ...words].join(' ')
}

/** Undefined for another format. */
export function parseParquetFormat(format: string): ParquetFormat | undefined {
  const [kind, ...words] = format.split(' ')
  if (kind !== 'parquet') return undefined
  const columns = new Map<Field, string>()
  const filled = new Set<Field>()
  for (const word of words) {
    const [token, type, isFilled] = word.split(':')
    const field = fieldByToken(token!)
    if (!field || type === undefined) continue
    columns.set(field, type)
    if (isFilled === 'filled') filled.add(field)
  }
  return { columns, filled }
}
