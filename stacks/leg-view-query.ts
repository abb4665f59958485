import { answerableQueries } from '../lib/catalogue/answerable-queries'
import type { Catalogue } from '../lib/catalogue/catalogue'
import { inBlock } from '../lib/dialects/blocks'
import { identifier } from '../lib/dialects/literals'
import type { OutputColumn, ValueType } from '../lib/language/plan'
import type { Settings } from '../lib/settings/settings'
import { athenaQuery, describeTable } from './athena-query'

/** A column of the view, in the words of the three that must agree: SQL, Trino's view, Glue's table. */
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

/** The keys that a reader of the view can choose partitions by. */
const TIME_KEYS = ['year', 'month', 'day', 'hour'] as const

const TYPES = {
  text: { trino: 'varchar', glue: 'string' },
  integer: { trino: 'bigint', glue: 'bigint' },
  boolean: { trino: 'bigint', glue: 'bigint' },
  number: { trino: 'double', glue: 'double' },
  time: { trino: 'timestamp(3)', glue: 'timestamp' },
} as const satisfies Record<ValueType, Omit<ViewColumn, 'name'>>

/**
 * `nat/legs` as a view: one row per counted record, times UTC, without an order, and with the time's partition keys behind,
 * so that a WHERE on year, month and day reads those folders alone. Undefined when the lake's format cannot answer it.
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
      ...columns.map(({ name, type }) => ({ name: snakeCase(name), ...TYPES[type] })),
      ...TIME_KEYS.map((name) => ({ name, ...TYPES.text })),
    ],
  }
}

/** An integer of the plan may be a 32-bit one of the table: the view says one type for all. */
function viewColumnSql({ name, type }: OutputColumn): string {
  const sql = type === 'integer' ? `CAST(${identifier(name)} AS bigint)` : identifier(name)
  return `${sql} AS ${identifier(snakeCase(name))}`
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
