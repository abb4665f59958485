// The other side of the comparison: DuckDB and nothing else.
import { createRequire } from 'node:module'

const { DuckDBInstance } = createRequire(import.meta.url)('@duckdb/node-api')
const instance = await DuckDBInstance.create(':memory:')
const connection = await instance.connect()
const reader = await connection.runAndReadAll(process.argv[2])
process.stdout.write(
  reader
    .getRows()
    .map((row) => row.join('\t'))
    .join('\n') + '\n',
)
process.exit(0)
