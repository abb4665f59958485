import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { tableSql, type randomTable } from './tables'

/** A DuckDB with random tables, for all tests of a file; it runs from the first test to the last. */
export function tablesInDuckdb(tables: readonly ReturnType<typeof randomTable>[]): {
  readonly connection: () => DuckDBConnection
} {
  let instance: DuckDBInstance
  let connection: DuckDBConnection
  beforeAll(async () => {
    instance = await DuckDBInstance.create(':memory:', { threads: '1' })
    connection = await instance.connect()
    await connection.run("SET TimeZone = 'UTC'")
    for (const sql of tables.flatMap(tableSql)) await connection.run(sql)
  })
  afterAll(() => {
    connection.closeSync()
    instance.closeSync()
  })
  return { connection: () => connection }
}
