import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { identifier, literal } from '../../lib/dialects/literals'
import { FORMATS } from '../../lib/flow-log/format'
import { random } from '../../lib/sample/random'
import { writeSample, type SampleOptions } from '../../lib/sample/sample'
import { randomTable, tableSql, type RandomTable } from '../properties/tables'
import { runOnTrino } from './trino-client'
import { partitionedTable, trinoColumns } from './trino-table'

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

/** Writes a sample of version 11 as Parquet files, and makes Trino's table `files.<schema>.flow_logs` of them; gives their folder. */
export async function sampleTable(
  server: string,
  lake: string,
  schema: string,
  sample: Pick<SampleOptions, 'hours' | 'conversations' | 'nat'>,
): Promise<string> {
  const out = join(lake, schema)
  rmSync(out, { recursive: true, force: true })
  await writeSample({ out, as: 'parquet', fields: 'v11', ...sample })
  await runOnTrino(server, `CREATE SCHEMA IF NOT EXISTS files.${schema}`)
  await runOnTrino(server, `DROP TABLE IF EXISTS files.${schema}.flow_logs`)
  const definition = partitionedTable(FORMATS.v11, `local:///${schema}/AWSLogs`)
  await runOnTrino(server, `CREATE TABLE files.${schema}.flow_logs ${definition}`)
  await runOnTrino(
    server,
    `CALL files.system.sync_partition_metadata(schema_name => '${schema}', table_name => 'flow_logs', mode => 'FULL')`,
  )
  return out
}
