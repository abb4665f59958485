import { literal } from '../../../dialects/literals'
import { UserError } from '../../../errors'
import { column, fieldByColumn, fieldByName, type Field } from '../../../flow-log/fields'
import type { Database } from '../duckdb/database'
import { fileList } from '../duckdb/file-list'
import type { ParquetFile, SkippedFile, UnreadParquet, UnusableFile } from '../file-state'

export type InspectedParquet = ParquetFile | SkippedFile | UnusableFile

/** Reads the footers of Parquet files: one query for all of them, in their order. */
export async function readFooters(
  files: readonly UnreadParquet[],
  database: Database,
): Promise<readonly InspectedParquet[]> {
  if (files.length === 0) return []
  try {
    return await readAll(files, database)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return readOneByOne(files, database)
  }
}

async function readAll(
  files: readonly UnreadParquet[],
  database: Database,
): Promise<readonly InspectedParquet[]> {
  const footers = await footersOf(files, database)
  const unknown = files.filter(({ path }) => footers.get(path)!.sawInstance === undefined)
  const withInstance = unknown.length > 0 ? await lookForInstances(unknown, database) : undefined

  return files.map((file) => {
    const footer = footers.get(file.path)!
    if (footer.columns.size < MIN_FIELDS) return skipped(file)
    const sawInstance = footer.sawInstance ?? withInstance!.has(file.path)
    return { ...file, kind: 'parquet', ...footer, sawInstance }
  })
}

/** A file with fewer columns that are fields is not a flow log. */
const MIN_FIELDS = 2

/** One bad footer fails the query over all. */
async function readOneByOne(
  files: readonly UnreadParquet[],
  database: Database,
): Promise<readonly InspectedParquet[]> {
  const inspected: InspectedParquet[] = []
  for (const file of files) {
    try {
      inspected.push(...(await readAll([file], database)))
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      const problem = `unreadable Parquet file, skipped: ${error.message}`
      inspected.push({ ...file, kind: 'unusable', problem })
    }
  }
  return inspected
}

function skipped({ shown }: UnreadParquet): SkippedFile {
  return { kind: 'skipped', shown, reason: 'not-a-flow-log' }
}

interface Footer extends Pick<ParquetFile, 'columns' | 'filled' | 'records'> {
  /** Undefined without the statistics. */
  readonly sawInstance: boolean | undefined
}

const INSTANCE = fieldByName('instanceId')

/**
 * A row group has an instance when the maximum of `instance_id` is `i-…`: the only other value is `-`, which sorts before it.
 * https://duckdb.org/docs/stable/data/parquet/metadata
 */
async function footersOf(
  files: readonly UnreadParquet[],
  database: Database,
): Promise<ReadonlyMap<string, Footer>> {
  const instance = literal(column(INSTANCE))
  const rows = await database.rows(`
    SELECT file_name, max(records), string_agg(concat_ws(' ', type, filled, name), chr(10) ORDER BY position),
      bool_or(instance) FILTER (name = ${instance}), bool_and(known) FILTER (name = ${instance})
    FROM (
      SELECT file_name, path_in_schema AS name, any_value(type) AS type, min(column_id) AS position,
        sum(row_group_num_rows) AS records,
        CASE WHEN bool_and(COALESCE(stats_null_count = 0, false)) THEN 'filled' ELSE 'unknown' END AS filled,
        bool_or(stats_max_value >= 'i-' AND stats_max_value < 'i.') AS instance,
        bool_and(COALESCE(stats_max_value < 'i.', stats_null_count = row_group_num_rows, false)) AS known
      FROM parquet_metadata(${fileList(files.map(({ path }) => path))})
      GROUP BY file_name, path_in_schema)
    GROUP BY file_name`)
  const footers = new Map<string, Footer>()
  for (const [path, records, list, instances, isKnown] of rows) {
    const { columns, filled } = columnsOf(list as string)
    const sawInstance = !columns.has(INSTANCE) || isKnown === true ? instances === true : undefined
    footers.set(path as string, { columns, filled, records: Number(records), sawInstance })
  }
  const empty = files.filter(({ path }) => !footers.has(path))
  if (empty.length > 0) await addEmpty(empty, footers, database)
  return footers
}

/** A file without records may have no row group: its columns are in its schema. */
async function addEmpty(
  files: readonly UnreadParquet[],
  footers: Map<string, Footer>,
  database: Database,
): Promise<void> {
  const rows = await database.rows(`
    SELECT file_name, string_agg(concat_ws(' ', type, 'filled', name), chr(10) ORDER BY column_id)
    FROM parquet_schema(${fileList(files.map(({ path }) => path))})
    WHERE type IS NOT NULL GROUP BY file_name`)
  for (const [path, list] of rows) {
    footers.set(path as string, { ...columnsOf(list as string), records: 0, sawInstance: false })
  }
}

/** Reads the records of files without statistics. */
async function lookForInstances(
  files: readonly UnreadParquet[],
  database: Database,
): Promise<ReadonlySet<string>> {
  const id = column(INSTANCE)
  const rows = await database.rows(`
    SELECT DISTINCT filename
    FROM read_parquet(${fileList(files.map(({ path }) => path))}, filename=true, hive_partitioning=false, binary_as_string=true)
    WHERE starts_with(${id}, 'i-')`)
  return new Set(rows.map(([path]) => path as string))
}

/** In the order of the file. */
function columnsOf(list: string): Pick<ParquetFile, 'columns' | 'filled'> {
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
