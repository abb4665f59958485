import type { LineFormat } from './line-format'
import { plainColumn } from './plain-column'
import { readInteger } from './plain-integer'
import { MAX_ROWS, type RecordColumns, type ScannerOptions, type Totals } from './scanner'

/** Where the fields of a line stand in its bytes. */
export interface FieldPlaces {
  readonly bytes: Buffer
  readonly count: number
  readonly begins: Int32Array
  readonly ends: Int32Array
}

export type AddOutcome = 'record' | 'outOfRange' | 'unreadable'

/** Collects records in plain JavaScript. */
export interface PlainRecords extends RecordColumns {
  /** `unreadable`: it has another number of fields, or no number where the format has one; it is not added. */
  add(line: FieldPlaces): AddOutcome
}

export function plainRecords({
  columns,
  range,
  addsUp = false,
  maxRows = MAX_ROWS,
}: ScannerOptions): PlainRecords {
  const buffers = columns.map(plainColumn)
  const numbers: (number | bigint | null)[] = []
  let format: LineFormat | undefined
  let rows = 0
  let totals = noTotals(addsUp)
  /** For each column the place of its number in `numbers`. */
  let numberOf: readonly number[] = []
  let [start, bytes, packets] = [-1, -1, -1]

  function addToTotals(): void {
    const first = numbers[start] ?? undefined
    if (first !== undefined) {
      const seconds = Number(first)
      if (!(seconds >= totals.firstStart!)) totals.firstStart = seconds
      if (!(seconds <= totals.lastStart!)) totals.lastStart = seconds
    }
    if (!addsUp) return
    totals.add('bytes', numbers[bytes])
    totals.add('packets', numbers[packets])
  }

  return {
    get rows() {
      return rows
    },
    get isFull() {
      return rows >= maxRows || buffers.some((buffer) => buffer.isFull)
    },
    setFormat(next) {
      format = next
      const placeOf = (field: number) => next.integers.findIndex(({ index }) => index === field)
      numberOf = next.columnFields.map(placeOf)
      start = placeOf(next.start)
      bytes = placeOf(next.bytes)
      packets = placeOf(next.packets)
      numbers.length = next.integers.length
    },
    add(line) {
      const { integers, columnFields, fieldCount } = format!
      if (line.count !== fieldCount) return 'unreadable'
      for (let each = 0; each < integers.length; each++) {
        const { index, is64 } = integers[each]!
        const value = readInteger(line.bytes, line.begins[index]!, line.ends[index]!, is64)
        if (value === undefined) return 'unreadable'
        numbers[each] = value
      }
      addToTotals()
      if (range) {
        const first = numbers[start] ?? NaN
        if (!(first >= range.from && first < range.to)) return 'outOfRange'
      }
      for (let column = 0; column < buffers.length; column++) {
        const buffer = buffers[column]!
        const field = columnFields[column]!
        const number = numberOf[column]!
        if (field < 0) buffer.addMissing()
        else if (number < 0) buffer.addText(line.bytes, line.begins[field]!, line.ends[field]!)
        else {
          const value = numbers[number]!
          if (value === null) buffer.addMissing()
          else buffer.addNumber(value)
        }
      }
      rows++
      return 'record'
    },
    rowGroup: () => ({ rows, columns: chunks() }),
    clear() {
      rows = 0
      for (const buffer of buffers) buffer.clear()
    },
    takeTotals() {
      const taken = totals.taken()
      totals = noTotals(addsUp)
      return taken
    },
  }

  function* chunks() {
    for (const buffer of buffers) yield buffer.chunk()
  }
}

/** Sums are numbers as long as they are exact. */
function noTotals(addsUp: boolean) {
  const small = { bytes: 0, packets: 0 }
  const large = { bytes: 0n, packets: 0n }
  return {
    firstStart: undefined as number | undefined,
    lastStart: undefined as number | undefined,
    add(name: 'bytes' | 'packets', value: number | bigint | null | undefined) {
      if (typeof value === 'bigint') large[name] += value
      else if (value) {
        const sum = small[name] + value
        if (Number.isSafeInteger(sum)) {
          small[name] = sum
        } else {
          large[name] += BigInt(small[name]) + BigInt(value)
          small[name] = 0
        }
      }
    },
    taken(): Totals {
      return {
        firstStart: this.firstStart,
        lastStart: this.lastStart,
        sums: addsUp
          ? {
              bytes: large.bytes + BigInt(small.bytes),
              packets: large.packets + BigInt(small.packets),
            }
          : undefined,
      }
    },
  }
}
