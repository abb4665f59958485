import type { LineFormat } from './line-format'
import { headerFields } from './line-rules'
import { plainRecords, type FieldPlaces, type PlainRecords } from './plain-records'
import type { OddLine, Scan, Scanner, ScannerOptions } from './scanner'

/** Large enough that few lines are cut between two scans. */
const INPUT_BYTES = 1 << 19
const MAX_FIELDS = 1024
const LINE_FEED = 10
const RETURN = 13
const SPACE = 32

/** Reads lines in plain JavaScript, as the kernel does. */
export function plainScanner(options: ScannerOptions): Scanner & PlainRecords {
  const records = plainRecords(options)
  const input = Buffer.alloc(INPUT_BYTES)
  const begins = new Int32Array(MAX_FIELDS + 1)
  const ends = new Int32Array(MAX_FIELDS + 1)
  let format: LineFormat | undefined

  /** Finds the end of a line and its fields; undefined where the line is not regular. */
  function readLine(from: number, to: number): { end: number; line: FieldPlaces | undefined } {
    let count = 0
    let begin = from
    let bits = 0
    let returns = 0
    let at = from
    for (; at < to; at++) {
      const byte = input[at]!
      if (byte === LINE_FEED) break
      bits |= byte
      if (byte === SPACE) {
        begins[count] = begin
        ends[count] = at
        if (count < MAX_FIELDS) count++
        begin = at + 1
      } else if (byte === RETURN) {
        returns++
      }
    }
    if (at === to) return { end: -1, line: undefined }
    const isReturnLast = returns > 0 && input[at - 1] === RETURN
    begins[count] = begin
    ends[count] = isReturnLast ? at - 1 : at
    count++
    const isRegular = bits < 128 && returns === (isReturnLast ? 1 : 0) && input[from]! > SPACE
    return { end: at, line: isRegular ? { bytes: input, count, begins, ends } : undefined }
  }

  /** `header`: of this format; `otherHeader`: it can be of another order. */
  function headerAt(from: number, end: number): 'header' | 'otherHeader' | undefined {
    const initial = input[from]!
    if (initial > SPACE && (initial < 97 || initial > 122)) return undefined
    const line = input.subarray(from, input[end - 1] === RETURN && end > from ? end - 1 : end)
    if (format!.header?.equals(line)) return 'header'
    return headerFields(line) ? 'otherHeader' : undefined
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
    while (position < to) {
      if (records.isFull) return result('full')
      const { end, line } = readLine(position, to)
      if (end < 0) break
      const header = headerAt(position, end)
      if (header === 'otherHeader') return result('header')
      if (header === 'header') {
        headers++
      } else {
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
