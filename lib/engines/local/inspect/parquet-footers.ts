import { literal } from '../../../dialects/literals'
import { UserError } from '../../../errors'
import { column, fieldByColumn, fieldByName, type Field } from '../../../flow-log/fields'
import type { Database } from '../duckdb/database'
import { fileList } from '../duckdb/file-list'
import type { ParquetSource, SourceFile } from '../sources'

export interface ParquetFiles {
  readonly sources: readonly ParquetSource[]
  /** Files whose footer cannot be read, with DuckDB's reason. */
  readonly broken: readonly { readonly file: SourceFile; readonly reason: string }[]
  /** Files without a column of a flow log. */
  readonly others: readonly SourceFile[]
}

/** Reads from the footers of Parquet files what a {@link ParquetSource} says: one query for all of them. */
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
  const footers = await footersOf(files, database)
  const unknown = files.filter(({ path }) => footers.get(path)!.sawInstance === undefined)
  const withInstance = unknown.length > 0 ? await lookForInstances(unknown, database) : undefined

  const sources: ParquetSource[] = []
  const others: SourceFile[] = []
  for (const file of files) {
    const footer = footers.get(file.path)!
    if (footer.columns.size < 2) others.push(file)
    else {
      const sawInstance = footer.sawInstance ?? withInstance!.has(file.path)
      sources.push({ ...file, kind: 'parquet', ...footer, sawInstance })
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

interface Footer extends Pick<ParquetSource, 'columns' | 'filled' | 'records'> {
  /** Undefined when the statistics do not tell. */
  readonly sawInstance: boolean | undefined
}

const INSTANCE = fieldByName('instanceId')

/**
 * A row group's greatest value of `instance_id` tells whether it has an instance: beside `i-…` there is only `-`, which sorts before it.
 * https://duckdb.org/docs/stable/data/parquet/metadata
 */
async function footersOf(
  files: readonly SourceFile[],
  database: Database,
): Promise<ReadonlyMap<string, Footer>> {
  const instance = literal(column(INSTANCE))
  const rows = await database.rows(`
    SELECT file_name, max(records), string_agg(concat_ws(' ', type, filled, name), chr(10) ORDER BY name),
      bool_or(instance) FILTER (name = ${instance}), bool_and(told) FILTER (name = ${instance})
    FROM (
      SELECT file_name, path_in_schema AS name, any_value(type) AS type, sum(row_group_num_rows) AS records,
        CASE WHEN bool_and(COALESCE(stats_null_count = 0, false)) THEN 'filled' ELSE 'open' END AS filled,
        bool_or(stats_max_value >= 'i-' AND stats_max_value < 'i.') AS instance,
        bool_and(COALESCE(stats_max_value < 'i.', stats_null_count = row_group_num_rows, false)) AS told
      FROM parquet_metadata(${fileList(files.map(({ path }) => path))})
      GROUP BY file_name, path_in_schema)
    GROUP BY file_name`)
  const footers = new Map<string, Footer>()
  for (const [path, records, list, instances, told] of rows) {
    const { columns, filled } = columnsOf(list as string)
    const sawInstance = !columns.has(INSTANCE) || told === true ? instances === true : undefined
    footers.set(path as string, { columns, filled, records: Number(records), sawInstance })
  }
  const empty = files.filter(({ path }) => !footers.has(path))
  if (empty.length > 0) await addEmpty(empty, footers, database)
  return footers
}

/** A file without records may have no row group, and then only its schema tells its columns. */
async function addEmpty(
  files: readonly SourceFile[],
  footers: Map<string, Footer>,
  database: Database,
): Promise<void> {
  const rows = await database.rows(`
    SELECT file_name, string_agg(concat_ws(' ', type, 'filled', name), chr(10) ORDER BY name)
    FROM parquet_schema(${fileList(files.map(({ path }) => path))})
    WHERE type IS NOT NULL GROUP BY file_name`)
  for (const [path, list] of rows) {
    footers.set(path as string, { ...columnsOf(list as string), records: 0, sawInstance: false })
  }
}

/** Asks the records of files whose statistics do not tell. */
async function lookForInstances(
  files: readonly SourceFile[],
  database: Database,
): Promise<ReadonlySet<string>> {
  const id = column(INSTANCE)
  const rows = await database.rows(`
    SELECT DISTINCT filename
    FROM read_parquet(${fileList(files.map(({ path }) => path))}, filename=true, hive_partitioning=false, binary_as_string=true)
    WHERE starts_with(${id}, 'i-')`)
  return new Set(rows.map(([path]) => path as string))
}

function columnsOf(list: string): Pick<ParquetSource, 'columns' | 'filled'> {
  const columns = new Map<Field, string>()
  const filled = new Set<Field>()
  for (const line of list.split('\n')) {
    const [type, full, ...name] = line.split(' ')
    const field = fieldByColumn(name.join(' '))
    if (!field) continue
    columns.set(field, type!)
    if (full === 'filled') filled.add(field)
  }
  return { columns, filled }
}
