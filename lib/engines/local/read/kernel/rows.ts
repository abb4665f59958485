import { isUtf8 } from './host'
import { hasInvalidBytes, hasStrayReturns, lineEnds, marks } from './input'
import { MAX_BATCH_LINES, MAX_MENDED_LINES } from './limits'
import { mendSpaces, resetMended } from './mend'

/** For each row of the batch the index of the mark before its first field (u32), and its line in the batch (u32). */
export const rowMarks: usize = heap.alloc(MAX_BATCH_LINES * 4)
export const rowLines: usize = heap.alloc(MAX_BATCH_LINES * 4)
/** One byte for each row: 1 where a number cannot be read, 2 where the row is out of the range. */
export const rowFlags: usize = heap.alloc(MAX_BATCH_LINES)
/** For each row that is kept its index among the rows of the batch (u32). */
export const keptRows: usize = heap.alloc(MAX_BATCH_LINES * 4)
export let rowCount: u32 = 0
/** Whether {@link keptRows} counts from 0 on, as without a flag it must. */
let keepsAll: bool = false

/** Lines that the caller mends: line since the call, first byte, end, rows of the row group before it (u32 each). */
export const oddLines: usize = heap.alloc(MAX_MENDED_LINES * 16)
export let oddLineCount: u32 = 0

/** The header line of this format, as its bytes stand in the file; empty where there is none. */
export const header: usize = heap.alloc(4096)
let headerLength: u32 = 0
export let headerCount: u32 = 0
/** The batch ends before a line that can be a header of another order. */
export let stopsAtHeader: bool = false

export function setHeaderLength(length: u32): void {
  headerLength = length
}

export function resetLines(): void {
  oddLineCount = 0
  headerCount = 0
  stopsAtHeader = false
}

/** Sorts lines into rows, odd lines and headers; returns how many lines of the batch are done. */
export function splitLines(lineCount: u32, fieldCount: u32, linesBefore: u32): u32 {
  rowCount = 0
  resetMended()
  let first: u32 = 0
  for (let line: u32 = 0; line < lineCount; line++) {
    const last = load<u32>(lineEnds + line * 4)
    const begin = <usize>load<u32>(marks + first * 4) + 1
    const initial = load<u8>(begin)
    if ((isHeaderInitial(initial) || initial <= 32) && looksLikeHeader(first, last)) {
      if (!isHeader(begin, load<u32>(marks + last * 4))) {
        stopsAtHeader = true
        return line
      }
      headerCount++
    } else if (isOdd(first, last)) {
      addOddLine(linesBefore + line, first, last)
    } else if (last - first == fieldCount && initial > 32) {
      addRow(first, line)
    } else {
      const mended = last - first > fieldCount ? mendSpaces(first, last, fieldCount) : 0
      if (mended > 0) addRow(mended, line)
      else addOddLine(linesBefore + line, first, last)
    }
    first = last
  }
  return lineCount
}

/** Mended lines are rows, whatever their bytes are. */
export function takeLines(lineCount: u32, fieldCount: u32, linesBefore: u32): void {
  rowCount = 0
  let first: u32 = 0
  for (let line: u32 = 0; line < lineCount; line++) {
    const last = load<u32>(lineEnds + line * 4)
    if (last - first == fieldCount) addRow(first, line)
    else addOddLine(linesBefore + line, first, last)
    first = last
  }
}

function addRow(first: u32, line: u32): void {
  store<u32>(rowMarks + rowCount * 4, first)
  store<u32>(rowLines + rowCount * 4, line)
  rowCount++
}

export function keepAllRows(): void {
  if (keepsAll) return
  for (let row: u32 = 0; row < MAX_BATCH_LINES; row++) store<u32>(keptRows + row * 4, row)
  keepsAll = true
}

/** Drops the rows with a flag: those with a wrong number become odd lines. */
export function dropFlaggedRows(linesBefore: u32): void {
  keepsAll = false
  let kept: u32 = 0
  for (let row: u32 = 0; row < rowCount; row++) {
    const first = load<u32>(rowMarks + row * 4)
    const flag = load<u8>(rowFlags + row)
    if (flag == 0) {
      store<u32>(rowMarks + kept * 4, first)
      store<u32>(rowLines + kept * 4, load<u32>(rowLines + row * 4))
      store<u32>(keptRows + kept * 4, row)
      kept++
    } else if (flag & 1) {
      const line = load<u32>(rowLines + row * 4)
      // The marks of a row that was mended are others.
      const begin = line > 0 ? load<u32>(lineEnds + (line - 1) * 4) : 0
      addOddLine(linesBefore + line, begin, load<u32>(lineEnds + line * 4))
    }
  }
  rowCount = kept
}

/** Notes how many rows stand before each odd line of the batch. */
export function placeOddLines(fromOddLine: u32, linesBefore: u32, rowsBefore: u32): void {
  for (let index = fromOddLine; index < oddLineCount; index++) {
    const entry = oddLines + index * 16
    const before = rowsBefore + countRowsBefore(load<u32>(entry) - linesBefore)
    store<u32>(entry, before, 12)
  }
}

function countRowsBefore(line: u32): u32 {
  let from: u32 = 0
  let to = rowCount
  while (from < to) {
    const middle = (from + to) >> 1
    if (load<u32>(rowLines + middle * 4) < line) from = middle + 1
    else to = middle
  }
  return from
}

function addOddLine(line: u32, first: u32, last: u32): void {
  const entry = oddLines + oddLineCount * 16
  store<u32>(entry, line)
  store<u32>(entry, load<u32>(marks + first * 4) + 1, 4)
  store<u32>(entry, load<u32>(marks + last * 4), 8)
  oddLineCount++
}

/** Each value begins as a name does in a header, and hardly ever in a record; spaces can be odd. */
function looksLikeHeader(first: u32, last: u32): bool {
  let hasLetter = false
  for (let mark = first; mark < last; mark++) {
    const initial = load<u8>(<usize>load<u32>(marks + mark * 4) + 1)
    if (isHeaderInitial(initial)) hasLetter = true
    else if (initial > 32) return false
  }
  return hasLetter
}

/** A letter, `$`, `@` or a quotation mark. */
function isHeaderInitial(byte: u32): bool {
  return (byte | 32) - 96 < 27 || byte == 36 || byte == 34 || byte == 39
}

function isHeader(begin: usize, end: usize): bool {
  if (end > begin && load<u8>(end - 1) == 13) end--
  return <u32>(end - begin) == headerLength && memory.compare(header, begin, headerLength) == 0
}

/** Bytes that are not UTF-8, or a carriage return before the last byte. */
function isOdd(first: u32, last: u32): bool {
  if (!hasStrayReturns && !hasInvalidBytes) return false
  const begin = <usize>load<u32>(marks + first * 4) + 1
  const end = <usize>load<u32>(marks + last * 4)
  let seen: u32 = 0
  for (let at = begin; at < end; at++) {
    const byte: u32 = load<u8>(at)
    if (byte == 13 && at + 1 < end) return true
    seen |= byte
  }
  return hasInvalidBytes && seen > 127 && !isUtf8(begin, end)
}
