import type { Field } from '../../../flow-log/fields'
import type { TimeRange } from '../../../time'
import type { LineFormat } from './line-format'
import type { RowGroup } from './parquet/row-group'

export interface ScannerOptions {
  readonly columns: readonly Field[]
  readonly range?: StartRange | undefined
  /** Whether the totals have the sums of bytes and packets. */
  readonly addsUp?: boolean | undefined
  /** Rows of a row group, at least 2,000; default: {@link MAX_ROWS}. */
  readonly maxRows?: number | undefined
}

/** Records whose `start` is from `from` up to `to`, in Unix seconds; a record without a start is out of the range. */
export interface StartRange {
  readonly from: number
  readonly to: number
}

/** The seconds of a range: its start counts, its end does not. */
export function startRange({ from, to }: TimeRange): StartRange {
  return {
    from: from ? Math.ceil(from.getTime() / 1000) : Number.MIN_SAFE_INTEGER,
    to: to ? Math.ceil(to.getTime() / 1000) : Number.MAX_SAFE_INTEGER,
  }
}

/** Holds records by column until a row group is full. */
export interface RecordColumns {
  readonly rows: number
  /** Whether it has no room for more records. */
  readonly isFull: boolean
  setFormat(format: LineFormat): void
  /** Of the next records. */
  setRange(range: StartRange): void
  /** The columns are encoded as they are iterated, and must be used before the next record is added. */
  rowGroup(): RowGroup
  clear(): void
  /** Of all records since the last call, in the range or not. */
  takeTotals(): Totals
}

/** Reads regular lines: UTF-8, values apart by spaces, numbers where the format has numbers. */
export interface Scanner extends RecordColumns {
  /** Where the caller puts the bytes to scan; one byte more than it uses must be free. */
  readonly input: Buffer
  /** Reads the whole lines of the input from one offset to another. */
  scan(from: number, to: number): Scan
  /** Where the caller puts odd lines of the last scan that have the fields of the format, one space between them. */
  readonly mended: Buffer
  /** Reads `length` bytes of mended lines, and puts their records among those of the last scan. */
  addMended(length: number, lines: readonly OddLine[]): MendedScan
  /** Frees the memory: it is not used afterwards. */
  close(): void
}

export interface Scan {
  /** The offset of the first byte that is not read. */
  readonly position: number
  /** `header`: the next line can be a header of another order. `oddLines`: there are many. */
  readonly stop: 'end' | 'full' | 'header' | 'oddLines'
  readonly lines: number
  readonly headers: number
  /** Records, in the range or not. */
  readonly records: number
  readonly outOfRange: number
  /** In the order of the file. */
  readonly oddLines: readonly OddLine[]
}

/** A line that is not regular; the offsets are those of its first byte and its line feed. */
export interface OddLine {
  /** Counts from 0 since the scan began. */
  readonly line: number
  readonly from: number
  readonly to: number
  /** Rows of the row group that are before it, those of other odd lines not counted. */
  readonly rowsBefore: number
}

export interface MendedScan {
  readonly records: number
  readonly outOfRange: number
  /** Which of the lines are not records: a number cannot be read. */
  readonly refused: readonly OddLine[]
}

export interface Totals {
  /** The smallest and largest `start`, in Unix seconds. */
  readonly firstStart: number | undefined
  readonly lastStart: number | undefined
  /** Undefined unless sums are wanted. */
  readonly sums: Sums | undefined
}

export interface Sums {
  readonly bytes: bigint
  readonly packets: bigint
}

/** Rows of a row group: DuckDB's own number is half of it, and reads this one faster. */
export const MAX_ROWS = 245_760
/** A row group ends before a dictionary has more entries or bytes. */
export const MAX_ENTRIES = 65_535
export const MAX_ENTRY_BYTES = 1 << 21
/** A row group ends before its lines have more bytes. */
export const MAX_LINE_BYTES = 1 << 24
