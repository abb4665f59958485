import { identifier } from '../../../dialects/literals'
import { column, FIELD_TYPES, type Field } from '../../../flow-log/fields'
import type { ParquetFile } from '../file-state'
import { MAX_BACKWARD_SECONDS, maxValue } from '../read/line-format'
import { columnType, isInteger } from './column-type'

// How a column of Parquet becomes a field, whatever type it has: people write times as TIMESTAMP, and numbers as text.

type Columns = Pick<ParquetFile, 'columns' | 'names'>

/** The physical types of Parquet; `TIMESTAMP` stands for any that holds times. */
const NUMBER_TYPES: ReadonlySet<string> = new Set([
  ...['INT32', 'INT64', 'BYTE_ARRAY', 'FLOAT', 'DOUBLE', 'FIXED_LEN_BYTE_ARRAY'],
])
const TIMES: ReadonlySet<string> = new Set(['start', 'end'])
const TIME_TYPES: ReadonlySet<string> = new Set(['TIMESTAMP', 'INT96'])
const TEXT_TYPES: ReadonlySet<string> = new Set(['BYTE_ARRAY', 'INT32', 'INT64'])

/** Whether a column of such a type can hold a field. */
export function fitsType(field: Field, type: string): boolean {
  if (TIMES.has(field.token) && TIME_TYPES.has(type)) return true
  return (isInteger(field) ? NUMBER_TYPES : TEXT_TYPES).has(type)
}

export function nameOf(field: Field, { names }: Columns): string {
  return names.get(field) ?? column(field)
}

/** A whole number; NULL where it is missing or invalid. */
export function numberSql(field: Field, file: Columns): string {
  const raw = identifier(nameOf(field, file))
  const type = file.columns.get(field)!
  const as = columnType(field)
  if (TIME_TYPES.has(type)) return `(epoch_us(${raw}) // 1000000)`
  if (type === 'BYTE_ARRAY') return `TRY_CAST(NULLIF(${raw}, '-') AS ${as})`
  return isNatural(field, type) ? `CAST(${raw} AS ${as})` : `TRY_CAST(${raw} AS ${as})`
}

/** A text, without the replacement of NULL. An account number that is stored as a number lacks zeros in front. */
export function textSql(field: Field, file: Columns): string {
  const raw = identifier(nameOf(field, file))
  if (file.columns.get(field) === 'BYTE_ARRAY') return raw
  const text = `CAST(${raw} AS VARCHAR)`
  return field.token === 'account-id' ? `lpad(${text}, 12, '0')` : text
}

function isNatural({ type }: Field, physical: string): boolean {
  return type !== 'string' && FIELD_TYPES[type].parquet === physical
}

/** What a footer says of a column of numbers. */
export interface NumberStatistics {
  readonly min: bigint
  readonly max: bigint
}

export type StatisticsOf = (field: Field) => NumberStatistics | undefined

/** Whether a row has an impossible value; undefined where the statistics show that no row has one. */
export function impossibleSql(file: Columns, statisticsOf: StatisticsOf): string | undefined {
  const fields = [...file.columns.keys()].filter(isInteger)
  const wrong = fields
    .filter((field) => !isProven(field, statisticsOf(field)))
    .map((field) => wrongNumber(field, file))
  const [start, end] = ['start', 'end'].map((token) => fields.find((each) => each.token === token))
  if (start && end && !isForward(statisticsOf(start), statisticsOf(end))) {
    const [from, to] = [numberSql(start, file), numberSql(end, file)]
    wrong.push(`${to} + ${MAX_BACKWARD_SECONDS} < ${from}`)
  }
  return wrong.length === 0 ? undefined : `COALESCE(${wrong.join(' OR ')}, false)`
}

function isProven(field: Field, statistics: NumberStatistics | undefined): boolean {
  return statistics !== undefined && statistics.min >= 0n && statistics.max <= maxValue(field)
}

function isForward(start: NumberStatistics | undefined, end: NumberStatistics | undefined) {
  return start && end && start.max <= end.min + BigInt(MAX_BACKWARD_SECONDS)
}

function wrongNumber(field: Field, file: Columns): string {
  const raw = identifier(nameOf(field, file))
  const type = file.columns.get(field)!
  const number = numberSql(field, file)
  const max = maxValue(field)
  const outside = `${number} < 0 OR ${number} > ${max}`
  if (isNatural(field, type) || TIME_TYPES.has(type)) return outside
  if (type === 'BYTE_ARRAY') return `(${number} IS NULL AND ${raw} NOT IN ('-', '')) OR ${outside}`
  if (type === 'FLOAT' || type === 'DOUBLE') {
    return `(NOT isnan(${raw}) AND (${number} IS NULL OR ${number} <> ${raw})) OR ${outside}`
  }
  return `(${number} IS NULL AND ${raw} IS NOT NULL) OR ${outside}`
}
