import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { identifier, literal } from '../../lib/dialects/literals'
import { column } from '../../lib/flow-log/fields'
import type { Format } from '../../lib/flow-log/format'
import { random } from '../../lib/sample/random'
import { randomTable, tableSql, type RandomTable } from '../properties/tables'
import { runOnTrino } from './trino-client'

const TRINO_TYPES = { string: 'varchar', int: 'integer', bigint: 'bigint' } as const

/** Tables that two engines read from the same Parquet files. */
export interface SharedTables {
  readonly tables: readonly RandomTable[]
  /** Knows each table under its name. */
  readonly connection: DuckDBConnection
  readonly close: () => void
}

/** Writes random records as Parquet files, and makes tables of just these files in DuckDB and in Trino's catalog `files`. */
export async function sharedTables(
  server: string,
  lake: string,
  { count, seed }: { readonly count: number; readonly seed: number },
): Promise<SharedTables> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  await connection.run("SET TimeZone = 'UTC'")
  await runOnTrino(server, 'DROP SCHEMA IF EXISTS files.random CASCADE')
  await runOnTrino(server, 'CREATE SCHEMA files.random')
  const tables = Array.from({ length: count }, (_, i) => randomTable(random(seed, i), `t${i}`))
  for (const table of tables) {
    const name = table.log.table[0]!
    const folder = join(lake, 'random', name)
    mkdirSync(folder, { recursive: true })
    for (const sql of tableSql(table)) await connection.run(sql)
    const file = literal(join(folder, 'records.parquet'))
    await connection.run(`COPY ${identifier(name)} TO ${file} (FORMAT parquet)`)
    await connection.run(`DROP TABLE ${identifier(name)}`)
    await connection.run(`CREATE VIEW ${identifier(name)} AS FROM read_parquet(${file})`)
    await runOnTrino(
      server,
      `CREATE TABLE files.random.${name} (${trinoColumns(table.format)}) ` +
        `WITH (format = 'PARQUET', external_location = 'local:///random/${name}')`,
    )
  }
  const close = () => {
    connection.closeSync()
    instance.closeSync()
  }
  return { tables, connection, close }
}

export function trinoColumns(format: Format): string {
  return format.map((field) => `${identifier(column(field))} ${TRINO_TYPES[field.type]}`).join(', ')
}
