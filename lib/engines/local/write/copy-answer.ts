import { writeFileSync } from 'node:fs'
import { identifier, literal } from '../../../dialects/literals'
import { UserError } from '../../../errors'
import type { ResultColumn } from '../../../results/result'
import type { AnswerFile } from '../../engine'
import type { Database } from '../duckdb/database'
import { columnKind, type WrittenColumn } from './column-kind'
import { csvFile } from './csv-sql'
import { jsonFile } from './json-sql'
import { BEYOND_64_BITS, PARQUET_OPTIONS, parquetNull, parquetValue } from './parquet-sql'
import { textCopyOptions } from './text-copy'
import { UNMATCHED } from './values-sql'

/**
 * Writes the answer of a query to a file and gives the number of rows; undefined when SQL cannot write some value as a presenter does.
 * @throws {UserError} for an integer that Parquet cannot hold.
 */
export async function copyAnswer(
  query: string,
  columns: readonly ResultColumn[],
  file: AnswerFile,
  database: Database,
): Promise<number | undefined> {
  const written = await writtenColumns(query, columns, database)
  try {
    if (file.format === 'parquet') {
      const values = written.map((column, index) => parquetValue(column, columns[index]!))
      return await copy(selectFrom(query, written, aliased(values, columns)), PARQUET_OPTIONS, file, database) // prettier-ignore
    }
    if (written.some(({ kind }) => kind === 'other')) return undefined
    const text = file.format === 'csv' ? csvFile(written) : jsonFile(written)
    const rows = await copy(selectFrom(query, written, text.line), textCopyOptions(text), file, database) // prettier-ignore
    if (rows === 0) writeFileSync(file.path, text.empty)
    return rows
  } catch (error) {
    const { message } = error as Error
    if (message.includes(UNMATCHED)) return undefined
    if (!message.includes(BEYOND_64_BITS)) throw error
    throw new UserError('an integer of the answer is beyond 64 bits, which Parquet cannot hold', {
      help: 'use -o FILE.csv or -o FILE.json',
    })
  }
}

/** Writes a Parquet file without rows, for a log without records. */
export async function copyNoRows(
  columns: readonly ResultColumn[],
  file: AnswerFile,
  database: Database,
): Promise<number> {
  const values = aliased(columns.map(parquetNull), columns)
  return copy(`SELECT ${values} WHERE false`, PARQUET_OPTIONS, file, database)
}

/** The columns of a query's answer under names of their own, since two can have one name. */
async function writtenColumns(
  query: string,
  columns: readonly ResultColumn[],
  database: Database,
): Promise<readonly WrittenColumn[]> {
  const described = await database.rows(`DESCRIBE ${query}`)
  return columns.map(({ name }, index) => {
    const [, type] = described[index]!
    return { name, sql: `c${index}`, kind: columnKind(String(type)) }
  })
}

function selectFrom(query: string, columns: readonly WrittenColumn[], values: string): string {
  return `SELECT ${values}\nFROM (\n${query}\n) AS answer(${columns.map(({ sql }) => sql).join(', ')})`
}

function aliased(values: readonly string[], columns: readonly ResultColumn[]): string {
  return values.map((value, index) => `${value} AS ${identifier(columns[index]!.name)}`).join(', ')
}

async function copy(
  select: string,
  options: string,
  { path }: AnswerFile,
  database: Database,
): Promise<number> {
  const [row] = await database.rows(`COPY (\n${select}\n) TO ${literal(path)} (${options})`)
  return Number(row![0])
}
