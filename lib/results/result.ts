import type { TimeRange } from '../time'

/** A value of a result: integers beyond 2^53 are bigint, times are Date, no value is null. */
export type Cell = string | number | bigint | Date | null

export type Row = readonly Cell[]

export type ColumnType = 'text' | 'integer' | 'number' | 'time'

/** The unit of a figure, for tables that print `1.23 GB` or `$4.56`. */
export type Unit = 'bytes' | 'usd' | 'percent'

export interface ResultColumn {
  readonly name: string
  readonly type: ColumnType
  readonly unit?: Unit | undefined
}

export interface Result {
  readonly columns: readonly ResultColumn[]
  /** Rows in order, in batches of any size; iterated once. The first batch comes when the answer is known to be complete. */
  readonly batches: AsyncIterable<readonly Row[]>
  /** The rows are in the file of the run's options instead of the batches; `statistics` counts them. */
  readonly isWritten?: boolean | undefined
  /** Known once the batches are read. */
  statistics(): Statistics
  /** Known once the batches are read; absent for an engine that does not know it. */
  coverage?(): Coverage
}

/** The part of the requested time that the log covers. */
export interface Coverage {
  /** The time span of the log's files or partitions. */
  readonly held: Required<TimeRange> | 'unknown'
  /** Hours of the range for which the log has no file or partition. */
  readonly missingHours: readonly Date[] | 'unknown'
  /** Fields of the question that only some files have; absent for an engine that does not read files. */
  readonly lackingFields?: readonly LackingField[]
}

export interface LackingField {
  /** As AWS writes it: `pkt-srcaddr`. */
  readonly field: string
  /** Of `files` files that were read, `lacking` do not have it. */
  readonly lacking: number
  readonly files: number
}

export const UNKNOWN_COVERAGE: Coverage = { held: 'unknown', missingHours: 'unknown' }

/** What an engine counted; undefined where it does not count. */
export interface Statistics {
  readonly rows: number
  readonly seconds: number
  /** Bytes read from files (compressed if they are), or scanned as the engine bills them. */
  readonly bytesRead: number
  /** Records read, without unreadable lines. */
  readonly recordsScanned?: number | undefined
  readonly recordsMatched?: number | undefined
  readonly filesFound?: number | undefined
  readonly filesRead?: number | undefined
  readonly linesUnreadable?: number | undefined
  /** The cost of the run at the engine's price. */
  readonly usd?: number | undefined
}
