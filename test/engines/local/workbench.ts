import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { DuckDBInstance } from '@duckdb/node-api'
import type { SqlDialect } from '../../../lib/dialects/dialect'
import type { Notice, Question, RunOptions } from '../../../lib/engines/engine'
import {
  localEngine,
  type LocalOptions,
  type LocalWorld,
} from '../../../lib/engines/local/local-engine'
import type { OutputColumn } from '../../../lib/language/plan'
import type { Row, Statistics } from '../../../lib/results/result'

export const V2 =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status'

/** 2026-03-14T10:00:00Z */
export const TEN = 1773482400

/** A default record of `bytes` that starts `second` seconds after ten. */
export function record(
  bytes: number | string = 100,
  second = 0,
  packets: number | string = 1,
): string {
  const start = TEN + second
  return `2 123456789012 eni-0123456789abcdef0 10.0.1.5 203.0.113.5 40000 443 6 ${packets} ${bytes} ${start} ${start + 60} ACCEPT OK`
}

/** A log with a header line. */
export function log(...lines: readonly string[]): string {
  return [V2, ...lines, ''].join('\n')
}

export interface Workbench {
  readonly folder: string
  path(name: string): string
  write(name: string, content: string | Buffer): string
  gzip(name: string, content: string | Buffer): string
  remove(): void
}

/** A folder of its own for the files of a test. */
export function workbench(): Workbench {
  const folder = mkdtempSync(join(tmpdir(), 'natlens-test-'))
  const bench: Workbench = {
    folder,
    path: (name) => join(folder, name),
    write(name, content) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), content)
      return join(folder, name)
    },
    gzip: (name, content) => bench.write(name, gzipSync(content)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
  return bench
}

/** Writes the rows of a query to a Parquet file. */
export async function writeParquet(
  path: string,
  sql: string,
  ...options: readonly string[]
): Promise<void> {
  mkdirSync(dirname(path), { recursive: true })
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const how = ['FORMAT parquet', 'COMPRESSION gzip', ...options].join(', ')
  await connection.run(`COPY (${sql}) TO '${path.replaceAll("'", "''")}' (${how})`)
  connection.closeSync()
  instance.closeSync()
}

export const COUNT = 'SELECT count(*) FROM flow_logs'
export const BYTES = 'SELECT bytes FROM flow_logs ORDER BY bytes'

export interface Asking extends Partial<LocalOptions>, Pick<LocalWorld, 'keepWorld'> {
  readonly sql?: string
  /** The number of columns that the SQL gives. */
  readonly width?: number
  readonly range?: readonly [string, string]
  readonly question?: Partial<Question>
  readonly run?: RunOptions
}

/** This engine counts them always. */
type Counted = Statistics & Readonly<Record<'recordsScanned' | 'linesUnreadable', number>>

export interface Answer {
  readonly rows: readonly Row[]
  readonly notices: readonly Notice[]
  readonly messages: readonly string[]
  readonly statistics: Counted
}

/** Asks the engine in SQL: the dialect gives back the text it is told. */
export async function ask(
  paths: string | readonly string[],
  { sql = COUNT, width = 1, range, question, run, keepWorld, ...options }: Asking = {},
): Promise<Answer> {
  const engine = localEngine(
    { paths: [paths].flat(), ...options },
    { dialect: saying(sql), keepWorld },
  )
  const notices: Notice[] = []
  const result = await engine.run(
    {
      name: 'test/question',
      text: '',
      plan: { steps: [], columns: columns(width), fields: [] },
      range: range && { from: new Date(range[0]), to: new Date(range[1]) },
      needs: [],
      otherwise: undefined,
      ...question,
    },
    { onNotice: (notice) => notices.push(notice), ...run },
  )
  const rows: Row[] = []
  for await (const batch of result.batches) rows.push(...batch)
  const messages = notices.map(({ kind, message }) => `${kind}: ${message}`)
  return { rows, notices, messages, statistics: result.statistics() as Counted }
}

export function saying(sql: string): SqlDialect {
  return { name: 'duckdb', compile: (plan) => ({ text: sql, columns: plan.columns }) }
}

export function columns(width: number): OutputColumn[] {
  return Array.from({ length: width }, (_, index) => ({
    name: `c${index}`,
    type: 'integer',
    value: { kind: 'literal', value: '0', type: 'integer' },
  }))
}

/** The error of a promise that must fail. */
export async function failure(
  promise: Promise<unknown>,
): Promise<Error & { help?: string; exitCode?: number }> {
  try {
    await promise
  } catch (error) {
    return error as Error
  }
  throw new Error('it did not fail')
}
