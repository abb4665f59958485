import { Column, columnAt, INT32, rows } from './columns'
import { keptRows, rowCount } from './rows'

/** Adds the field's number in every row that is kept. */
export function addNumbers(column: Column): void {
  const field = column.integers
  const presence = column.presence + rows
  const count = rowCount
  const isNarrow = column.kind == INT32
  let present: u32 = 0
  let out = column.values + column.valueCount * (isNarrow ? 4 : 8)
  for (let row: u32 = 0; row < count; row++) {
    const from = load<u32>(keptRows + row * 4)
    const isPresent = load<u8>(field.presence + from)
    store<u8>(presence + row, isPresent)
    if (!isPresent) continue
    const value = load<i64>(field.values + from * 8)
    if (isNarrow) store<i32>(out, <i32>value)
    else store<i64>(out, value)
    out += isNarrow ? 4 : 8
    present++
  }
  column.valueCount += present
}

/** Works out the smallest and the largest value of the row group. */
export function findColumnRange(index: u32): void {
  const column = columnAt(index)
  const count = column.valueCount
  const isNarrow = column.kind == INT32
  let min = i64.MAX_VALUE
  let max = i64.MIN_VALUE
  for (let row: u32 = 0; row < count; row++) {
    const value = isNarrow
      ? <i64>load<i32>(column.values + row * 4)
      : load<i64>(column.values + row * 8)
    if (value < min) min = value
    if (value > max) max = value
  }
  column.min = min
  column.max = max
}
