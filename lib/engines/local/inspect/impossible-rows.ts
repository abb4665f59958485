import type { Database } from '../duckdb/database'
import { fileList } from '../duckdb/file-list'
import { impossibleSql } from '../duckdb/parquet-values'
import type { UnreadParquet } from '../file-state'
import type { Footer } from './parquet-columns'

/** Counts the rows with an impossible value, by path; reads only columns of which the footers prove nothing. */
export async function countImpossible(
  files: readonly UnreadParquet[],
  footers: ReadonlyMap<string, Footer>,
  database: Database,
): Promise<ReadonlyMap<string, number>> {
  const groups = new Map<string, string[]>()
  for (const { path } of files) {
    const footer = footers.get(path)!
    const condition = impossibleSql(footer, (field) => footer.statistics.get(field))
    if (condition === undefined || footer.records === 0) continue
    const paths = groups.get(condition)
    if (paths) paths.push(path)
    else groups.set(condition, [path])
  }
  const counts = new Map<string, number>()
  for (const [condition, paths] of groups) {
    const rows = await database.rows(`
      SELECT filename, count(*)
      FROM read_parquet(${fileList(paths)}, filename=true, hive_partitioning=false, binary_as_string=true)
      WHERE ${condition} GROUP BY filename`)
    for (const [path, count] of rows) counts.set(path as string, Number(count))
  }
  return counts
}
