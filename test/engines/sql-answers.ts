import {
  DuckDBDecimalValue,
  DuckDBInstance,
  DuckDBScalarFunction,
  BOOLEAN,
  VARCHAR,
} from '@duckdb/node-api'
import { identifier } from '../../lib/dialects/literals'
import type { FieldName } from '../../lib/flow-log/fields'
import type { Format } from '../../lib/flow-log/format'
import { isInBlock } from '../interpreter/addresses'
import type { FlowRecord } from '../interpreter/flow-record'
import { tableSql } from '../properties/tables'
import type { RemoteAnswer, RemoteValue } from './remote-answer'

/** The catalogs of Athena and of a Trino cluster. */
const CATALOGS = ['awsdatacatalog', 'hive']

/** What the SQL for Trino says in words that DuckDB does not know, or knows with another meaning. */
const WORDS = [
  'CREATE TYPE ipaddress AS VARCHAR',
  'CREATE MACRO contains(block, address) AS in_block(block, CAST(address AS VARCHAR))',
  'CREATE MACRO from_unixtime(seconds, zone) AS make_timestamp(CAST(seconds * 1e6 AS BIGINT))',
  'CREATE MACRO to_unixtime(moment) AS epoch(moment)',
  'CREATE MACRO regexp_like(text, pattern) AS regexp_matches(text, pattern)',
  // Without a match DuckDB gives an empty text.
  'CREATE MACRO regexp_extract(text, pattern, part) AS CASE WHEN regexp_matches(text, pattern) THEN system.main.regexp_extract(text, pattern, part) END',
  'CREATE MACRO approx_percentile(number, share) AS quantile_cont(number, share)',
  'CREATE MACRO truncate(number) AS trunc(number)',
  'CREATE MACRO is_finite(number) AS isfinite(number)',
  `CREATE MACRO natural_key(text) AS array_to_string(list_transform(regexp_extract_all(text, '[0-9]+|[^0-9]+'),
    lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '')`,
]

/** DuckDB replaces no text by a function. */
const NATURAL_KEY = /regexp_replace\(("[^"]+"), '\(\[0-9\]\+\)', part -> .*? \|\| part\[1\]\)/g

/** Answers the SQL that is sent to Athena or Trino, by its text, from records in memory. */
export interface SqlAnswers {
  /** Makes the table of a schema `natlens` in both catalogs. */
  addTable(name: string, format: Format, records: readonly FlowRecord[]): Promise<void>
  answer(sql: string): Promise<RemoteAnswer>
  close(): void
}

export async function sqlAnswers(): Promise<SqlAnswers> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  connection.registerScalarFunction(inBlock())
  for (const sql of WORDS) await connection.run(sql)
  for (const catalog of CATALOGS) {
    await connection.run(`ATTACH ':memory:' AS ${catalog}`)
    await connection.run(`CREATE SCHEMA ${catalog}.natlens`)
  }
  return {
    async addTable(name, format, records) {
      const fields = new Map(format.map((field) => [field.name as FieldName, 'always'] as const))
      for (const sql of tableSql({ log: { table: [name], fields }, format, records })) {
        await connection.run(sql)
      }
      for (const catalog of CATALOGS) {
        await connection.run(
          `CREATE TABLE ${catalog}.natlens.${identifier(name)} AS SELECT *, ${HOUR_KEYS} FROM ${identifier(name)}`,
        )
      }
    },

    async answer(sql) {
      const answer = await connection.run(sql.replace(NATURAL_KEY, 'natural_key($1)'))
      const types = answer.columnTypes().map((type) => trinoType(String(type)))
      const columns = answer
        .columnNames()
        .map((column, index) => ({ name: column, type: types[index]! }))
      return { columns, rows: (await answer.getRows()).map((row) => row.map(remoteValue)) }
    },

    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** A record lies in the hour in which it starts: none of these is late. */
const HOUR_KEYS = Object.entries({ year: '%Y', month: '%m', day: '%d', hour: '%H' })
  .map(([key, part]) => `strftime(make_timestamp("start" * 1000000), '${part}') AS "${key}"`)
  .join(', ')

function inBlock(): DuckDBScalarFunction {
  return DuckDBScalarFunction.create({
    name: 'in_block',
    parameterTypes: [VARCHAR, VARCHAR],
    returnType: BOOLEAN,
    mainFunction(_, input, output) {
      const [blocks, addresses] = [input.getColumnVector(0), input.getColumnVector(1)]
      for (let row = 0; row < input.rowCount; row++) {
        const [block, address] = [blocks.getItem(row), addresses.getItem(row)]
        output.setItem(row, isInBlock(String(address), String(block)))
      }
      output.flush()
    },
  })
}

function trinoType(type: string): string {
  if (type.startsWith('TIMESTAMP')) return 'timestamp(3)'
  if (type === 'INTEGER') return 'integer'
  if (type.startsWith('DECIMAL')) return type.toLowerCase()
  return { VARCHAR: 'varchar', DOUBLE: 'double' }[type] ?? 'bigint'
}

function remoteValue(value: unknown): RemoteValue {
  if (value === null || typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint') return value
  if (value instanceof DuckDBDecimalValue) return String(value)
  // Moments are written without a zone, to the millisecond.
  const { millis, micros } = value as { millis?: bigint; micros?: bigint }
  const moment = new Date(Number(millis ?? micros! / 1000n))
  return moment.toISOString().replace('T', ' ').replace('Z', '')
}
