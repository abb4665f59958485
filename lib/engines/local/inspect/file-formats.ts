import { fieldByToken, type Field } from '../../../flow-log/fields'
import type { ParquetFile } from '../file-state'

// The columns of Parquet files, as text for the memory of verified files: `parquet version:INT32:filled …`.

type ParquetFormat = Pick<ParquetFile, 'columns' | 'filled'>

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
