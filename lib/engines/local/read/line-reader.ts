import type { LineFields } from '../../../flow-log/format'
import { kernelScanner } from './kernel-scanner'
import { lineFormat, type LineFormat } from './line-format'
import {
  exactPlaces,
  explainUnreadable,
  kindOfLine,
  lineBetween,
  loosePlaces,
  MAX_LINE_BYTES,
  type Line,
} from './line-rules'
import type { RowGroup } from './parquet/row-group'
import { plainRecords, type AddOutcome } from './plain-records'
import { plainScanner } from './plain-scanner'
import type { RecordColumns, Scan, ScannerOptions, Totals } from './scanner'
import { unreadableLines, type UnreadableLines } from './unreadable-lines'

/** What lines are read into. */
export interface LineReaderOptions extends ScannerOptions {
  /** Undefined: plain JavaScript reads all lines. */
  readonly kernel: WebAssembly.Module | undefined
  readonly packsNumbers?: boolean
  /** Takes full columns; they are emptied afterwards. */
  readonly onRowGroup: (group: RowGroup) => void
}

/** How the lines of a file begin; a header line can change the fields. */
export interface LineShape {
  readonly fields: LineFields
  /** Each line begins with the time of its event, as in a CloudWatch Logs export. */
  readonly hasEventTime: boolean
}

/** Reads the bytes of files, one after the other, into columns. */
export interface LineReader {
  begin(shape: LineShape): void
  add(bytes: Uint8Array): void
  /** The last line may lack a line feed; of a file that was cut off such a line is dropped. */
  end(options?: { readonly isCut?: boolean }): LineCounts
  /** Hands over what is in the columns. */
  flush(): void
  /** Drops what is in the columns. */
  clear(): void
}

/** `lines = headers + blank + records + unreadable`. */
export interface LineCounts extends Totals {
  readonly lines: number
  readonly headers: number
  readonly blank: number
  readonly records: number
  /** Of the records those that do not start in the range. */
  readonly outOfRange: number
  readonly unreadable: UnreadableLines
}

/** Small enough for the processor's cache, and less than the scanner's input. */
const PIECE_BYTES = 1 << 18
const LINE_FEED = 10
const BYTE_ORDER_MARK = Buffer.from('\ufeff')

