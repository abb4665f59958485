import type { LineFields } from '../../../flow-log/format'
import { kernelScanner } from './kernel-scanner'
import { addTotals, noCounts, type LineCounts } from './line-counts'
import { lineFormat, type LineFormat } from './line-format'
import {
  exactPlaces,
  explainUnreadable,
  kindOfLine,
  lineBetween,
  loosePlaces,
  type Line,
} from './line-rules'
import { longLine } from './long-line'
import type { RowGroup } from './parquet/row-group'
import { plainRecords, type AddOutcome } from './plain-records'
import { plainScanner } from './plain-scanner'
import type { RecordColumns, Scan, ScannerOptions } from './scanner'
import { unreadableLines } from './unreadable-lines'

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
  /** Columns before the fields, such as the time of the event in an export of CloudWatch Logs. */
  readonly prefixColumns: number
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
  const long = longLine()

  function flushColumns(columns: RecordColumns): void {
    if (columns.rows > 0) onRowGroup(columns.rowGroup())
    columns.clear()
  }

  /** Files of one format need not describe it again; the header line of the file before is one of this file, too. */
  function isInUse(fields: LineFields, header: Buffer | undefined): boolean {
    if (format?.prefixColumns !== shape!.prefixColumns || format.fields.length !== fields.length) {
      return false
    }
    if (header && !format.header?.equals(header)) return false
    return fields.every((field, index) => field?.token === format!.fields[index]?.token)
  }

  function useFormat(fields: LineFields, header?: Buffer): void {
    if (isInUse(fields, header)) return
    const { prefixColumns } = shape!
    format = lineFormat(fields, { columns: options.columns, prefixColumns, header })
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
      const mark = input.subarray(0, Math.min(pending, BYTE_ORDER_MARK.length))
      if (mark.equals(BYTE_ORDER_MARK)) from = mark.length
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

  function endLongLine(): void {
    const bytes = long.take()
    readOddLine(++counts.lines, lineBetween(bytes, 0, bytes.length))
  }

  return {
    begin(next) {
      shape = next
      counts = noCounts()
      unreadable = unreadableLines()
      pending = 0
      isAtStart = true
      long.clear()
      for (const holder of holders) holder.takeTotals()
      useFormat(next.fields)
    },
    add(bytes) {
      for (let at = 0; at < bytes.length;) {
        if (long.isOpen) {
          const end = bytes.indexOf(LINE_FEED, at)
          long.add(bytes.subarray(at, end < 0 ? bytes.length : end))
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
          long.add(input.subarray(0, pending))
          pending = 0
        }
      }
    },
    end({ isCut = false } = {}) {
      if (long.isOpen && !isCut) endLongLine()
      if (pending > 0) {
        if (!isCut) input[pending++] = LINE_FEED
        scanInput()
      }
      const totals = holders.map((holder) => holder.takeTotals())
      return { ...counts, unreadable: unreadable.end(), ...addTotals(totals) }
    },
    flush() {
      holders.forEach(flushColumns)
    },
    clear() {
      for (const holder of holders) holder.clear()
    },
  }
}
