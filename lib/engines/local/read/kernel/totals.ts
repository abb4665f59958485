import { IntegerField } from './integers'
import { rowCount, rowFlags } from './rows'

/** The smallest and largest `start` of all records of a file, and sums of 128 bits. */
export let firstStart: i64 = i64.MAX_VALUE
export let lastStart: i64 = i64.MIN_VALUE
/** Records, whether in the range or not, and those that are not. */
export let records: u32 = 0
export let outOfRange: u32 = 0

@unmanaged
export class Sum {
  low: u64
  high: i64
}

export function newSum(): Sum {
  return changetype<Sum>(heap.alloc(offsetof<Sum>()))
}

export function resetTotals(): void {
  firstStart = i64.MAX_VALUE
  lastStart = i64.MIN_VALUE
}

export function resetCounts(): void {
  records = 0
  outOfRange = 0
}

/** `hasFlags`: some rows have a number that cannot be read. */
export function countRecords(hasFlags: bool): void {
  records += rowCount
  if (!hasFlags) return
  for (let row: u32 = 0; row < rowCount; row++) records -= load<u8>(rowFlags + row)
}

export function observeStarts(starts: IntegerField): void {
  let first = firstStart
  let last = lastStart
  for (let row: u32 = 0; row < rowCount; row++) {
    if (load<u8>(rowFlags + row) || !load<u8>(starts.presence + row)) continue
    const start = load<i64>(starts.values + row * 8)
    if (start < first) first = start
    if (start > last) last = start
  }
  firstStart = first
  lastStart = last
}

/** Flags the rows that do not start from `from` up to `to`; returns how many they are. */
export function flagOutOfRange(starts: IntegerField | null, from: i64, to: i64): u32 {
  let count: u32 = 0
  for (let row: u32 = 0; row < rowCount; row++) {
    if (load<u8>(rowFlags + row)) continue
    if (starts && load<u8>(starts.presence + row)) {
      const start = load<i64>(starts.values + row * 8)
      if (start >= from && start < to) continue
    }
    store<u8>(rowFlags + row, 2)
    count++
  }
  outOfRange += count
  return count
}

export function addToSum(sum: Sum, field: IntegerField): void {
  for (let row: u32 = 0; row < rowCount; row++) {
    if (load<u8>(rowFlags + row) || !load<u8>(field.presence + row)) continue
    const value = load<i64>(field.values + row * 8)
    const low = sum.low + <u64>value
    sum.high += (value >> 63) + <i64>(low < sum.low)
    sum.low = low
  }
}
