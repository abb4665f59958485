import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Command } from './compare'
import { DATA, logFiles } from './data'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** A file or folder that the bench writes. */
export function dataPath(name: string): string {
  return join(DATA, name)
}

/** The cache of the measured programs. */
export const ENVIRONMENT = { XDG_CACHE_HOME: dataPath('cache'), NO_COLOR: '1' }

/** natlens as `npm run build` made it. */
export function natlens(...args: string[]): Command {
  return builtIn(ROOT, args)
}

/** natlens of another folder. @throws {Error} when it is not built. */
export function builtIn(folder: string, args: readonly string[]): Command {
  const program = join(folder, 'dist/natlens.js')
  if (!existsSync(program)) throw new Error(`${program} is missing: npm run build there first`)
  return [process.execPath, program, ...args]
}

/** A query of the catalogue over files, read as for the first time: without a cache, no run uses the work of an earlier one. */
export function runQuery(query: string, path: string, ...args: string[]): Command {
  return natlens('run', query, '--path', path, '--no-cache', ...args)
}

/** The same command with another cache folder. */
export function withCache(folder: string, command: Command): Command {
  return ['env', `XDG_CACHE_HOME=${folder}`, ...command]
}

/** The SQL that natlens runs for a query over version 5. */
export function compiledSql(query: string): string {
  const [program, ...args] = natlens('show', query, '--engine', 'local', '--log-format', 'v5')
  return spawnSync(program!, args, { encoding: 'utf8' }).stdout
}

/** DuckDB in Node. The SQL is in a file: thousands of file names are too long for an argument. */
export function raw(sql: string): Command {
  return [process.execPath, join(ROOT, 'bench/raw.mjs'), statement(sql)]
}

/** DuckDB in Python. @throws {MissingProgram} */
export function rawPython(sql: string): Command {
  requirePython('duckdb')
  return ['python3', join(ROOT, 'bench/raw.py'), statement(sql)]
}

/** traffic/top-transfers by polars' streaming engine. @throws {MissingProgram} */
export function polars(folder: string): Command {
  requirePython('polars')
  const list = `${logFiles(folder).join('\n')}\n`
  return ['python3', join(ROOT, 'bench/polars-top-transfers.py'), numbered('paths', 'txt', list)]
}

/** traffic/top-transfers by zcat, awk and sort. */
export function shell(folder: string): Command {
  return ['sh', join(ROOT, 'bench/top-transfers.sh'), folder]
}

/** A command whose output goes into a file. */
export function intoFile(command: Command, file: string): Command {
  return ['sh', '-c', `exec "$@" > '${file}'`, 'sh', ...command]
}

/** A row needs a program that is not on this machine. */
export class MissingProgram extends Error {}

function requirePython(name: string): void {
  const { status } = spawnSync('python3', ['-c', `import ${name}`])
  if (status !== 0) throw new MissingProgram(`${name}: not on this machine`)
}

let files = 0

function statement(sql: string): string {
  return numbered('raw', 'sql', sql)
}

function numbered(name: string, ending: string, text: string): string {
  const file = dataPath(`${name}-${files++}.${ending}`)
  mkdirSync(DATA, { recursive: true })
  writeFileSync(file, text)
  return file
}
