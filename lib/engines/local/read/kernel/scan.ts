import { addMissing, addRows, columnAt, columnCount, isFull, LINE, rows, TEXT } from './columns'
import {
  endField,
  fieldCount,
  integerCount,
  integerField,
  startField,
  summedField,
  sumAt,
} from './format'
import { endOfLine, findMarks, input, mended } from './input'
import { flagBackward, readIntegers } from './integers'
import { BLOCK_BYTES, MAX_ODD_LINES } from './limits'
import { addLines, addMendedLines } from './lines'
import { mergeRows, placeMended } from './merge'
import { addNumbers } from './numbers'
import * as lines from './rows'
import { addTexts } from './texts'
import * as totals from './totals'

/** Lines that the last call of {@link scan} has done. */
export let lineCount: u32 = 0

let hasRange: bool = false
let rangeFrom: i64 = 0
let rangeTo: i64 = 0

/** Keeps the records whose start is from `from` up to `to`, in seconds. */
export function setRange(from: i64, to: i64): void {
  hasRange = true
  rangeFrom = from
  rangeTo = to
}

/**
 * Reads whole lines of the input and returns where it stopped: at the end of the last whole line, where the
 * columns are full, before a line that can be another header, or after many odd lines.
 */
export function scan(from: u32, to: u32): u32 {
  const end = input + to
  let at = input + from
  lineCount = 0
  lines.resetLines()
  totals.resetCounts()
  // What stands there from before must not be taken for marks.
  memory.fill(end, 0, BLOCK_BYTES)
  while (at < end && !isFull() && !lines.stopsAtHeader && lines.oddLineCount < MAX_ODD_LINES) {
    const found = findMarks(at, end)
    if (found == 0) break
    const oddLinesBefore = lines.oddLineCount
    const rowsBefore = rows
    const done = lines.splitLines(found, fieldCount, lineCount)
    if (done == 0) break
    readRows(false)
    lines.placeOddLines(oddLinesBefore, lineCount, rowsBefore)
    lineCount += done
    at = endOfLine(done - 1) + 1
  }
  return <u32>(at - input)
}

/**
 * Reads mended lines and puts their rows among those of the last call of {@link scan}. Lines that are not records
 * are odd lines again; `mendedPlaces` says for each line how many rows of the row group are before it.
 */
export function addMended(length: u32): void {
  const end = mended + length
  const first = rows
  let at = mended
  lineCount = 0
  lines.resetLines()
  totals.resetCounts()
  memory.fill(end, 0, BLOCK_BYTES)
  while (at < end) {
    const found = findMarks(at, end)
    if (found == 0) break
    const rowsBefore = rows
    lines.takeLines(found, fieldCount, lineCount)
    readRows(true)
    placeMended(rowsBefore - first, lineCount)
    lineCount += found
    at = endOfLine(found - 1) + 1
  }
  mergeRows(first)
}

function readRows(isMended: bool): void {
  memory.fill(lines.rowFlags, 0, lines.rowCount)
  let flags: u32 = 0
  for (let index: u32 = 0; index < integerCount; index++) flags += readIntegers(integerField(index))
  if (endField >= 0) flags += flagBackward(integerField(startField), integerField(endField))

  totals.countRecords(flags > 0)
  if (startField >= 0) totals.observeStarts(integerField(startField))
  for (let index: u32 = 0; index < 2; index++) {
    const field = summedField(index)
    if (field >= 0) totals.addToSum(sumAt(index), integerField(field))
  }
  if (hasRange) {
    const starts = startField >= 0 ? integerField(startField) : null
    flags += totals.flagOutOfRange(starts, rangeFrom, rangeTo)
  }
  if (flags == 0) lines.keepAllRows()
  else lines.dropFlaggedRows(lineCount)

  for (let index: u32 = 0; index < columnCount; index++) {
    const column = columnAt(index)
    if (column.kind == LINE) {
      if (isMended) addMendedLines(column, lineCount)
      else addLines(column)
    } else if (column.field < 0) addMissing(column, lines.rowCount)
    else if (column.kind == TEXT) addTexts(column)
    else addNumbers(column)
  }
  addRows(lines.rowCount)
}
