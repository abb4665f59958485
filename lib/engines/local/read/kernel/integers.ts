import { marks } from './input'
import { MAX_BATCH_LINES } from './limits'
import { rowCount, rowFlags, rowMarks } from './rows'

/** A field that holds whole numbers: its numbers in this batch. */
@unmanaged
export class IntegerField {
  index: u32
  isLast: bool
  /** A larger value is impossible. */
  max: u64
  /** A number of so many digits is always possible. */
  safeDigits: u32
  /** Only the numbers of such fields are worked out; of the others it is only checked that they are numbers. */
  isWanted: bool
  values: usize
  presence: usize
}

export function newIntegerField(): IntegerField {
  const field = changetype<IntegerField>(heap.alloc(offsetof<IntegerField>()))
  field.values = heap.alloc(MAX_BATCH_LINES * 8)
  field.presence = heap.alloc(MAX_BATCH_LINES)
  return field
}

const ZEROS: u64 = 0x3030303030303030
const MINUS: u32 = 45
const PLUS: u32 = 43

/** Reads the field in every row of the batch; flags the rows that have no number there and returns how many they are. */
export function readIntegers(field: IntegerField): u32 {
  const index = field.index
  const isLast = field.isLast
  const max = field.max
  const safeDigits = field.safeDigits
  const isWanted = field.isWanted
  const values = field.values
  const presence = field.presence
  const count = rowCount
  let wrong: u32 = 0

  for (let row: u32 = 0; row < count; row++) {
    const mark = marks + (load<u32>(rowMarks + row * 4) + index) * 4
    const begin = <usize>load<u32>(mark) + 1
    let end = <usize>load<u32>(mark, 4)
    if (isLast && end > begin && load<u8>(end - 1) == 13) end--
    const length = <u32>(end - begin)
    if (length - 1 < 8) {
      const digits = firstDigits(begin, length)
      if (areDigits(digits) && (length <= safeDigits || numberOf(digits) <= max)) {
        store<u8>(presence + row, 1)
        if (isWanted) store<u64>(values + row * 8, numberOf(digits))
        continue
      }
      if (length == 1 && load<u8>(begin) == MINUS) {
        store<u8>(presence + row, 0)
        continue
      }
    } else if (length - 9 < 8) {
      const high = firstDigits(begin, length - 8)
      const low = load<u64>(end - 8) ^ ZEROS
      if (areDigits(high) && areDigits(low)) {
        const value = numberOf(high) * 100000000 + numberOf(low)
        if (value <= max) {
          store<u8>(presence + row, 1)
          store<u64>(values + row * 8, value)
          continue
        }
      }
    }
    if (readSlowly(begin, end) && slowValue >= 0 && <u64>slowValue <= max) {
      store<u8>(presence + row, 1)
      store<i64>(values + row * 8, slowValue)
    } else {
      store<u8>(rowFlags + row, 1)
      wrong++
    }
  }
  return wrong
}

/** The number of digits that no number above `max` has. */
export function digitsBelow(max: u64): u32 {
  let digits: u32 = 0
  for (let rest = max; rest >= 10; rest /= 10) digits++
  return digits
}

/** A record that ends so much before it starts is impossible: the two clocks do not differ more. */
const MAX_BACKWARD_SECONDS: i64 = 60

/** Flags the rows that end before they start; returns how many they are. */
export function flagBackward(starts: IntegerField, ends: IntegerField): u32 {
  let wrong: u32 = 0
  for (let row: u32 = 0; row < rowCount; row++) {
    if (load<u8>(rowFlags + row)) continue
    if (!(load<u8>(starts.presence + row) & load<u8>(ends.presence + row))) continue
    const start = load<i64>(starts.values + row * 8)
    if (load<i64>(ends.values + row * 8) + MAX_BACKWARD_SECONDS >= start) continue
    store<u8>(rowFlags + row, 1)
    wrong++
  }
  return wrong
}

/** The first digits (at most eight) as numbers, behind zeros. */
function firstDigits(begin: usize, length: u32): u64 {
  const shift: u64 = (8 - length) * 8
  return (load<u64>(begin) ^ ZEROS) << shift
}

function areDigits(digits: u64): bool {
  return (((digits + 0x7676767676767676) | digits) & 0x8080808080808080) == 0
}

/** Eight digits, the first in the lowest byte: pairs, then fours, then all are joined by one multiplication each. */
function numberOf(digits: u64): u64 {
  const pairs = (digits * 2561) >> 8
  const fours = ((pairs & 0x00ff00ff00ff00ff) * 6553601) >> 16
  return ((fours & 0x0000ffff0000ffff) * 42949672960001) >> 32
}

let slowValue: i64 = 0

/** A sign, zeros in front and any length; false where it is not a whole number of 64 bits. */
function readSlowly(begin: usize, end: usize): bool {
  let isNegative = false
  if (begin < end) {
    const sign = <u32>load<u8>(begin)
    isNegative = sign == MINUS
    if (isNegative || sign == PLUS) begin++
  }
  if (begin == end) return false
  while (begin + 1 < end && load<u8>(begin) == 48) begin++
  if (end - begin > 19) return false
  let value: u64 = 0
  for (; begin < end; begin++) {
    const digit = <u32>load<u8>(begin) - 48
    if (digit > 9) return false
    value = value * 10 + digit
  }
  const limit: u64 = <u64>i64.MAX_VALUE + <u64>isNegative
  if (value > limit) return false
  slowValue = isNegative ? 0 - <i64>value : <i64>value
  return true
}
