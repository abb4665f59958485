import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../../../errors'
import { PROFILE, type Database } from '../duckdb/database'

/** A run of a query over lines that are not checked. */
export interface Attempt {
  /** DuckDB's reader stopped at a file. */
  readonly failure: UserError | undefined
  /** Files with a line that DuckDB could not read, and the number of those lines. */
  readonly rejected: ReadonlyMap<string, number>
  /** Lines of text that became records. */
  readonly scanned: number
}

/** The table that holds the answer until it is known to be complete. */
export const ANSWER = 'natlens_answer'

/** Answers a query into the table {@link ANSWER}, in the answer's order; it spills to disk when it is large. */
export async function answerInto(
  sql: string,
  columns: number,
  database: Database,
): Promise<Attempt> {
  const names = Array.from({ length: columns }, (_, index) => `column${index}`).join(', ')
  return attempt(
    `CREATE OR REPLACE TEMP TABLE ${ANSWER} AS SELECT * FROM (\n${sql}\n) AS answer(${names})`,
    database,
  )
}

/** Runs a statement; returns what DuckDB's reader found. */
export async function attempt(sql: string, database: Database): Promise<Attempt> {
  await database.run("SET enable_profiling = 'json'")
  const failure = await readerFailure(database.run(sql))
  await database.run('PRAGMA disable_profiling')
  return {
    failure,
    rejected: await takeRejected(database),
    scanned: failure ? 0 : countScanned(join(database.folder, PROFILE)),
  }
}

async function readerFailure(run: Promise<void>): Promise<UserError | undefined> {
  try {
    await run
    return undefined
  } catch (error) {
    if (error instanceof UserError && isFromReader(error)) return error
    throw error
  }
}

/** Whether the reader of text files stopped, not the query over its records. */
function isFromReader({ cause }: UserError): boolean {
  return /CSV|GZIP|gzip|file = /.test((cause as Error).message)
}

/** DuckDB's tables of rejects grow with every statement. */
async function takeRejected(database: Database): Promise<ReadonlyMap<string, number>> {
  const tables = await database.rows(
    "SELECT table_name FROM duckdb_tables() WHERE table_name IN ('reject_errors', 'reject_scans')",
  )
  if (tables.length < 2) return new Map()
  const rows = await database.rows(`
    SELECT file_path, count(DISTINCT line) FROM reject_errors JOIN reject_scans USING (scan_id, file_id)
    GROUP BY file_path`)
  await database.run('DROP TABLE reject_errors; DROP TABLE reject_scans')
  return new Map(rows.map(([path, lines]) => [path as string, Number(lines)]))
}

interface Operator {
  readonly operator_name?: string
  readonly operator_cardinality?: number
  readonly children?: readonly Operator[]
}

function countScanned(profile: string): number {
  return sumScanned(JSON.parse(readFileSync(profile, 'utf8')) as Operator)
}

function sumScanned({
  operator_name: name,
  operator_cardinality: rows = 0,
  children = [],
}: Operator): number {
  const own = name?.trim() === 'READ_CSV' ? rows : 0
  return children.reduce((total, child) => total + sumScanned(child), own)
}
