import { UserError } from '../../errors'
import { fieldByColumn, type Field } from '../../flow-log/fields'
import type { Database } from './database'
import { fileList } from './file-list'
import type { ParquetSource, SourceFile } from './sources'

export interface ParquetFiles {
  readonly sources: readonly ParquetSource[]
  /** Files whose footer cannot be read, with DuckDB's reason. */
  readonly broken: readonly { readonly file: SourceFile; readonly reason: string }[]
  /** Files without a column of a flow log. */
  readonly others: readonly SourceFile[]
}

/** Reads the columns and the number of records of Parquet files from their footers: two queries for all of them. */
export async function readFooters(
  files: readonly SourceFile[],
  database: Database,
): Promise<ParquetFiles> {
  if (files.length === 0) return { sources: [], broken: [], others: [] }
  try {
    return await readAll(files, database)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return readOneByOne(files, database)
  }
}

async function readAll(files: readonly SourceFile[], database: Database): Promise<ParquetFiles> {
  const byPath = new Map(files.map((file) => [file.path, file]))
  const list = fileList([...byPath.keys()])
  const records = new Map(
    (await database.rows(`SELECT file_name, num_rows FROM parquet_file_metadata(${list})`)).map(
      ([path, count]) => [path as string, Number(count)],
    ),
  )
  const schemas = await database.rows(`
    SELECT columns, list(file_name) FROM (
      SELECT file_name, string_agg(name || ':' || type, ' ' ORDER BY name) AS columns
      FROM parquet_schema(${list}) WHERE type IS NOT NULL GROUP BY file_name)
    GROUP BY columns`)

  const sources: ParquetSource[] = []
  const others: SourceFile[] = []
  for (const [columns, paths] of schemas) {
    const fields = fieldsOf(columns as string)
    for (const path of paths as string[]) {
      const file = byPath.get(path)!
      if (fields.size < 2) others.push(file)
      else sources.push({ ...file, kind: 'parquet', columns: fields, records: records.get(path)! })
    }
  }
  return { sources, broken: [], others }
}

/** One bad footer fails the query over all. */
async function readOneByOne(
  files: readonly SourceFile[],
  database: Database,
): Promise<ParquetFiles> {
  const sources: ParquetSource[] = []
  const broken: ParquetFiles['broken'][number][] = []
  const others: SourceFile[] = []
  for (const file of files) {
    try {
      const read = await readAll([file], database)
      sources.push(...read.sources)
      others.push(...read.others)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      broken.push({ file, reason: error.message })
    }
  }
  return { sources, broken, others }
}

function fieldsOf(columns: string): ReadonlyMap<Field, string> {
  const fields = new Map<Field, string>()
  for (const column of columns.split(' ')) {
    const [name, type] = column.split(':')
    const field = fieldByColumn(name!)
    if (field) fields.set(field, type!)
  }
  return fields
}
