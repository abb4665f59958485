import { LOG_COLUMN, MESSAGE_COLUMN } from '../../../dialects/dialect'
import { identifier, literal } from '../../../dialects/literals'
import { formOf, type RecordForm } from '../choose/record-form'
import { column, type Field } from '../../../flow-log/fields'
import { groupBy } from '../../../group-by'
import type { ParquetFile } from '../file-state'
import type { ReadRecords } from '../read/text-reader'
import { isInteger } from './column-type'
import { fileList } from './file-list'
import { impossibleSql, numberSql, textSql } from './parquet-values'

/** The name under which every query finds the records. */
export const TABLE = 'flow_logs'
/** The records of all flow logs, where others count once: for queries that keep flow logs apart. */
export const TABLE_OF_ALL = 'all_flow_logs'

/** Records that are read in the same way, and of one origin where origins are kept apart. */
export interface Slice {
  readonly origin: string | undefined
  readonly form: RecordForm
  readonly columns: readonly Field[]
  /** The query for the records. */
  readonly sql: string
}

interface SliceOptions {
  readonly hasMessage?: boolean
  /** Default: false. */
  readonly isByOrigin?: boolean | undefined
}

/** The statement that makes the view over all records. */
export function viewSql(selects: readonly string[], table = TABLE): string {
  return `CREATE OR REPLACE TEMP VIEW ${identifier(table)} AS\n${union(selects)}`
}

/** The query for all records. */
export function recordsSql(
  texts: readonly ReadRecords[],
  parquets: readonly ParquetFile[],
): string {
  return union(slicesOf(texts, parquets).map(({ sql }) => sql))
}

/** The query with the column `@log`: the flow log of the records, `-` where it is unknown. */
export function withLog(sql: string, origin: string | undefined): string {
  return `SELECT *, ${literal(origin ?? '-')} AS ${identifier(LOG_COLUMN)} FROM (${sql})`
}

export function union(selects: readonly string[]): string {
  return selects.join('\nUNION ALL BY NAME\n')
}

export function slicesOf(
  texts: readonly ReadRecords[],
  parquets: readonly ParquetFile[],
  { hasMessage = false, isByOrigin = false }: SliceOptions = {},
): readonly Slice[] {
  const typesOf = columnTypesOf(hasMessage)
  const originOf = ({ origin }: ParquetFile) => (isByOrigin ? origin.id : undefined)
  const groups = groupBy(
    parquets,
    (file) => `${originOf(file) ?? ''} ${isByOrigin ? formOf(file) : ''} ${typesOf(file)}`,
  )
  return [
    ...texts.map((records): Slice => {
      const { origin, columns } = records
      return { origin, form: 'text', columns, sql: textSelect(records) }
    }),
    ...[...groups.values()].map((files): Slice => {
      const [first] = files
      const columns = [...first.columns.keys()]
      return { origin: originOf(first), form: formOf(first), columns, sql: parquetSelect(files, hasMessage) } // prettier-ignore
    }),
  ]
}

function textSelect({ paths, columns }: ReadRecords): string {
  return `SELECT ${columns.map(identifierOf).join(', ')}\nFROM read_parquet(${fileList(paths)}, hive_partitioning=false)`
}

/** The values of a record in the order of the file's columns, as AWS writes a line. */
function messageOf(values: readonly string[]): string {
  const texts = values.map((value) => `COALESCE(CAST(${value} AS VARCHAR), '-')`)
  return `concat_ws(' ', ${texts.join(', ')}) AS ${identifier(MESSAGE_COLUMN)}`
}

function identifierOf(field: Field): string {
  return identifier(column(field))
}

type Group<T> = readonly [T, ...T[]]

function pathsOf(files: readonly { readonly path: string }[]): readonly string[] {
  return files.map(({ path }) => path)
}

/** The order of the columns matters to the line alone. */
function columnTypesOf(inOrder: boolean): (file: ParquetFile) => string {
  const textOf = once((columns: ParquetFile['columns']) => {
    const types = [...columns].map(([field, type]) => `${field.token}:${type}`)
    return (inOrder ? types : types.sort()).join(' ')
  })
  return ({ columns, names, impossible }) => {
    const spellings = [...names.values()]
    const ordered = inOrder ? spellings : spellings.sort()
    return [textOf(columns), ...ordered, impossible > 0].join(' ')
  }
}

/** A thousand files of one format share its list. */
function once<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>()
  return (key) => {
    const value = made.get(key) ?? make(key)
    made.set(key, value)
    return value
  }
}

/** DuckDB skips row groups by their statistics only for a plain column: NULL is replaced only where the footers allow one. */
function parquetSelect(files: Group<ParquetFile>, hasMessage: boolean): string {
  const [first] = files
  const filled = filledInAll(files)
  const list = [...first.columns.keys()].map((field) => {
    if (!isInteger(field)) return parquetText(field, first, filled.has(field))
    return `${numberSql(field, first)} AS ${identifierOf(field)}`
  })
  if (hasMessage)
    list.push(messageOf([...first.columns.keys()].map((field) => rawValue(field, first))))
  const impossible = first.impossible > 0 ? impossibleSql(first, () => undefined) : undefined
  return [
    `SELECT ${list.join(', ')}`,
    `FROM read_parquet(${fileList(pathsOf(files))}, hive_partitioning=false, binary_as_string=true)`,
    ...(impossible === undefined ? [] : [`WHERE NOT ${impossible}`]),
  ].join('\n')
}

function rawValue(field: Field, file: ParquetFile): string {
  return isInteger(field) ? numberSql(field, file) : textSql(field, file)
}

/** A missing text reads as `-`, as AWS writes it. */
function parquetText(field: Field, file: ParquetFile, isFilled: boolean): string {
  const name = identifierOf(field)
  const value = textSql(field, file)
  const text = isFilled ? value : `COALESCE(${value}, '-')`
  return text === name ? name : `${text} AS ${name}`
}

function filledInAll([first, ...rest]: Group<ParquetFile>): ReadonlySet<Field> {
  return new Set([...first.filled].filter((field) => rest.every(({ filled }) => filled.has(field))))
}
