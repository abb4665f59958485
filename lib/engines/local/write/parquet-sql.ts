import { literal } from '../../../dialects/literals'
import type { ResultColumn } from '../../../results/result'
import type { WrittenColumn } from './column-kind'

/** A statement fails with this text where a sum is beyond 64 bits. */
export const BEYOND_64_BITS = 'natlens cannot write this sum as int64'

export const PARQUET_OPTIONS = 'FORMAT parquet, COMPRESSION zstd'

const TYPES = { text: 'VARCHAR', integer: 'BIGINT', number: 'DOUBLE', time: 'TIMESTAMP' } as const

/** The values of a row; as in the other files a text `-`, NaN and infinity are missing. */
export function parquetValue({ sql, kind }: WrittenColumn, { type }: ResultColumn): string {
  switch (kind) {
    case 'text':
      return `NULLIF(${sql}, '-')`
    case 'integer':
      return bigint(sql)
    case 'boolean':
      return `CAST(${sql} AS BIGINT)`
    case 'double':
      return `CASE WHEN isfinite(${sql}) THEN ${sql} END`
    case 'time':
      return sql
    case 'other':
      return `CAST(${sql} AS ${TYPES[type]})`
  }
}

/** A value that is missing, of the type of a column. */
export function parquetNull({ type }: ResultColumn): string {
  return `CAST(NULL AS ${TYPES[type]})`
}

/** Parquet has no larger integers: DuckDB would write doubles. */
function bigint(value: string): string {
  const failure = `error(concat(${literal(BEYOND_64_BITS)}, ${value}))`
  return `COALESCE(TRY_CAST(${value} AS BIGINT), CASE WHEN ${value} IS NOT NULL THEN ${failure} END)`
}
