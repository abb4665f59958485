import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { DuckDBInstance, version } from '@duckdb/node-api'
import { writeSample } from '../../lib/sample/sample'

/** The golden SQL for DuckDB has one answer on this package's DuckDB and on that of Python: a line for each file that differs. */
const HERE = fileURLToPath(new URL('.', import.meta.url))
const GOLDEN = join(HERE, '../golden')

const folder = mkdtempSync(join(tmpdir(), 'natlens-golden-'))
try {
  const [day, older, newer] = ['day', 'older', 'newer'].map((name) => join(folder, name))
  await writeSample({ out: day!, as: 'parquet', fields: 'v11', conversations: 60, hours: 2 })
  const parquet = join(day!, '**/*.parquet')
  for (const out of [older!, newer!]) mkdirSync(out)
  const files = readdirSync(GOLDEN, { recursive: true, encoding: 'utf8' })
    .filter((file) => /duckdb[^/]*\.sql$/.test(file))
    .sort()
  for (const file of files) {
    const sql = readFileSync(join(GOLDEN, file), 'utf8')
    for (const out of [older!, newer!]) writeFileSync(join(out, nameOf(file)), sql)
  }

  await runHere(older!, files, parquet)
  const output = execFileSync('python3', [join(HERE, 'golden-duckdb.py'), newer!, parquet], {
    encoding: 'utf8',
  })
  const other = output.trimEnd().split('\n').at(-1)
  const differing = files.filter((file) => answerIn(older!, file) !== answerIn(newer!, file))
  const filled = files.filter((file) => answerIn(older!, file)!.split('\n').length > 2)
  process.stdout.write(output)
  for (const file of differing) console.log(`differs: ${file}`)
  console.log(
    `golden SQL: ${files.length - differing.length} of ${files.length} files have one answer on DuckDB ${version()} and ${other} (${filled.length} with rows)`,
  )
  if (differing.length > 0 || filled.length < files.length / 2) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function runHere(out: string, files: readonly string[], parquet: string): Promise<void> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  await connection.run("SET TimeZone = 'UTC'")
  await connection.run(`CREATE VIEW flow_logs AS SELECT * FROM read_parquet('${parquet}')`)
  for (const file of files) {
    const path = join(out, nameOf(file))
    const sql = readFileSync(path, 'utf8')
    await connection.run(`COPY (${sql}) TO '${path.replace(/sql$/, 'csv')}' (HEADER)`)
  }
  connection.closeSync()
}

/** The answer as CSV; undefined where the SQL failed. Doubles count to 12 digits. */
function answerIn(out: string, file: string): string | undefined {
  const path = join(out, nameOf(file).replace(/sql$/, 'csv'))
  if (!existsSync(path)) return undefined
  return readFileSync(path, 'utf8').replace(/-?\d+\.\d+(?:e[+-]?\d+)?/gi, (number) =>
    Number(number).toPrecision(12),
  )
}

function nameOf(file: string): string {
  return file.replaceAll('/', '.')
}
