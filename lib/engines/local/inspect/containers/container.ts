import type { LineFields } from '../../../../flow-log/format'

/**
 * A form in which files hold records: a new one is a file here and a line in the table `CONTAINERS`.
 * Text is recognized by its first lines, Parquet by its first bytes.
 */
export type Container = TextContainer | ParquetContainer

export interface TextContainer {
  readonly kind: 'text'
  readonly name: string
  /**
   * What the first lines (not blank, without leading and trailing spaces) say; undefined when the file has another form.
   * `logFormat` is the value of `--log-format`.
   */
  recognize(
    lines: readonly string[],
    logFormat: LineFields | undefined,
  ): LineLayout | UnknownFormat | UnknownHeader | undefined
}

export interface ParquetContainer {
  readonly kind: 'parquet'
  readonly name: string
  recognizes(head: Buffer): boolean
  /** Whether the file, with this size and these last bytes, is complete. */
  isComplete(size: number, end: Buffer): boolean
}

/** How a line is divided. */
export interface LineLayout {
  readonly fields: LineFields
  /** The first line names the fields. */
  readonly hasHeader: boolean
  /** Columns before the fields, such as the time of the event in an export of CloudWatch Logs. */
  readonly prefixColumns: number
  /** The fields are those of `--log-format`. */
  readonly usesLogFormat: boolean
}

/** Records without a header line, in an order of fields that natlens does not know. */
export interface UnknownFormat {
  /** Of the first record. */
  readonly columnCount: number
  /** Values that only flow logs have show that these are records. */
  readonly isCertain: boolean
}

/** Records below a line of names that is not understood. */
export interface UnknownHeader {
  /** The names that are unknown, or there twice. */
  readonly names: readonly string[]
}
