// The other program of the comparison: only DuckDB. The SQL is in a file, because a thousand file names are too long for an argument.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { DuckDBInstance } = createRequire(import.meta.url)('@duckdb/node-api')
const instance = await DuckDBInstance.create(':memory:')
const connection = await instance.connect()
const reader = await connection.runAndReadAll(readFileSync(process.argv[2], 'utf8'))
process.stdout.write(
  reader
    .getRows()
    .map((row) => row.join('\t'))
    .join('\n') + '\n',
)
process.exit(0)
