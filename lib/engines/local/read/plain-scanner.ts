import { isUtf8 } from 'node:buffer'
import type { LineFormat } from './line-format'
import {
  exactPlaces,
  kindOfLine,
  LINE_FEED,
  lineBetween,
  RETURN,
  SPACE,
  type FieldPlaces,
} from './line-rules'
import { plainRecords } from './plain-records'
import type { MendedScan, OddLine, Scan, Scanner, ScannerOptions } from './scanner'

/** As the kernel has. */
const INPUT_BYTES = 1 << 21
/** After so many lines it is checked whether the columns are full. */
const CHECK_LINES = 256

/** Reads lines in plain JavaScript, as the kernel does. */
export function plainScanner(options: ScannerOptions): Scanner {
  const records = plainRecords(options)
  const input = Buffer.alloc(INPUT_BYTES)
  const mended = Buffer.alloc(INPUT_BYTES)
  let format: LineFormat | undefined
  /** Whether the lines up to here have a carriage return, or bytes that are not UTF-8; 0: not known. */
  let checkedEnd = 0
  let isCareful = false

  /** Finds the fields of a line; undefined where the line is not regular. */
  function readLine(from: number, end: number): FieldPlaces | undefined {
    if (input[from]! <= SPACE) return undefined
    if (!isCareful) return exactPlaces({ bytes: input, from, to: end })
    const line = lineBetween(input, from, end)
    return isRegular(from, line.to) ? exactPlaces(line) : undefined
  }

  function isRegular(from: number, to: number): boolean {
    for (let at = from; at < to; at++) {
      const byte = input[at]!
      if (byte > 127 || byte === RETURN) return false
    }
    return true
  }

  /** `header`: of this format; `otherHeader`: it can be of another order. */
  function headerAt(from: number, end: number): 'header' | 'otherHeader' | undefined {
    const initial = input[from]!
    if (initial > SPACE && !isHeaderInitial(initial)) return undefined
    const line = lineBetween(input, from, end)
    if (format!.header?.equals(input.subarray(from, line.to))) return 'header'
    const { kind } = kindOfLine(line)
    return kind === 'header' || kind === 'unknownHeader' ? 'otherHeader' : undefined
  }

  function checkBytes(from: number, to: number): void {
    if (to === checkedEnd) return
    const lines = input.subarray(from, input.lastIndexOf(LINE_FEED, to - 1) + 1)
    isCareful = !isUtf8(lines) || lines.includes(RETURN)
    checkedEnd = to
  }

  /** Ends after an odd line, so that its record follows those before it. */
  function scan(from: number, to: number): Scan {
    const oddLines: OddLine[] = []
    let [lines, headers, added, outOfRange] = [0, 0, 0, 0]
    let position = from
    const result = (stop: Scan['stop']): Scan => ({
      position,
      stop,
      lines,
      headers,
      records: added + outOfRange,
      outOfRange,
      oddLines,
    })
    checkBytes(from, to)
    while (position < to && oddLines.length === 0) {
      if (lines % CHECK_LINES === 0 && records.isFull) return result('full')
      const end = input.indexOf(LINE_FEED, position)
      if (end < 0 || end >= to) break
      const header = headerAt(position, end)
      if (header === 'otherHeader') return result('header')
      if (header === 'header') {
        headers++
      } else {
        const line = readLine(position, end)
        const outcome = line ? records.add(line, lineBetween(input, position, end)) : 'unreadable'
        if (outcome === 'record') added++
        else if (outcome === 'outOfRange') outOfRange++
        else oddLines.push({ line: lines, from: position, to: end, rowsBefore: records.rows })
      }
      lines++
      position = end + 1
    }
    if (oddLines.length > 0) return result('oddLines')
    checkedEnd = 0
    return result('end')
  }

  function addMended(length: number, lines: readonly OddLine[]): MendedScan {
    const refused: OddLine[] = []
    let outOfRange = 0
    let from = 0
    for (const line of lines) {
      const to = mended.indexOf(LINE_FEED, from)
      const fields = exactPlaces({ bytes: mended, from, to })
      const outcome = records.add(fields, lineBetween(input, line.from, line.to))
      if (outcome === 'outOfRange') outOfRange++
      if (outcome === 'unreadable') refused.push(line)
      from = to + 1
    }
    return { records: lines.length - refused.length, outOfRange, refused }
  }

  return {
    ...records,
    get rows() {
      return records.rows
    },
    get isFull() {
      return records.isFull
    },
    close: () => undefined,
    input,
    setFormat(next) {
      format = next
      records.setFormat(next)
    },
    scan,
    mended,
    addMended,
  }
}

/** A letter, `$`, `@` or a quotation mark. */
function isHeaderInitial(byte: number): boolean {
  const lower = byte | 32
  return (lower >= 96 && lower <= 122) || byte === 36 || byte === 34 || byte === 39
}
