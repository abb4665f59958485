import { Column, columnAt, columnCount, LINE, rows, valueBytes } from './columns'
import { MAX_MENDED_LINES } from './limits'
import { rowCount, rowLines } from './rows'

/** For each mended line how many rows of the row group are before it, those of other mended lines not counted (u32). */
export const mendedPlaces: usize = heap.alloc(MAX_MENDED_LINES * 4)
/** The same for each row of them. */
const places: usize = heap.alloc(MAX_MENDED_LINES * 4)
const presence: usize = heap.alloc(MAX_MENDED_LINES)
const values: usize = heap.alloc(MAX_MENDED_LINES * 8)

/** Notes the places of the rows of a batch of mended lines. */
export function placeMended(rowsBefore: u32, linesBefore: u32): void {
  for (let row: u32 = 0; row < rowCount; row++) {
    const line = linesBefore + load<u32>(rowLines + row * 4)
    store<u32>(places + (rowsBefore + row) * 4, load<u32>(mendedPlaces + line * 4))
  }
}

/** Moves the rows from `first` on, which are those of mended lines, to their places among the rows before. */
export function mergeRows(first: u32): void {
  const count = rows - first
  if (count == 0 || load<u32>(places) == first) return
  for (let index: u32 = 0; index < columnCount; index++) {
    const column = columnAt(index)
    if (column.field >= 0 || column.kind == LINE) mergeColumn(column, first, count)
  }
}

/** From the end on, so that no value is overwritten before it is moved. */
function mergeColumn(column: Column, first: u32, count: u32): void {
  const size = valueBytes(column.kind)
  memory.copy(presence, column.presence + first, count)
  let present: u32 = 0
  for (let row: u32 = 0; row < count; row++) present += load<u8>(presence + row)
  let to = column.values + column.valueCount * size
  let from = to - present * size
  memory.copy(values, from, present * size)
  let mended = values + present * size

  let before = first
  let left = count
  for (let row = rows - 1; left > 0; row--) {
    const isMended = load<u32>(places + (left - 1) * 4) >= before
    if (isMended) left--
    else before--
    const has = load<u8>(isMended ? presence + left : column.presence + before)
    store<u8>(column.presence + row, has)
    if (!has) continue
    to -= size
    if (isMended) {
      mended -= size
      move(to, mended, size)
    } else {
      from -= size
      move(to, from, size)
    }
  }
}

function move(to: usize, from: usize, size: u32): void {
  if (size == 8) store<u64>(to, load<u64>(from))
  else if (size == 4) store<u32>(to, load<u32>(from))
  else store<u16>(to, load<u16>(from))
}
