import { isAscii } from 'node:buffer'
import type { LineFormat } from './line-format'
import { exactPlaces, kindOfLine, lineBetween } from './line-rules'
import { plainRecords, type FieldPlaces, type PlainRecords } from './plain-records'
import type { OddLine, Scan, Scanner, ScannerOptions } from './scanner'

/** Large enough that few lines are cut between two scans. */
const INPUT_BYTES = 1 << 19
/** After so many lines it is checked whether the columns are full. */
const CHECK_LINES = 256
const LINE_FEED = 10
const RETURN = 13
const SPACE = 32

/** Reads lines in plain JavaScript, as the kernel does. */
export function plainScanner(options: ScannerOptions): Scanner & PlainRecords {
  const records = plainRecords(options)
  const input = Buffer.alloc(INPUT_BYTES)
  let format: LineFormat | undefined

  /** Finds the fields of a line; undefined where the line is not regular. */
  function readLine(from: number, end: number, isCareful: boolean): FieldPlaces | undefined {
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
    if (initial > SPACE && (initial < 97 || initial > 122)) return undefined
    const line = lineBetween(input, from, end)
    if (format!.header?.equals(input.subarray(from, line.to))) return 'header'
    return kindOfLine(line).kind === 'header' ? 'otherHeader' : undefined
  }

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
    const bytes = input.subarray(from, to)
    const isCareful = !isAscii(bytes) || bytes.includes(RETURN)
    while (position < to) {
      if (lines % CHECK_LINES === 0 && records.isFull) return result('full')
      const end = input.indexOf(LINE_FEED, position)
      if (end < 0 || end >= to) break
      const header = headerAt(position, end)
      if (header === 'otherHeader') return result('header')
      if (header === 'header') {
        headers++
      } else {
        const line = readLine(position, end, isCareful)
        const outcome = line ? records.add(line) : 'unreadable'
        if (outcome === 'record') added++
        else if (outcome === 'outOfRange') outOfRange++
        else oddLines.push({ line: lines, from: position, to: end })
      }
      lines++
      position = end + 1
    }
    return result('end')
  }

  return {
    ...records,
    get rows() {
      return records.rows
    },
    get isFull() {
      return records.isFull
    },
    input,
    setFormat(next) {
      format = next
      records.setFormat(next)
    },
    scan,
  }
}
