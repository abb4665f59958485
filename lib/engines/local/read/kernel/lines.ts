import { Column, rows } from './columns'
import { endOfLine, firstOfLine } from './input'
import { MAX_MENDED_LINES } from './limits'
import { rowCount, rowLines } from './rows'

/** For each mended line where it stands in the input: its first byte and its line feed (u32 each). */
export const mendedOrigins: usize = heap.alloc(MAX_MENDED_LINES * 8)

/** Columns before the fields, which are left out. */
let prefixColumns: u32 = 0

export function setPrefixColumns(count: u32): void {
  prefixColumns = count
}

/** Adds the line of every row as it stands in the file, without its line end. */
export function addLines(column: Column): void {
  for (let row: u32 = 0; row < rowCount; row++) {
    const line = load<u32>(rowLines + row * 4)
    addLine(column, row, firstOfLine(line), endOfLine(line))
  }
  endLines(column)
}

/** The same for mended lines, whose bytes are others; `linesBefore` of them are done. */
export function addMendedLines(column: Column, linesBefore: u32): void {
  for (let row: u32 = 0; row < rowCount; row++) {
    const origin = mendedOrigins + (linesBefore + load<u32>(rowLines + row * 4)) * 8
    addLine(column, row, load<u32>(origin), load<u32>(origin, 4))
  }
  endLines(column)
}

function addLine(column: Column, row: u32, from: usize, to: usize): void {
  if (to > from && load<u8>(to - 1) == 13) to--
  const begin = afterPrefix(from, to)
  const entry = column.entriesEnd
  const length = <u32>(to - begin)
  store<u32>(entry, length)
  memory.copy(entry + 4, begin, length)
  column.entriesEnd = entry + 4 + length
  store<u32>(column.values + (column.valueCount + row) * 4, <u32>entry)
}

function endLines(column: Column): void {
  column.valueCount += rowCount
  memory.fill(column.presence + rows, 1, rowCount)
}

/** Behind the columns before the fields and one space. */
function afterPrefix(from: usize, to: usize): usize {
  let at = from
  for (let left = prefixColumns; left > 0; left--) {
    while (at < to && isSpace(load<u8>(at))) at++
    while (at < to && !isSpace(load<u8>(at))) at++
    if (left == 1 && at < to && load<u8>(at) == 32) at++
  }
  return at
}

function isSpace(byte: u32): bool {
  return byte == 32 || byte - 9 < 5
}
