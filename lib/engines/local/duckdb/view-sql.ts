import { identifier, literal } from '../../../dialects/literals'
import { column, FIELD_TYPES, type Field } from '../../../flow-log/fields'
import { fileList } from './file-list'
import { isInteger } from '../inspect/known-formats'
import type { ParquetSource, Source, TextSource } from '../sources'

/** The name under which every query finds the records. */
export const TABLE = 'flow_logs'

/** The statement that makes the view over all sources: one SELECT for each way in which files are read. */
export function viewSql(sources: readonly Source[]): string {
  const groups = new Map<string, [Source, ...Source[]]>()
  // A thousand files of one format share its list.
  const names = new Map<unknown, string>()
  const nameOf = <T>(format: T, write: (format: T) => string) => {
    const name = names.get(format) ?? write(format)
    names.set(format, name)
    return name
  }
  for (const source of sources) {
    const key =
      source.kind === 'text'
        ? `${nameOf(source.fields, lineTokens)} ${readingOf(source)}`
        : nameOf(source.columns, columnTypes)
    const group = groups.get(key)
    if (group) group.push(source)
    else groups.set(key, [source])
  }
  const selects = [...groups.values()].map((group) => {
    const [first] = group
    const paths = group.map(({ path }) => path)
    return first.kind === 'text'
      ? textSelect(first, paths)
      : parquetSelect(first, filledInAll(group as readonly ParquetSource[]), paths)
  })
  return `CREATE OR REPLACE TEMP VIEW ${identifier(TABLE)} AS\n${selects.join('\nUNION ALL BY NAME\n')}`
}

function lineTokens(fields: TextSource['fields']): string {
  return fields.map((field) => field?.token).join()
}

function columnTypes(columns: ParquetSource['columns']): string {
  return [...columns].map(([field, type]) => `${field.token}:${type}`).join(' ')
}

function readingOf({ gzip, header, timestamped, count }: TextSource): string {
  return [gzip, header, timestamped, count !== undefined].join()
}

function filledInAll([first, ...rest]: readonly ParquetSource[]): ReadonlySet<Field> {
  const fields = [...(first?.filled ?? [])]
  return new Set(fields.filter((field) => rest.every(({ filled }) => filled.has(field))))
}

/**
 * Lines that are not known to be readable are read with DuckDB's rejects, and every integer among their values:
 * DuckDB converts only what a query reads, and would count a line with `packets` that is no number or not, as the
 * query reads it or not. The options are those of the best measured reading.
 * https://duckdb.org/docs/stable/data/csv/reading_faulty_csv_files
 */
function textSelect(
  { gzip, header, timestamped, fields, count }: TextSource,
  paths: readonly string[],
): string {
  const known = fields.filter((field) => field !== undefined)
  const columns = fields.map((field, index) => [
    field ? column(field) : `unknown ${index}`,
    field ? FIELD_TYPES[field.type].duckdb : 'VARCHAR',
  ])
  if (timestamped) columns.unshift(['event time', 'VARCHAR'])

  const options = [
    `columns={${columns.map(([name, type]) => `${literal(name!)}: ${literal(type!)}`).join(', ')}}`,
    "auto_detect=false, delim=' ', quote='', escape='', nullstr='-', buffer_size=4194304",
    `header=${String(header)}, compression=${gzip ? "'gzip'" : "'none'"}, hive_partitioning=false`,
    ...(count === undefined ? [`store_rejects=true, rejects_limit=${REJECTS_LIMIT}`] : []),
  ]
  const guard = known.filter(isInteger).map(identifierOf)
  return [
    `SELECT ${known.map((field) => (isInteger(field) ? identifierOf(field) : textValue(field))).join(', ')}`,
    `FROM read_csv(${fileList(paths)}, ${options.join(', ')})`,
    ...(count === undefined && guard.length > 0 ? [`WHERE ${readAll(guard)}`] : []),
  ].join('\n')
}

/** More rejected lines than this are not counted by DuckDB, only their files are known. */
export const REJECTS_LIMIT = 100_000

/** Always true, but DuckDB cannot know it and converts the columns; of these forms the cheapest measured. */
function readAll(columns: readonly string[]): string {
  return `CASE WHEN COALESCE(${columns.join(', ')}, 0) = 0 THEN true ELSE true END`
}

/** Only a plain column lets DuckDB pass over row groups by their statistics: NULL is replaced where there may be one. */
function parquetSelect(
  { columns }: ParquetSource,
  filled: ReadonlySet<Field>,
  paths: readonly string[],
): string {
  const list = [...columns].map(([field, type]) => {
    if (!isInteger(field)) return filled.has(field) ? identifierOf(field) : textValue(field)
    const name = identifierOf(field)
    const value = type === 'BYTE_ARRAY' ? `NULLIF(${name}, '-')` : name
    return `CAST(${value} AS ${FIELD_TYPES[field.type].duckdb}) AS ${name}`
  })
  return [
    `SELECT ${list.join(', ')}`,
    `FROM read_parquet(${fileList(paths)}, hive_partitioning=false, binary_as_string=true)`,
  ].join('\n')
}

function textValue(field: Field): string {
  return `COALESCE(${identifierOf(field)}, '-') AS ${identifierOf(field)}`
}

function identifierOf(field: Field): string {
  return identifier(column(field))
}
