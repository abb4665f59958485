import type { LineFields } from '../../../flow-log/format'
import { kernelScanner } from './kernel-scanner'
import { noCounts, type LineCounts } from './line-counts'
import { lineFormat, type LineFormat } from './line-format'
import { explainUnreadable, LINE_FEED, lineBetween, type Line, type Unreadable } from './line-rules'
import { mendLine } from './mend-line'
import type { RowGroup } from './parquet/row-group'
import { plainScanner } from './plain-scanner'
import type { OddLine, Scan, ScannerOptions, StartRange } from './scanner'
import { MAX_TEXT_BYTES, unreadableLines } from './unreadable-lines'

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
  /** Keeps the records of this range, instead of that of the options. */
  setRange(range: StartRange): void
  begin(shape: LineShape): void
  add(bytes: Uint8Array): void
  /** The last line may lack a line feed; of a file that was cut off such a line is dropped. */
  end(options?: { readonly isCut?: boolean }): LineCounts
  /** Hands over what is in the columns. */
  flush(): void
  /** Drops what is in the columns. */
  clear(): void
  /** Frees the memory: it is not used afterwards. */
  close(): void
}

/** Small enough for the processor's cache, and less than the scanner's input. */
const PIECE_BYTES = 1 << 18
const BYTE_ORDER_MARK = Buffer.from('\ufeff')

export function lineReader({ kernel, onRowGroup, ...options }: LineReaderOptions): LineReader {
  const scanner = kernel ? kernelScanner(kernel, options) : plainScanner(options)
  const { input, mended } = scanner
  const capacity = input.length - 1

  let shape: LineShape | undefined
  let format: LineFormat | undefined
  let counts = noCounts()
  let unreadable = unreadableLines()
  let lacking = new Set<string>()
  /** Bytes of the input that are not read yet. */
  let pending = 0
  let isAtStart = true
  /** The beginning of a line that does not fit into the input. */
  let longLine: Buffer | undefined

  function flush(): void {
    if (scanner.rows > 0) onRowGroup(scanner.rowGroup())
    scanner.clear()
  }

  /** Files of one format need not describe it again; the header line of the file before is one of this file, too. */
  function isInUse(fields: LineFields, header: Buffer | undefined): boolean {
    if (format?.prefixColumns !== shape!.prefixColumns || format.fields.length !== fields.length) {
      return false
    }
    if (header && !format.header?.equals(header)) return false
    return fields.every((field, index) => field?.token === format!.fields[index]?.token)
  }

  /** Undefined: the lines are under a header that is not understood, and no line is a record. */
  function useFormat(fields: LineFields | undefined, header?: Buffer): void {
    if (fields === undefined) {
      format = { ...lineFormat([], { columns: options.columns, prefixColumns: 0 }), fieldCount: -1 }
      scanner.setFormat(format)
      return
    }
    if (!isInUse(fields, header)) {
      const { prefixColumns } = shape!
      format = lineFormat(fields, { columns: options.columns, prefixColumns, header })
      scanner.setFormat(format)
    }
    for (const { token } of format!.lacking) lacking.add(token)
  }

  /** Reads lines by the rules, which need more time than the scanner, and mends those that may be records. */
  function readOddLines(oddLines: readonly OddLine[], linesBefore: number): void {
    const unread: (readonly [OddLine, Unreadable])[] = []
    const candidates: OddLine[] = []
    let length = 0
    for (const odd of oddLines) {
      const line = lineOf(odd)
      const mendedLine = mendLine(line, format!, mended, length)
      switch (mendedLine.kind) {
        case 'blank':
          counts.blank++
          break
        case 'header':
          counts.headers++
          useFormat(mendedLine.fields, Buffer.from(line.bytes.subarray(line.from, line.to)))
          break
        case 'unknownHeader':
          unread.push([odd, { reason: 'unknownHeader' }])
          useFormat(undefined)
          break
        case 'unreadable':
          unread.push([odd, mendedLine])
          break
        case 'mended':
          candidates.push(odd)
          length = mendedLine.end
      }
    }
    if (length > 0) {
      const { records, outOfRange, refused } = scanner.addMended(length, candidates)
      counts.records += records
      counts.outOfRange += outOfRange
      for (const odd of refused) unread.push([odd, explainUnreadable(lineOf(odd), format!)])
    }
    unread.sort(([a], [b]) => a.line - b.line)
    for (const [odd, why] of unread) unreadable.add(linesBefore + odd.line + 1, lineOf(odd), why)
  }

  function lineOf({ from, to }: OddLine): Line {
    return lineBetween(input, from, to)
  }

  function addScan({ lines, headers, records, outOfRange, oddLines }: Scan): void {
    const before = counts.lines
    counts.lines += lines
    counts.headers += headers
    counts.records += records
    counts.outOfRange += outOfRange
    if (oddLines.length > 0) readOddLines(oddLines, before)
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
      if (scan.stop === 'full') flush()
      if (scan.stop === 'header') {
        const to = input.indexOf(LINE_FEED, from)
        readOddLines([{ line: 0, from, to, rowsBefore: scanner.rows }], counts.lines++)
        from = to + 1
      }
    }
    input.copyWithin(0, from, pending)
    pending -= from
  }

  function endLongLine(): void {
    const bytes = longLine!
    longLine = undefined
    const line = { bytes, from: 0, to: bytes.length }
    unreadable.add(++counts.lines, line, { reason: 'lineTooLong' })
  }

  return {
    setRange: (range) => scanner.setRange(range),
    begin(next) {
      shape = next
      counts = noCounts()
      unreadable = unreadableLines()
      lacking = new Set()
      pending = 0
      isAtStart = true
      longLine = undefined
      scanner.takeTotals()
      useFormat(next.fields)
    },
    add(bytes) {
      for (let at = 0; at < bytes.length;) {
        if (longLine) {
          const end = bytes.indexOf(LINE_FEED, at)
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
          longLine = Buffer.from(input.subarray(0, MAX_TEXT_BYTES))
          pending = 0
        }
      }
    },
    end({ isCut = false } = {}) {
      if (longLine && !isCut) endLongLine()
      if (pending > 0) {
        // A file of two bytes is not read before.
        const isWhole = input[pending - 1] === LINE_FEED
        if (!isCut && !isWhole) input[pending++] = LINE_FEED
        scanInput()
      }
      const totals = scanner.takeTotals()
      return { ...counts, ...totals, unreadable: unreadable.end(), lacking: [...lacking].sort() }
    },
    flush,
    clear: () => scanner.clear(),
    close: () => scanner.close(),
  }
}
