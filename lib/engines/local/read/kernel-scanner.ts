import { isUtf8 } from 'node:buffer'
import type { Field } from '../../../flow-log/fields'
import { giveMemoryBack, takeMemory, type Kernel } from './kernel-module'
import { isMessage } from './message'
import { dictionaryValues, fitsDelta, type ColumnChunk } from './parquet/row-group'
import {
  MAX_ROWS,
  type OddLine,
  type Scanner,
  type ScannerOptions,
  type StartRange,
  type Totals,
} from './scanner'

interface KernelScannerOptions extends ScannerOptions {
  /** Numbers as differences: smaller, and slower to write. */
  readonly packsNumbers?: boolean
}

const KINDS = { string: 0, int: 1, bigint: 2 } as const
const LINE_KIND = 3

/** Reads lines with the kernel in WebAssembly. */
export function kernelScanner(
  module: WebAssembly.Module,
  { columns, range, addsUp = false, maxRows = MAX_ROWS, packsNumbers = true }: KernelScannerOptions,
): Scanner {
  let memory = Buffer.alloc(0)
  const kernelMemory = takeMemory()
  const env = { memory: kernelMemory }
  // Called for lines with bytes above 127 only.
  const host = { isUtf8: (from: number, to: number) => isUtf8(memory.subarray(from, to)) }
  const kernel = new WebAssembly.Instance(module, { env, host }).exports as unknown as Kernel
  kernel.setMaxRows(maxRows)
  for (const column of columns) kernel.addColumn(isMessage(column) ? LINE_KIND : KINDS[column.type])
  const setRange = ({ from, to }: StartRange) => kernel.setRange(BigInt(from), BigInt(to))
  if (range) setRange(range)
  // From here on the memory does not grow, so that views of it stay valid.
  memory = Buffer.from(kernelMemory.buffer)
  const view = new DataView(kernelMemory.buffer)
  const inputAddress = kernel.input.value

  function takeEncoded(length: number): Uint8Array {
    return memory.subarray(kernel.encoded.value, kernel.encoded.value + length)
  }
  function columnChunk(column: Field, index: number): ColumnChunk {
    if (isMessage(column)) return lines(index)
    const { type } = column
    const count = kernel.columnValueCount(index)
    const nullCount = kernel.rows.value - count
    // A copy: the values are encoded in the same place.
    const presence =
      nullCount > 0 ? Buffer.from(takeEncoded(kernel.encodePresence(index))) : undefined
    if (count === 0) return { encoding: 'plain', presence, nullCount, values: [] }
    return type === 'string'
      ? { presence, nullCount, ...texts(index, count) }
      : { presence, nullCount, ...numbers(type, index, count) }
  }
  /** Mended lines stand behind those of their batch: where the order is another, a new piece begins. */
  function lines(index: number): ColumnChunk {
    const addresses = kernel.columnValues(index)
    const values: Uint8Array[] = []
    let [from, to] = [0, 0]
    for (let row = 0; row < kernel.rows.value; row++) {
      const at = view.getUint32(addresses + row * 4, true)
      if (at !== to) {
        values.push(memory.subarray(from, to))
        from = at
      }
      to = at + 4 + view.getUint32(at, true)
    }
    values.push(memory.subarray(from, to))
    return { encoding: 'plain', presence: undefined, nullCount: 0, values }
  }
  function texts(index: number, count: number) {
    const entries = memory.subarray(kernel.dictionaryBegin(index), kernel.dictionaryEnd(index))
    const dictionary = { entries, count: kernel.dictionaryCount(index) }
    const values = dictionaryValues(dictionary, count, () => {
      const width = kernel.encodeCodes(index)
      return { width, bytes: takeEncoded(((count + 7) >> 3) * width) }
    })
    return { encoding: 'dictionary', dictionary, values } as const
  }
  function numbers(type: 'int' | 'bigint', index: number, count: number) {
    kernel.findColumnRange(index)
    const min = kernel.columnMin(index)
    const max = kernel.columnMax(index)
    if (packsNumbers && fitsDelta(type, min, max)) {
      return {
        encoding: 'delta',
        min,
        max,
        values: [takeEncoded(kernel.encodeDeltas(index))],
      } as const
    }
    const from = kernel.columnValues(index)
    const values = [memory.subarray(from, from + count * (type === 'int' ? 4 : 8))]
    return { encoding: 'plain', min, max, values } as const
  }

  function readOddLines(): OddLine[] {
    const lines = Array.from({ length: kernel.oddLineCount.value }, (_, index) => {
      const entry = kernel.oddLines.value + index * 16
      return {
        line: view.getUint32(entry, true),
        from: view.getUint32(entry + 4, true) - inputAddress,
        to: view.getUint32(entry + 8, true) - inputAddress,
        rowsBefore: view.getUint32(entry + 12, true),
      }
    })
    return lines.sort((a, b) => a.line - b.line)
  }

  return {
    input: memory.subarray(inputAddress, inputAddress + kernel.inputBytes.value),
    get rows() {
      return kernel.rows.value
    },
    get isFull() {
      return kernel.isFull() !== 0
    },
    setRange,
    setFormat({ fieldCount, prefixColumns, integers, columnFields, header, ...places }) {
      const headerBytes = header && header.length <= MAX_HEADER_BYTES ? header : Buffer.alloc(0)
      headerBytes.copy(memory, kernel.header.value)
      kernel.beginFormat(fieldCount, headerBytes.length, prefixColumns)

      const { start, end, bytes, packets } = places
      const observed = addsUp ? [start, end, bytes, packets] : [start, end]
      const numbersOf = new Map<number, number>()
      for (const { index, max } of integers) {
        const isWanted = columnFields.includes(index) || observed.includes(index)
        numbersOf.set(index, kernel.addIntegerField(index, max, isWanted))
      }
      columnFields.forEach((field, column) => {
        if (field >= 0) kernel.setColumnField(column, field, numbersOf.get(field) ?? 0)
      })
      if (start >= 0) kernel.setStartField(numbersOf.get(start)!)
      if (start >= 0 && end >= 0) kernel.setEndField(numbersOf.get(end)!)
      if (addsUp && bytes >= 0) kernel.setSummedField(0, numbersOf.get(bytes)!)
      if (addsUp && packets >= 0) kernel.setSummedField(1, numbersOf.get(packets)!)
    },
    scan(from, to) {
      const position = kernel.scan(from, to)
      const isAtHeader = kernel.stopsAtHeader.value !== 0
      const isAtMany = kernel.oddLineCount.value >= MAX_ODD_LINES
      return {
        position,
        stop: isAtHeader ? 'header' : kernel.isFull() ? 'full' : isAtMany ? 'oddLines' : 'end',
        lines: kernel.lineCount.value,
        headers: kernel.headerCount.value,
        records: kernel.records.value,
        outOfRange: kernel.outOfRange.value,
        oddLines: readOddLines(),
      }
    },
    mended: memory.subarray(kernel.mended.value, kernel.mended.value + kernel.inputBytes.value),
    addMended(length, lines) {
      const places = kernel.mendedPlaces.value
      const origins = kernel.mendedOrigins.value
      lines.forEach(({ rowsBefore, from, to }, index) => {
        view.setUint32(places + index * 4, rowsBefore, true)
        view.setUint32(origins + index * 8, inputAddress + from, true)
        view.setUint32(origins + index * 8 + 4, inputAddress + to, true)
      })
      kernel.addMended(length)
      const [records, outOfRange] = [kernel.records.value, kernel.outOfRange.value]
      return { records, outOfRange, refused: readOddLines().map(({ line }) => lines[line]!) }
    },
    rowGroup: () => ({ rows: kernel.rows.value, columns: lazily(columns, columnChunk) }),
    clear: () => kernel.clearColumns(),
    close: () => giveMemoryBack(kernelMemory),
    takeTotals() {
      const hasStart = kernel.firstStart.value <= kernel.lastStart.value
      const totals: Totals = {
        firstStart: hasStart ? Number(kernel.firstStart.value) : undefined,
        lastStart: hasStart ? Number(kernel.lastStart.value) : undefined,
        sums: addsUp ? { bytes: sumAt(0), packets: sumAt(1) } : undefined,
      }
      kernel.resetTotals()
      kernel.resetSums()
      return totals
    },
  }

  function sumAt(index: number): bigint {
    return (kernel.sumHigh(index) << 64n) + BigInt.asUintN(64, kernel.sumLow(index))
  }
}

/** The kernel's own limits. */
const MAX_HEADER_BYTES = 4096
const MAX_ODD_LINES = 1024

function* lazily<T, R>(items: readonly T[], work: (item: T, index: number) => R): Generator<R> {
  for (let index = 0; index < items.length; index++) yield work(items[index]!, index)
}
