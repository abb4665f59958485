import { identifier, literal } from '../../../dialects/literals'
import { UserError } from '../../../errors'
import { column, fieldByName } from '../../../flow-log/fields'
import type { Database } from '../duckdb/database'
import { fileList } from '../duckdb/file-list'
import { fitsType, nameOf } from '../duckdb/parquet-values'
import type {
  ParquetFile,
  SkippedFile,
  StartBounds,
  UnreadParquet,
  UnusableFile,
} from '../file-state'
import { isFlowLogTable } from './containers/header-line'
import { countImpossible } from './impossible-rows'
import { addTimeTypes, columnsOf, type Footer } from './parquet-columns'

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
  const ofLog = files.filter(({ path }) => isFlowLogFooter(footers.get(path)!))
  const sound = ofLog.filter(({ path }) => misfitOf(footers.get(path)!) === undefined)
  const unknown = sound.filter(({ path }) => footers.get(path)!.sawInstance === undefined)
  const withInstance = await lookForInstances(unknown, footers, database)
  const impossible = await countImpossible(sound, footers, database)

  return files.map((file) => {
    const footer = footers.get(file.path)!
    if (!isFlowLogFooter(footer)) return skipped(file)
    const problem = misfitOf(footer)
    if (problem !== undefined) return { ...file, kind: 'unusable', problem }
    const { columns, names, filled, records } = footer
    const rows = impossible.get(file.path) ?? 0
    const sawInstance = footer.sawInstance ?? withInstance.has(file.path)
    const starts = startBounds(footer, rows > 0)
    return { ...file, kind: 'parquet', columns, names, filled, records: records - rows, impossible: rows, sawInstance, ...starts } // prettier-ignore
  })
}

function isFlowLogFooter({ columns, unknownColumns }: Footer): boolean {
  const unknown = Array.from({ length: unknownColumns }, () => undefined)
  return columns.size >= MIN_FIELDS && isFlowLogTable([...columns.keys(), ...unknown])
}

/** A file with fewer columns that are fields is not a flow log. */
const MIN_FIELDS = 2

/** What is wrong with a column whose type cannot hold its field. */
function misfitOf(footer: Footer): string | undefined {
  const misfit = [...footer.columns].find(([field, type]) => !fitsType(field, type))
  if (!misfit) return undefined
  const [field, type] = misfit
  const needed = field.type === 'string' ? 'text' : 'whole numbers'
  return `column \`${nameOf(field, footer)}\` has the type ${type} instead of ${needed}, file skipped`
}

/** Impossible values belong to no record. */
function startBounds({ statistics }: Footer, hasImpossible: boolean): StartBounds {
  const bounds = hasImpossible ? undefined : statistics.get(START)
  return {
    firstStart: bounds && Number(bounds.min),
    lastStart: bounds && Number(bounds.max),
  }
}

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
      const reason = error.message
        .replace(/^the query failed: (\w+ )*Error: /, '')
        .replaceAll(file.path, file.shown)
      const problem = `unreadable Parquet file, skipped: ${reason}`
      inspected.push({ ...file, kind: 'unusable', problem })
    }
  }
  return inspected
}

function skipped({ shown }: UnreadParquet): SkippedFile {
  return { kind: 'skipped', shown, reason: 'not-a-flow-log', what: OTHER_PARQUET }
}

/** What a Parquet file that is not a flow log is. */
export const OTHER_PARQUET = 'a Parquet file with other columns'

const INSTANCE = fieldByName('instanceId')
const START = fieldByName('startTime')

/**
 * A row group has an instance when the maximum of `instance_id` is `i-…`: the only other value is `-`, which sorts before it.
 * https://duckdb.org/docs/stable/data/parquet/metadata
 */
async function footersOf(
  files: readonly UnreadParquet[],
  database: Database,
): Promise<ReadonlyMap<string, Footer>> {
  const instance = literal(column(INSTANCE))
  const isInstance = `lower(replace(name, '-', '_')) = ${instance}`
  const rows = await database.rows(`
    SELECT file_name, max(records), string_agg(concat_ws(' ', type, filled, low, high, name), chr(10) ORDER BY position),
      bool_or(instance) FILTER (${isInstance}), bool_and(known) FILTER (${isInstance})
    FROM (
      SELECT file_name, path_in_schema AS name, any_value(type) AS type, min(column_id) AS position,
        sum(row_group_num_rows) AS records,
        CASE WHEN bool_and(COALESCE(stats_null_count = 0, false)) THEN 'filled' ELSE 'unknown' END AS filled,
        CASE WHEN bool_or(stats_min_value ~ '^[0-9]{4}-[0-9][0-9]-[0-9][0-9].*') THEN 'time'
          WHEN bool_and(TRY_CAST(stats_min_value AS BIGINT) IS NOT NULL) THEN CAST(min(TRY_CAST(stats_min_value AS BIGINT)) AS VARCHAR) ELSE '-' END AS low,
        CASE WHEN bool_and(TRY_CAST(stats_max_value AS BIGINT) IS NOT NULL) THEN CAST(max(TRY_CAST(stats_max_value AS BIGINT)) AS VARCHAR) ELSE '-' END AS high,
        bool_or(stats_max_value >= 'i-' AND stats_max_value < 'i.') AS instance,
        bool_and(COALESCE(stats_max_value < 'i.', stats_null_count = row_group_num_rows, false)) AS known
      FROM parquet_metadata(${fileList(files.map(({ path }) => path))})
      GROUP BY file_name, path_in_schema)
    GROUP BY file_name`)
  const footers = new Map<string, Footer>()
  for (const [path, records, list, instances, isKnown] of rows) {
    const columns = columnsOf(list as string)
    const sawInstance =
      !columns.columns.has(INSTANCE) || isKnown === true ? instances === true : undefined
    footers.set(path as string, { ...columns, records: Number(records), sawInstance })
  }
  const empty = files.filter(({ path }) => !footers.has(path))
  if (empty.length > 0) await addEmpty(empty, footers, database)
  await addTimeTypes(files, footers, database)
  return footers
}

/** A file without records may have no row group: its columns are in its schema. */
async function addEmpty(
  files: readonly UnreadParquet[],
  footers: Map<string, Footer>,
  database: Database,
): Promise<void> {
  const rows = await database.rows(`
    SELECT file_name, string_agg(concat_ws(' ', type, 'filled', 0, 0, name), chr(10) ORDER BY column_id)
    FROM parquet_schema(${fileList(files.map(({ path }) => path))})
    WHERE type IS NOT NULL GROUP BY file_name`)
  for (const [path, list] of rows) {
    footers.set(path as string, { ...columnsOf(list as string), records: 0, sawInstance: false })
  }
}

/** Reads the records of files without statistics. */
async function lookForInstances(
  files: readonly UnreadParquet[],
  footers: ReadonlyMap<string, Footer>,
  database: Database,
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  const names = new Set(files.map(({ path }) => nameOf(INSTANCE, footers.get(path)!)))
  for (const name of names) {
    const group = files.filter(({ path }) => nameOf(INSTANCE, footers.get(path)!) === name)
    const rows = await database.rows(`
      SELECT DISTINCT filename
      FROM read_parquet(${fileList(group.map(({ path }) => path))}, filename=true, hive_partitioning=false, binary_as_string=true)
      WHERE starts_with(${identifier(name)}, 'i-')`)
    for (const [path] of rows) found.add(path as string)
  }
  return found
}