export function lineReader({ kernel, onRowGroup, ...options }: LineReaderOptions): LineReader {
  const plain = kernel ? undefined : plainScanner(options)
  const scanner = plain ?? kernelScanner(kernel!, options)
  /** Takes the odd lines that are records. */
  const records = plain ?? plainRecords(options)
  const holders: readonly RecordColumns[] = plain ? [plain] : [scanner, records]
  const { input } = scanner
  const capacity = input.length - 1

  let shape: LineShape | undefined
  let format: LineFormat | undefined
  let counts = noCounts()
  let unreadable = unreadableLines()
  /** Bytes of the input that are not read yet. */
  let pending = 0
  let isAtStart = true
  /** A line that is longer than the input, and its length. */
  let longLine: Uint8Array[] = []
  let longBytes = 0

  function flushColumns(columns: RecordColumns): void {
    if (columns.rows > 0) onRowGroup(columns.rowGroup())
    columns.clear()
  }

  function useFormat(fields: LineFields, header?: Buffer): void {
    const { hasEventTime } = shape!
    format = lineFormat(fields, { columns: options.columns, hasEventTime, header })
    for (const holder of holders) holder.setFormat(format)
  }

  /** Reads a line by the rules, which need more time than the scanner. */
  function readOddLine(number: number, line: Line): void {
    const kind = kindOfLine(line)
    switch (kind.kind) {
      case 'blank':
        counts.blank++
        return
      case 'header':
        counts.headers++
        useFormat(kind.fields, Buffer.from(line.bytes.subarray(line.from, line.to)))
        return
      case 'unreadable':
        unreadable.add(number, line, kind)
        return
      case 'values':
        readValues(number, line)
    }
  }

  function readValues(number: number, line: Line): void {
    if (records.isFull) flushColumns(records)
    const loose = loosePlaces(line)
    let outcome: AddOutcome
    if (loose.isExact || loose.exactCount !== format!.fieldCount) {
      outcome = records.add(loose)
    } else {
      outcome = records.add(exactPlaces(line))
      if (outcome === 'unreadable') outcome = records.add(loosePlaces(line))
    }
    if (outcome === 'unreadable') {
      unreadable.add(number, line, explainUnreadable(line, format!))
      return
    }
    counts.records++
    if (outcome === 'outOfRange') counts.outOfRange++
  }

  function addScan(scan: Scan): void {
    const before = counts.lines
    counts.lines += scan.lines
    counts.headers += scan.headers
    counts.records += scan.records
    counts.outOfRange += scan.outOfRange
    for (const { line, from, to } of scan.oddLines) {
      readOddLine(before + line + 1, lineBetween(input, from, to))
    }
  }

  /** Reads the whole lines of the input and keeps the rest. */
  function scanInput(): void {
    let from = 0
    if (isAtStart) {
      isAtStart = false
      if (input.subarray(0, pending).subarray(0, 3).equals(BYTE_ORDER_MARK)) from = 3
    }
    for (;;) {
      const scan = scanner.scan(from, pending)
      addScan(scan)
      from = scan.position
      if (scan.stop === 'end') break
      if (scan.stop === 'full') flushColumns(scanner)
      if (scan.stop === 'header') {
        const end = input.indexOf(LINE_FEED, from)
        readOddLine(++counts.lines, lineBetween(input, from, end))
        from = end + 1
      }
    }
    input.copyWithin(0, from, pending)
    pending -= from
  }

  function addToLongLine(bytes: Uint8Array): void {
    if (longBytes <= MAX_LINE_BYTES) longLine.push(Uint8Array.prototype.slice.call(bytes))
    longBytes += bytes.length
  }

  function endLongLine(): void {
    const bytes = Buffer.concat(longLine)
    readOddLine(++counts.lines, lineBetween(bytes, 0, bytes.length))
    longLine = []
    longBytes = 0
  }

  return {
    begin(next) {
      shape = next
      counts = noCounts()
      unreadable = unreadableLines()
      pending = 0
      isAtStart = true
      longLine = []
      longBytes = 0
      for (const holder of holders) holder.takeTotals()
      useFormat(next.fields)
    },
    add(bytes) {
      for (let at = 0; at < bytes.length;) {
        if (longBytes > 0) {
          const end = bytes.indexOf(LINE_FEED, at)
          addToLongLine(bytes.subarray(at, end < 0 ? bytes.length : end))
          if (end < 0) return
          endLongLine()
          at = end + 1
          continue
        }
        const count = Math.min(PIECE_BYTES, bytes.length - at, capacity - pending)
        input.set(bytes.subarray(at, at + count), pending)
        at += count
        pending += count
        // The first bytes can be a mark of their order.
        if (isAtStart && pending < BYTE_ORDER_MARK.length) continue
        scanInput()
        if (pending === capacity) {
          addToLongLine(input.subarray(0, pending))
          pending = 0
        }
      }
    },
    end({ isCut = false } = {}) {
      if (longBytes > 0 && !isCut) endLongLine()
      if (pending > 0) {
        if (!isCut) input[pending++] = LINE_FEED
        scanInput()
      }
      const totals = holders.map((holder) => holder.takeTotals())
      return { ...counts, unreadable: unreadable.end(), ...sumOf(totals) }
    },
    flush() {
      holders.forEach(flushColumns)
    },
    clear() {
      for (const holder of holders) holder.clear()
    },
  }
}

function noCounts() {
  return { lines: 0, headers: 0, blank: 0, records: 0, outOfRange: 0 }
}

function sumOf(totals: readonly Totals[]): Totals {
  const starts = totals.flatMap(({ firstStart, lastStart }) =>
    firstStart === undefined || lastStart === undefined ? [] : [firstStart, lastStart],
  )
  return {
    firstStart: starts.length > 0 ? Math.min(...starts) : undefined,
    lastStart: starts.length > 0 ? Math.max(...starts) : undefined,
    sums: totals
      .map(({ sums }) => sums)
      .reduce((a, b) => a && b && { bytes: a.bytes + b.bytes, packets: a.packets + b.packets }),
  }
}
