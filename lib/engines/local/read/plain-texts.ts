import { MAX_ENTRIES, MAX_ENTRY_BYTES } from './scanner'

/** The dictionary of a text column, as a Parquet file holds it. */
interface PlainTexts {
  readonly count: number
  /** Only a few more texts can be added. */
  readonly isFull: boolean
  readonly entries: Buffer
  /** The code of the text between two offsets. */
  codeOf(bytes: Buffer, from: number, to: number): number
  clear(): void
}

/** Records that can follow until the caller finds the dictionary full. */
const SPARE_ENTRIES = 1024

export function plainTexts(): PlainTexts {
  let entries = Buffer.alloc(1 << 12)
  let end = 0
  let offsets = new Int32Array(1 << 8)
  let count = 0
  /** Hash table of codes + 1, at most half full. */
  let slots = new Int32Array(1 << 9)

  function isEntry(code: number, bytes: Buffer, from: number, length: number): boolean {
    let at = offsets[code]!
    if (entries.readUInt32LE(at) !== length) return false
    at += 4
    for (let each = 0; each < length; each++) {
      if (entries[at + each] !== bytes[from + each]) return false
    }
    return true
  }
  function add(bytes: Buffer, from: number, to: number): number {
    const length = to - from
    if (end + 4 + length > entries.length) {
      entries = enlarge(entries, Math.max(entries.length * 2, end + 4 + length))
    }
    if (count === offsets.length) {
      const larger = new Int32Array(count * 2)
      larger.set(offsets)
      offsets = larger
    }
    offsets[count] = end
    end = entries.writeUInt32LE(length, end)
    bytes.copy(entries, end, from, to)
    end += length
    count++
    if (count * 2 > slots.length) rehash()
    return count - 1
  }
  function rehash(): void {
    slots = new Int32Array(slots.length * 2)
    for (let code = 0; code < count; code++) {
      const from = offsets[code]! + 4
      let at = hashOf(entries, from, from + entries.readUInt32LE(from - 4)) & (slots.length - 1)
      while (slots[at] !== 0) at = (at + 1) & (slots.length - 1)
      slots[at] = code + 1
    }
  }

  return {
    get count() {
      return count
    },
    get isFull() {
      return count + SPARE_ENTRIES > MAX_ENTRIES || end >= MAX_ENTRY_BYTES
    },
    get entries() {
      return entries.subarray(0, end)
    },
    codeOf(bytes, from, to) {
      let at = hashOf(bytes, from, to) & (slots.length - 1)
      for (let code; (code = slots[at]!) !== 0; at = (at + 1) & (slots.length - 1)) {
        if (isEntry(code - 1, bytes, from, to - from)) return code - 1
      }
      slots[at] = count + 1
      return add(bytes, from, to)
    },
    clear() {
      end = 0
      count = 0
      slots.fill(0)
    },
  }
}

function enlarge(bytes: Buffer, size: number): Buffer<ArrayBuffer> {
  const larger = Buffer.alloc(size)
  bytes.copy(larger)
  return larger
}

function hashOf(bytes: Buffer, from: number, to: number): number {
  let hash = to - from
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3c6d)
  return hash ^ (hash >>> 13)
}
