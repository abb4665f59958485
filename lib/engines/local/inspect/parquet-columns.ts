import {
  column,
  fieldByColumn,
  fieldBySpelling,
  fieldByToken,
  type Field,
} from '../../../flow-log/fields'
import type { Database } from '../duckdb/database'
import { fileList } from '../duckdb/file-list'
import type { NumberStatistics } from '../duckdb/parquet-values'
import type { ParquetFile, UnreadParquet } from '../file-state'

export interface Footer extends ParquetColumns {
  readonly records: number
  /** Undefined without the statistics. */
  readonly sawInstance: boolean | undefined
}

export interface ParquetColumns extends Pick<ParquetFile, 'columns' | 'names' | 'filled'> {
  readonly unknownColumns: number
  readonly statistics: ReadonlyMap<Field, NumberStatistics>
}

/** Reads lines such as `INT64 filled 0 1500 bytes`; the type of a column of times is `TIMESTAMP`. */
export function columnsOf(list: string): ParquetColumns {
  const columns = new Map<Field, string>()
  const names = new Map<Field, string>()
  const filled = new Set<Field>()
  const statistics = new Map<Field, NumberStatistics>()
  const unknown = new Set<string>()
  for (const line of list.split('\n')) {
    const [type, full, low, high, ...words] = line.split(' ')
    const name = words.join(' ')
    const field = fieldByColumn(name) ?? fieldBySpelling(name)
    if (!field || columns.has(field)) {
      // A name with a comma is that of a part of another column.
      unknown.add(name.split(', ')[0]!)
      continue
    }
    columns.set(field, low === 'time' ? 'TIMESTAMP' : type!)
    if (name !== column(field)) names.set(field, name)
    if (full === 'filled') filled.add(field)
    if (isNumber(low) && isNumber(high)) {
      statistics.set(field, { min: BigInt(low), max: BigInt(high) })
    }
  }
  return { columns, names, filled, statistics, unknownColumns: unknown.size }
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && /^-?\d+$/.test(text)
}

/** Without statistics only the schema says whether whole numbers are times. */
export async function addTimeTypes(
  files: readonly UnreadParquet[],
  footers: Map<string, Footer>,
  database: Database,
): Promise<void> {
  const times = [fieldByToken('start'), fieldByToken('end')]
  const unknown = files.filter(({ path }) => {
    const { columns, statistics } = footers.get(path)!
    return times.some((field) => columns.get(field) === 'INT64' && !statistics.has(field))
  })
  if (unknown.length === 0) return
  const rows = await database.rows(`
    SELECT file_name, name FROM parquet_schema(${fileList(unknown.map(({ path }) => path))})
    WHERE CAST(logical_type AS VARCHAR) LIKE 'Timestamp%' OR CAST(converted_type AS VARCHAR) LIKE 'TIMESTAMP%'`)
  for (const [path, name] of rows) {
    const footer = footers.get(path as string)!
    const field = fieldBySpelling(name as string)
    if (!field || !footer.columns.has(field)) continue
    const columns = new Map(footer.columns).set(field, 'TIMESTAMP')
    footers.set(path as string, { ...footer, columns })
  }
}
