import { isBackward, type LineFormat } from './line-format'
import { messageBegin, type FieldPlaces, type Line } from './line-rules'
import { isMessage } from './message'
import { plainColumn } from './plain-column'
import { readInteger } from './plain-integer'
import { plainLines } from './plain-lines'
import { plainTotals } from './plain-totals'
import { MAX_ROWS, type RecordColumns, type ScannerOptions } from './scanner'

type AddOutcome = 'record' | 'outOfRange' | 'unreadable'

/** Collects records in plain JavaScript; `line` is the line as it stands in the file. */
interface PlainRecords extends RecordColumns {
  /** `unreadable`: another number of fields, no number where the format has one, or an impossible one; it is not added. */
  add(fields: FieldPlaces, line: Line): AddOutcome
}

export function plainRecords({
  columns,
  range,
  addsUp = false,
  maxRows = MAX_ROWS,
}: ScannerOptions): PlainRecords {
  const buffers = columns.map((column) => (isMessage(column) ? plainLines() : plainColumn(column)))
  const message = columns.findIndex(isMessage)
  const numbers: (number | bigint | null)[] = []
  let format: LineFormat | undefined
  let rows = 0
  const totals = plainTotals(addsUp)
  let keptRange = range
  /** For each column the place of its number in `numbers`. */
  let numberOf: readonly number[] = []
  let [start, end, bytes, packets] = [-1, -1, -1, -1]

  function addToTotals(): void {
    const first = numbers[start] ?? null
    if (first !== null) totals.addStart(Number(first))
    if (addsUp) {
      totals.addToSum('bytes', numbers[bytes] ?? 0)
      totals.addToSum('packets', numbers[packets] ?? 0)
    }
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
      end = placeOf(next.end)
      bytes = placeOf(next.bytes)
      packets = placeOf(next.packets)
      numbers.length = next.integers.length
    },
    setRange: (next) => void (keptRange = next),
    add(fields, line) {
      const { integers, columnFields, fieldCount, prefixColumns } = format!
      if (fields.count !== fieldCount) return 'unreadable'
      for (let each = 0; each < integers.length; each++) {
        const { index, is64, max } = integers[each]!
        const value = readInteger(fields.bytes, fields.begins[index]!, fields.ends[index]!, is64)
        if (value === undefined) return 'unreadable'
        if (value !== null && (value < 0 || value > max)) return 'unreadable'
        numbers[each] = value
      }
      if (isBackward(numbers[start], numbers[end])) return 'unreadable'
      addToTotals()
      if (keptRange) {
        const first = numbers[start] ?? NaN
        if (!(first >= keptRange.from && first < keptRange.to)) return 'outOfRange'
      }
      for (let column = 0; column < buffers.length; column++) {
        const buffer = buffers[column]!
        const field = columnFields[column]!
        const number = numberOf[column]!
        if (column === message)
          buffer.addText(line.bytes, messageBegin(line, prefixColumns), line.to)
        else if (field < 0) buffer.addMissing()
        else if (number < 0)
          buffer.addText(fields.bytes, fields.begins[field]!, fields.ends[field]!)
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
    takeTotals: () => totals.take(),
  }

  function* chunks() {
    for (const buffer of buffers) yield buffer.chunk()
  }
}
