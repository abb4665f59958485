import { identifier, literal } from '../../lib/dialects/literals'
import { column } from '../../lib/flow-log/fields'
import type { Format } from '../../lib/flow-log/format'
import { PARTITION_KEYS } from '../../lib/flow-log/object-keys'

const TYPES = { string: 'varchar', int: 'integer', bigint: 'bigint' } as const

export function trinoColumns(format: Format): string {
  return format.map((field) => `${identifier(column(field))} ${TYPES[field.type]}`).join(', ')
}

/** What follows `CREATE TABLE name`: the fields of a format and AWS's partition keys, over a folder's files where one is given. */
export function partitionedTable(format: Format, location?: string): string {
  const keys = PARTITION_KEYS.map((key) => `${identifier(key)} varchar`).join(', ')
  const properties = [
    `format = 'PARQUET'`,
    ...(location === undefined ? [] : [`external_location = ${literal(location)}`]),
    `partitioned_by = ARRAY[${PARTITION_KEYS.map((key) => literal(key)).join(', ')}]`,
  ]
  return `(${trinoColumns(format)}, ${keys}) WITH (${properties.join(', ')})`
}
