import { answerableQueries } from '../lib/catalogue/answerable-queries'
import type { Catalogue } from '../lib/catalogue/catalogue'
import { inBlock } from '../lib/dialects/blocks'
import { identifier } from '../lib/dialects/literals'
import { TIME_KEYS } from '../lib/flow-log/object-keys'
import type { OutputColumn } from '../lib/language/plan'
import type { ValueType } from '../lib/language/value-type'
import type { Settings } from '../lib/settings/settings'
import { athenaQuery, describeTable } from './athena-query'
import { columnName } from './column-name'

/** A column of the view, with its types in Trino's view and in Glue's table, which must agree. */
export interface ViewColumn {
  /** Lower case with underscores: Glue has no capital letters. */
  readonly name: string
  readonly trino: 'varchar' | 'bigint' | 'double' | 'timestamp(3)'
  readonly glue: 'string' | 'bigint' | 'double' | 'timestamp'
}

export interface LegViewQuery {
  readonly sql: string
  readonly columns: readonly ViewColumn[]
}

const TYPES = {
  text: { trino: 'varchar', glue: 'string' },
  integer: { trino: 'bigint', glue: 'bigint' },
  boolean: { trino: 'bigint', glue: 'bigint' },
  number: { trino: 'double', glue: 'double' },
  time: { trino: 'timestamp(3)', glue: 'timestamp' },
} as const satisfies Record<ValueType, Omit<ViewColumn, 'name'>>

/**
 * `nat/legs` as a view: one unsorted row per counted record, times in UTC. The last columns are the time's partition keys, so
 * that a WHERE on them reads only those folders. Undefined when the lake's format cannot answer the query.
 */
export function legViewQuery(settings: Settings, catalogue: Catalogue): LegViewQuery | undefined {
  const { lake } = settings
  const { queries, values } = answerableQueries([catalogue.find('nat/legs')], {
    ...settings,
    ...lake,
  })
  const [query] = queries
  if (!query) return undefined

  const log = { ...describeTable(lake.logFormat, lake), partitionKeys: TIME_KEYS }
  const { text, columns } = athenaQuery(query, log, { values, unsorted: true })

  const list = [...columns.map(viewColumnSql), ...TIME_KEYS.map(identifier)]
  return {
    sql: `SELECT ${list.join(',\n       ')}\nFROM ${inBlock(text)}`,
    columns: [
      ...columns.map(({ name, type }) => ({ name: columnName(name), ...TYPES[type] })),
      ...TIME_KEYS.map((name) => ({ name, ...TYPES.text })),
    ],
  }
}

/** The table also has 32-bit integers, but the view has one integer type. */
function viewColumnSql({ name, type }: OutputColumn): string {
  const sql = type === 'integer' ? `CAST(${identifier(name)} AS bigint)` : identifier(name)
  return `${sql} AS ${identifier(columnName(name))}`
}
