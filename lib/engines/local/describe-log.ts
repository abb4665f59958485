import type { LogDescription } from '../../dialects/dialect'
import { column, fieldByName, type FieldName } from '../../flow-log/fields'
import type { Database } from './database'
import { fileList } from './file-list'
import { TABLE } from './source-sql'
import { knownFields, type Source } from './sources'

/** What the SQL dialect must know: which fields all files have and which only some. */
export function describeLog(sources: readonly Source[]): LogDescription {
  const fields = [...fieldCounts(sources)].map(
    ([name, count]) => [name, count === sources.length ? 'always' : 'sometimes'] as const,
  )
  return { fields: new Map(fields), table: [TABLE] }
}

/** How many of the files have a field. */
export function fieldCounts(sources: readonly Source[]): ReadonlyMap<FieldName, number> {
  const counts = new Map<FieldName, number>()
  for (const source of sources) {
    for (const { name } of knownFields(source)) {
      counts.set(name as FieldName, (counts.get(name as FieldName) ?? 0) + 1)
    }
  }
  return counts
}

const INSTANCE = fieldByName('instanceId')
/** So many records of so many files are looked at. */
const PARQUET_FILES = 100
const PARQUET_RECORDS = 100_000

/** Whether the first records of the files include one of an instance: such a log is of more than NAT gateways. */
export async function sawInstance(
  sources: readonly Source[],
  database: () => Promise<Database>,
): Promise<boolean> {
  if (sources.some((source) => source.kind === 'text' && source.sawInstance)) return true

  const files = sources
    .filter((source) => source.kind === 'parquet' && source.columns.has(INSTANCE))
    .slice(0, PARQUET_FILES)
  if (files.length === 0) return false
  const [row] = await (
    await database()
  ).rows(`
    SELECT count(*) FROM (
      SELECT ${column(INSTANCE)} AS id
      FROM read_parquet(${fileList(files.map(({ path }) => path))}, hive_partitioning=false, binary_as_string=true)
      LIMIT ${PARQUET_RECORDS})
    WHERE starts_with(id, 'i-')`)
  return Number(row?.[0]) > 0
}
