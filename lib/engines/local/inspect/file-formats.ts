import { fieldByToken, type Field } from '../../../flow-log/fields'
import type { ParquetFile } from '../file-state'

// The columns of Parquet files, as text for the memory of verified files: `parquet version:INT32:filled …`; a name that is
// spelled otherwise than AWS does stands behind.

type ParquetFormat = Pick<ParquetFile, 'columns' | 'names' | 'filled'>

export function parquetFormat({ columns, names, filled }: ParquetFormat): string {
  const words = [...columns].map(([field, type]) => {
    const name = names.get(field)
    const parts = [field.token, type, filled.has(field) ? 'filled' : '']
    return [...parts, ...(name === undefined ? [] : [encodeURIComponent(name)])].join(':')
  })
  return ['parquet', ...words].join(' ')
}

/** Undefined for another format. */
export function parseParquetFormat(format: string): ParquetFormat | undefined {
  const [kind, ...words] = format.split(' ')
  if (kind !== 'parquet') return undefined
  const columns = new Map<Field, string>()
  const names = new Map<Field, string>()
  const filled = new Set<Field>()
  for (const word of words) {
    const [token, type, isFilled, name] = word.split(':')
    const field = fieldByToken(token!)
    if (!field || type === undefined) continue
    columns.set(field, type)
    if (isFilled === 'filled') filled.add(field)
    if (name !== undefined) names.set(field, decodeURIComponent(name))
  }
  return { columns, names, filled }
}
