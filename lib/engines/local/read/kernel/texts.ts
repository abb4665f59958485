import { Column, rows } from './columns'
import { marks } from './input'
import { rowCount, rowMarks } from './rows'

/** For lengths below 64: a mask of as many bytes (at most 16), and where the last 16 bytes begin. */
const masks: usize = heap.alloc(64 * 16)
const tails: usize = heap.alloc(64)
for (let length: u32 = 0; length < 64; length++) {
  for (let byte: u32 = 0; byte < 16; byte++) {
    store<u8>(masks + length * 16 + byte, byte < length ? 255 : 0)
  }
  store<u8>(tails + length, <u8>(length > 16 ? length - 16 : 0))
}

/** Adds the field's text in every row of the batch: its code in the column's dictionary. */
export function addTexts(column: Column): void {
  const field = column.field
  const isLast = column.isLastField
  const repeats = column.repeats
  const codes = column.values + column.valueCount * 2
  const entries = column.entries
  const slots = column.slots
  const count = rowCount
  let mask = column.slotMask
  let equal: u32 = 0
  let previousCode: u32 = 0
  let previousLength: u32 = 0xffffffff
  let previousHead = i64x2.splat(0)
  let previousTail = i64x2.splat(0)

  for (let row: u32 = 0; row < count; row++) {
    const mark = marks + (load<u32>(rowMarks + row * 4) + field) * 4
    const begin = <usize>load<u32>(mark) + 1
    let end = <usize>load<u32>(mark, 4)
    if (isLast && end > begin && load<u8>(end - 1) == 13) end--
    const length = <u32>(end - begin)

    // Loads instead of conditions: these would be branches, and lengths are hard to foresee.
    let bytes: v128
    let tail: u32
    if (length < 64) {
      bytes = v128.load(masks + length * 16)
      tail = load<u8>(tails + length)
    } else {
      bytes = i8x16.splat(-1)
      tail = length - 16
    }
    const first = v128.and(v128.load(begin), bytes)
    const last = v128.and(v128.load(begin + tail), bytes)
    if (repeats && length == previousLength && length <= 32) {
      if (!v128.any_true(v128.or(v128.xor(first, previousHead), v128.xor(last, previousTail)))) {
        equal++
        store<u16>(codes + row * 2, <u16>previousCode)
        continue
      }
    }

    const hash = hashOf(first, last, length, begin)
    const tag = hash >> 39
    let at = (<u32>hash) & mask
    let code: u32 = 0
    for (;;) {
      const slot = load<u64>(slots + at * 8)
      if (slot == 0) {
        code = addEntry(column, begin, length, at, tag)
        mask = column.slotMask
        break
      }
      if (slot >> 39 == tag) {
        const entry = entries + ((<u32>(slot >> 16)) & 0x7fffff)
        if (load<u32>(entry) == length) {
          const head = v128.and(v128.load(entry, 4), bytes)
          const rest = v128.and(v128.load(entry + tail, 4), bytes)
          const differs = v128.any_true(v128.or(v128.xor(first, head), v128.xor(last, rest)))
          if (!differs && (length <= 32 || memory.compare(begin, entry + 4, length) == 0)) {
            code = ((<u32>slot) & 0xffff) - 1
            break
          }
        }
      }
      at = (at + 1) & mask
    }
    if (code == previousCode) equal++
    previousCode = code
    previousLength = length
    previousHead = first
    previousTail = last
    store<u16>(codes + row * 2, <u16>code)
  }
  column.valueCount += count
  column.repeats = equal * 4 > count * 3
  memory.fill(column.presence + rows, 1, count)
}

function addEntry(column: Column, begin: usize, length: u32, at: u32, tag: u64): u32 {
  const code = column.entryCount++
  const entry = column.entriesEnd
  store<u32>(entry, length)
  memory.copy(entry + 4, begin, length)
  column.entriesEnd = entry + 4 + length
  store<u64>(
    column.slots + at * 8,
    (tag << 39) | ((<u64>(entry - column.entries)) << 16) | (code + 1),
  )
  if (column.entryCount * 2 > column.slotMask) growSlots(column)
  return code
}

function growSlots(column: Column): void {
  const mask = (column.slotMask << 1) | 1
  column.slotMask = mask
  memory.fill(column.slots, 0, (mask + 1) * 8)
  let entry = column.entries
  for (let code: u64 = 0; entry < column.entriesEnd; code++) {
    const length = load<u32>(entry)
    const hash = hashOfEntry(entry + 4, length)
    let at = (<u32>hash) & mask
    while (load<u64>(column.slots + at * 8) != 0) at = (at + 1) & mask
    const offset = <u64>(entry - column.entries)
    store<u64>(column.slots + at * 8, ((hash >> 39) << 39) | (offset << 16) | (code + 1))
    entry += 4 + length
  }
}

function hashOfEntry(begin: usize, length: u32): u64 {
  const isShort = length < 64
  const bytes = isShort ? v128.load(masks + length * 16) : i8x16.splat(-1)
  const tail: u32 = isShort ? load<u8>(tails + length) : length - 16
  const first = v128.and(v128.load(begin), bytes)
  return hashOf(first, v128.and(v128.load(begin + tail), bytes), length, begin)
}

/** Of the first and last 16 bytes, of longer texts those in the middle too. */
function hashOf(first: v128, last: v128, length: u32, begin: usize): u64 {
  let hash =
    (i64x2.extract_lane(first, 0) * 0x9e3779b97f4a7c15) ^
    rotl(i64x2.extract_lane(first, 1) * 0xc2b2ae3d27d4eb4f, 29) ^
    rotl((i64x2.extract_lane(last, 0) + length) * 0x165667b19e3779f9, 17) ^
    rotl(i64x2.extract_lane(last, 1) * 0xd6e8feb86659fd93, 43)
  if (length > 32) {
    const middle = begin + (length >> 1)
    hash ^= (load<u64>(middle - 8) ^ rotl(load<u64>(middle), 31)) * 0xff51afd7ed558ccd
  }
  hash ^= hash >>> 32
  hash *= 0xc4ceb9fe1a85ec53
  return hash ^ (hash >>> 29)
}
