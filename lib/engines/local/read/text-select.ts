import { identifier, literal } from '../../../dialects/literals'
import { column, type Field } from '../../../flow-log/fields'
import { columnType, isInteger } from '../duckdb/column-type'
import { fileList } from '../duckdb/file-list'
import type { TextInput } from '../file-state'

/** DuckDB counts no more rejected lines than these; of the others it gives only the files. */
const REJECTS_LIMIT = 100_000

/**
 * The SELECT over text files that are read in the same way. Lines that are not checked are read with DuckDB's rejects and
 * with every integer among their values: DuckDB converts only the columns of the query, and would else count a line with an
 * invalid `packets` or not, depending on the query. The options are those of the fastest measured reading.
 * https://duckdb.org/docs/stable/data/csv/reading_faulty_csv_files
 */
export function textSelect(
  { codec, layout, isChecked }: TextInput,
  paths: readonly string[],
): string {
  const { fields, hasHeader, prefixColumns } = layout
  const known = fields.filter((field) => field !== undefined)
  const columns = [
    ...Array.from({ length: prefixColumns }, (_, index) => [`prefix ${index}`, 'VARCHAR']),
    ...fields.map((field, index) => [
      field ? column(field) : `unknown ${index}`,
      columnType(field),
    ]),
  ]
  const options = [
    `columns={${columns.map(([name, type]) => `${literal(name!)}: ${literal(type!)}`).join(', ')}}`,
    "auto_detect=false, delim=' ', quote='', escape='', nullstr='-', buffer_size=4194304",
    `header=${String(hasHeader)}, compression='${codec.duckdb ?? 'none'}', hive_partitioning=false`,
    ...(isChecked ? [] : [`store_rejects=true, rejects_limit=${REJECTS_LIMIT}`]),
  ]
  const integers = known.filter(isInteger).map(identifierOf)
  return [
    `SELECT ${known.map((field) => (isInteger(field) ? identifierOf(field) : textValue(field))).join(', ')}`,
    `FROM read_csv(${fileList(paths)}, ${options.join(', ')})`,
    ...(!isChecked && integers.length > 0 ? [`WHERE ${convertsAll(integers)}`] : []),
  ].join('\n')
}

/** Always true, but DuckDB does not know it and converts the columns; the fastest measured form. */
function convertsAll(columns: readonly string[]): string {
  return `CASE WHEN COALESCE(${columns.join(', ')}, 0) = 0 THEN true ELSE true END`
}

/** A missing text reads as `-`, as AWS writes it. */
export function textValue(field: Field): string {
  return `COALESCE(${identifierOf(field)}, '-') AS ${identifierOf(field)}`
}

export function identifierOf(field: Field): string {
  return identifier(column(field))
}
