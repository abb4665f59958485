import { identifier } from '../../../dialects/literals'
import { column, type Field } from '../../../flow-log/fields'
import type { ParquetFile } from '../file-state'
import type { ReadRecords } from '../read/text-reader'
import { isInteger } from './column-type'
import { fileList } from './file-list'
import { impossibleSql, numberSql, textSql } from './parquet-values'

/** The name under which every query finds the records. */
export const TABLE = 'flow_logs'

/** The statement that makes the view over all files: one SELECT for files that are read in the same way. */
export function viewSql(texts: readonly ReadRecords[], parquets: readonly ParquetFile[]): string {
  return `CREATE OR REPLACE TEMP VIEW ${identifier(TABLE)} AS\n${recordsSql(texts, parquets)}`
}

/** The query for all records. */
export function recordsSql(
  texts: readonly ReadRecords[],
  parquets: readonly ParquetFile[],
): string {
  const selects = [
    ...texts.map(textSelect),
    ...groupsOf(parquets, columnTypesOf()).map(parquetSelect),
  ]
  return selects.join('\nUNION ALL BY NAME\n')
}

function textSelect({ paths, columns }: ReadRecords): string {
  return `SELECT ${columns.map(identifierOf).join(', ')}\nFROM read_parquet(${fileList(paths)}, hive_partitioning=false)`
}

function identifierOf(field: Field): string {
  return identifier(column(field))
}

type Group<T> = readonly [T, ...T[]]

function groupsOf<T>(files: readonly T[], keyOf: (file: T) => string): readonly Group<T>[] {
  const groups = new Map<string, [T, ...T[]]>()
  for (const file of files) {
    const key = keyOf(file)
    const group = groups.get(key)
    if (group) group.push(file)
    else groups.set(key, [file])
  }
  return [...groups.values()]
}

function pathsOf(files: readonly { readonly path: string }[]): readonly string[] {
  return files.map(({ path }) => path)
}

function columnTypesOf(): (file: ParquetFile) => string {
  const textOf = once((columns: ParquetFile['columns']) =>
    [...columns].map(([field, type]) => `${field.token}:${type}`).join(' '),
  )
  return ({ columns, names, impossible }) =>
    [textOf(columns), ...names.values(), impossible > 0].join(' ')
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
function parquetSelect(files: Group<ParquetFile>): string {
  const [first] = files
  const filled = filledInAll(files)
  const list = [...first.columns.keys()].map((field) => {
    if (!isInteger(field)) return parquetText(field, first, filled.has(field))
    return `${numberSql(field, first)} AS ${identifierOf(field)}`
  })
  const impossible = first.impossible > 0 ? impossibleSql(first, () => undefined) : undefined
  return [
    `SELECT ${list.join(', ')}`,
    `FROM read_parquet(${fileList(pathsOf(files))}, hive_partitioning=false, binary_as_string=true)`,
    ...(impossible === undefined ? [] : [`WHERE NOT ${impossible}`]),
  ].join('\n')
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
