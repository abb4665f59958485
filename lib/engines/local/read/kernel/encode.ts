import { Column, columnAt, encoded, INT32, rows } from './columns'

let out: usize = 0

/** Packs bits from the lowest on, as Parquet's bit-packed runs are. */
let pending: u64 = 0
let pendingBits: u32 = 0

function pack(value: u64, width: u32): void {
  if (width > 32) {
    pack(value & 0xffffffff, 32)
    value >>>= 32
    width -= 32
  }
  pending |= value << pendingBits
  pendingBits += width
  if (pendingBits >= 32) {
    store<u32>(out, <u32>pending)
    out += 4
    pending >>>= 32
    pendingBits -= 32
  }
}

function endPacking(): void {
  store<u32>(out, <u32>pending)
  out += (pendingBits + 7) >> 3
  pending = 0
  pendingBits = 0
}

function putVarint(value: u64): void {
  while (value > 127) {
    store<u8>(out++, <u8>(value | 128))
    value >>>= 7
  }
  store<u8>(out++, <u8>value)
}

function zigzag(value: i64): u64 {
  return <u64>((value << 1) ^ (value >> 63))
}

function bitsFor(value: u64): u32 {
  return 64 - <u32>clz(value)
}

/** Packs the codes of a text column at `encoded`, in whole groups of eight; each has this many bits. */
export function encodeCodes(index: u32): u32 {
  const column = columnAt(index)
  const width = bitsFor(column.entryCount - 1)
  const count = column.valueCount
  out = encoded
  for (let row: u32 = 0; row < count; row++) pack(load<u16>(column.values + row * 2), width)
  for (let row = count; row % 8 != 0; row++) pack(0, width)
  endPacking()
  return width
}

/** One bit for each row at `encoded`: whether it has a value. Returns the number of bytes. */
export function encodePresence(index: u32): u32 {
  const column = columnAt(index)
  out = encoded
  for (let row: u32 = 0; row < rows; row++) pack(load<u8>(column.presence + row), 1)
  endPacking()
  return <u32>(out - encoded)
}

const BLOCK: u32 = 128
const MINIBLOCKS: u32 = 4
const MINIBLOCK: u32 = 32
const deltas: usize = heap.alloc(BLOCK * 8)

/**
 * DELTA_BINARY_PACKED at `encoded`; returns the number of bytes.
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/
 */
export function encodeDeltas(index: u32): u32 {
  const column = columnAt(index)
  const count = column.valueCount
  out = encoded
  putVarint(BLOCK)
  putVarint(MINIBLOCKS)
  putVarint(count)
  let previous = count > 0 ? valueAt(column, 0) : 0
  putVarint(zigzag(previous))
  for (let from: u32 = 1; from < count; from += BLOCK) {
    const length = min(BLOCK, count - from)
    let smallest = i64.MAX_VALUE
    for (let each: u32 = 0; each < length; each++) {
      const value = valueAt(column, from + each)
      const delta = value - previous
      previous = value
      store<i64>(deltas + each * 8, delta)
      if (delta < smallest) smallest = delta
    }
    for (let each = length; each < BLOCK; each++) store<i64>(deltas + each * 8, smallest)
    putVarint(zigzag(smallest))
    encodeMiniblocks(smallest, length)
  }
  return <u32>(out - encoded)
}

function encodeMiniblocks(smallest: i64, length: u32): void {
  const widths = out
  out += MINIBLOCKS
  for (let miniblock: u32 = 0; miniblock < MINIBLOCKS; miniblock++) {
    const from = miniblock * MINIBLOCK
    if (from >= length) {
      store<u8>(widths + miniblock, 0)
      continue
    }
    let bits: u64 = 0
    for (let each = from; each < from + MINIBLOCK; each++) {
      bits |= <u64>(load<i64>(deltas + each * 8) - smallest)
    }
    const width = bitsFor(bits)
    store<u8>(widths + miniblock, <u8>width)
    for (let each = from; each < from + MINIBLOCK; each++) {
      pack(<u64>(load<i64>(deltas + each * 8) - smallest), width)
    }
    endPacking()
  }
}

function valueAt(column: Column, index: u32): i64 {
  return column.kind == INT32
    ? <i64>load<i32>(column.values + index * 4)
    : load<i64>(column.values + index * 8)
}
