import type { LineFields } from '../../flow-log/format'
import type { Field } from '../../flow-log/fields'

/** A file of the log, and how it is to be read. */
export type Source = TextSource | ParquetSource

/** What is said of a file in messages and statistics, and by what it is known again. */
export interface SourceFile {
  readonly path: string
  readonly shown: string
  readonly size: number
  readonly mtimeMs: number
}

export interface TextSource extends SourceFile {
  readonly kind: 'text'
  readonly gzip: boolean
  /** The first line names the fields. */
  readonly header: boolean
  /** A CloudWatch Logs export: each line begins with the time of the event. */
  readonly timestamped: boolean
  readonly fields: LineFields
  /** `--log-format` told the fields. */
  readonly told: boolean
  /** What was read shows lines that DuckDB would not read as they are meant. */
  readonly irregular: boolean
  /** The first records include one of an instance. */
  readonly sawInstance: boolean
  /** Known once every line is known to be readable. */
  readonly count: LineCount | undefined
}

export interface LineCount {
  /** Physical lines, with headers and blank ones. */
  readonly lines: number
  readonly records: number
}

export interface ParquetSource extends SourceFile {
  readonly kind: 'parquet'
  /** The columns that are fields, with their physical type (`BYTE_ARRAY`, `INT32`, …). */
  readonly columns: ReadonlyMap<Field, string>
  /** The columns of which the footer says that no value is missing; of the others nothing is known. */
  readonly filled: ReadonlySet<Field>
  readonly records: number
  /** Some record is one of an instance. */
  readonly sawInstance: boolean
}

/** The fields of a source that natlens knows. */
export function knownFields(source: Source): readonly Field[] {
  return source.kind === 'parquet'
    ? [...source.columns.keys()]
    : source.fields.filter((field) => field !== undefined)
}

/** A text file of which it is not known that every line is readable. */
export function isUnread(source: Source): source is TextSource {
  return source.kind === 'text' && source.count === undefined
}
