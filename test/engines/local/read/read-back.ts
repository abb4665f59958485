import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'

/** Reads Parquet files with DuckDB. */
export interface ReadBack {
  rows(sql: string): Promise<unknown[][]>
  close(): void
}

export async function readBack(): Promise<ReadBack> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection: DuckDBConnection = await instance.connect()
  return {
    async rows(sql) {
      return (await connection.runAndReadAll(sql)).getRowsJson()
    },
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

/** The rows of a file as texts, in its order. */
export async function rowsIn(database: ReadBack, path: string): Promise<string[]> {
  const rows = await database.rows(
    `SELECT COLUMNS(*)::VARCHAR FROM read_parquet('${path}', binary_as_string = true)`,
  )
  return rows.map((row) => JSON.stringify(row))
}
