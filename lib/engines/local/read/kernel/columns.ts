import { IntegerField } from './integers'
import {
  ENTRIES_BYTES,
  LINES_BYTES,
  MAX_BATCH_LINES,
  MAX_ENTRIES,
  MAX_ENTRY_BYTES,
  MAX_LINE_BYTES,
  MAX_MENDED_LINES,
  MAX_SLOTS,
  MIN_SLOTS,
} from './limits'

/** A column of the row group that is being filled. */
@unmanaged
export class Column {
  kind: u32
  /** Index of its field in this format; -1 where the format lacks it. */
  field: i32
  isLastField: bool
  /** Where a column of numbers gets them. */
  integers: IntegerField
  /** One byte for each row: whether it has a value. */
  presence: usize
  /** Of the rows with a value: codes (u16) of a text column, addresses (u32) of lines, else numbers (i32 or i64). */
  values: usize
  valueCount: u32

  /** A text column's dictionary, or the lines: each text after its length (u32), as Parquet writes it. */
  entries: usize
  entriesEnd: usize
  entryCount: u32
  /** Hash table: code + 1 (16 bits), offset in the entries (23 bits), part of the hash (25 bits). */
  slots: usize
  slotMask: u32
  /** In the last batch most values were equal to the value before them. */
  repeats: bool

  min: i64
  max: i64
}

/** Kinds of columns; the third has integers of 64 bits, the last whole lines. */
export const TEXT: u32 = 0
export const INT32: u32 = 1
export const LINE: u32 = 3

const MAX_COLUMNS: u32 = 128
const columns: usize = heap.alloc(MAX_COLUMNS * sizeof<usize>())
export let columnCount: u32 = 0

/** Rows of the row group that is being filled, and how many there can be. */
export let rows: u32 = 0
let maxRows: u32 = 0
/** Mended lines come after the last batch. */
let capacity: u32 = 0
/** Where an encoded column is put. */
export let encoded: usize = 0

export function setMaxRows(count: u32): void {
  maxRows = count
  capacity = maxRows + MAX_MENDED_LINES
  encoded = heap.alloc(capacity * 10 + 4096)
}

export function columnAt(index: u32): Column {
  return changetype<Column>(load<usize>(columns + index * sizeof<usize>()))
}

export function addColumn(kind: u32): void {
  const column = changetype<Column>(heap.alloc(offsetof<Column>()))
  column.kind = kind
  column.field = -1
  column.isLastField = false
  column.presence = heap.alloc(capacity)
  column.values = heap.alloc(capacity * valueBytes(kind))
  column.slotMask = MIN_SLOTS - 1
  column.repeats = false
  if (kind == TEXT) {
    column.entries = heap.alloc(ENTRIES_BYTES)
    column.slots = heap.alloc(MAX_SLOTS * 8)
  }
  if (kind == LINE) column.entries = heap.alloc(LINES_BYTES)
  store<usize>(columns + columnCount * sizeof<usize>(), changetype<usize>(column))
  columnCount++
  clear(column)
}

/** Bytes of a value in {@link Column.values}. */
export function valueBytes(kind: u32): u32 {
  return kind == TEXT ? 2 : kind == INT32 || kind == LINE ? 4 : 8
}

function clear(column: Column): void {
  column.valueCount = 0
  if (column.kind != TEXT && column.kind != LINE) return
  column.entriesEnd = column.entries
  if (column.kind == LINE) return
  column.entryCount = 0
  memory.fill(column.slots, 0, (column.slotMask + 1) * 8)
}

/** The format lacks the column's field. */
export function addMissing(column: Column, count: u32): void {
  memory.fill(column.presence + rows, 0, count)
}

export function addRows(count: u32): void {
  rows += count
}

export function clearColumns(): void {
  rows = 0
  for (let index: u32 = 0; index < columnCount; index++) clear(columnAt(index))
}

/** Whether another batch could be too much for some column. */
export function isFull(): bool {
  if (rows + MAX_BATCH_LINES > maxRows) return true
  for (let index: u32 = 0; index < columnCount; index++) {
    const column = columnAt(index)
    if (column.kind == LINE && column.entriesEnd - column.entries > MAX_LINE_BYTES) return true
    if (column.kind != TEXT) continue
    if (column.entryCount + MAX_BATCH_LINES + MAX_MENDED_LINES > MAX_ENTRIES) return true
    if (column.entriesEnd - column.entries > MAX_ENTRY_BYTES) return true
  }
  return false
}
