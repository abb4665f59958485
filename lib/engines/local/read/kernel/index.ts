/**
 * Reads lines of flow logs into columns. The caller adds columns, describes the fields of a line, puts bytes into the
 * input and calls `scan`; it mends the odd lines and adds them, takes the columns when they are full, and clears them.
 * Memory grows only while columns are added.
 */
import { columnAt } from './columns'
import { sumAt } from './format'

export { addColumn, clearColumns, encoded, isFull, rows, setMaxRows } from './columns'
export { encodeCodes, encodeDeltas, encodePresence } from './encode'
export {
  addIntegerField,
  beginFormat,
  resetSums,
  setColumnField,
  setEndField,
  setStartField,
  setSummedField,
} from './format'
export { input, mended } from './input'
export { INPUT_BYTES as inputBytes } from './limits'
export { mendedOrigins } from './lines'
export { mendedPlaces } from './merge'
export { findColumnRange } from './numbers'
export { header, headerCount, oddLineCount, oddLines, stopsAtHeader } from './rows'
export { addMended, lineCount, scan, setRange } from './scan'
export { firstStart, lastStart, outOfRange, records, resetTotals } from './totals'

export function columnValues(index: u32): usize {
  return columnAt(index).values
}

export function columnValueCount(index: u32): u32 {
  return columnAt(index).valueCount
}

export function dictionaryBegin(index: u32): usize {
  return columnAt(index).entries
}

export function dictionaryEnd(index: u32): usize {
  return columnAt(index).entriesEnd
}

export function dictionaryCount(index: u32): u32 {
  return columnAt(index).entryCount
}

export function columnMin(index: u32): i64 {
  return columnAt(index).min
}

export function columnMax(index: u32): i64 {
  return columnAt(index).max
}

/** The low and the high 64 bits of a sum. */
export function sumLow(index: u32): u64 {
  return sumAt(index).low
}

export function sumHigh(index: u32): i64 {
  return sumAt(index).high
}
