import type { Field } from '../../../flow-log/fields'
import { dictionaryValues, type ColumnChunk } from './parquet/row-group'
import { plainTexts } from './plain-texts'

/** A column of the row group that is being filled. */
export interface PlainColumn {
  readonly isFull: boolean
  addText(bytes: Buffer, from: number, to: number): void
  addNumber(value: number | bigint): void
  addMissing(): void
  chunk(): ColumnChunk
  clear(): void
}

const HALF = 2 ** 32

export function plainColumn({ type }: Field): PlainColumn {
  const width = type === 'string' ? 2 : type === 'int' ? 4 : 8
  const texts = type === 'string' ? plainTexts() : undefined
  let values = new ArrayBuffer(1024 * width)
  let codes = new Uint16Array(values)
  let halves = new Int32Array(values)
  let presence = new Uint8Array(1024)
  let rows = 0
  let count = 0
  let min: number | bigint = Infinity
  let max: number | bigint = -Infinity

  function addRow(isPresent: 0 | 1): void {
    if (rows === presence.length) grow()
    presence[rows++] = isPresent
  }
  function grow(): void {
    const [oldPresence, oldValues] = [presence, new Uint8Array(values)]
    presence = new Uint8Array(rows * 2)
    presence.set(oldPresence)
    values = new ArrayBuffer(oldValues.length * 2)
    new Uint8Array(values).set(oldValues)
    codes = new Uint16Array(values)
    halves = new Int32Array(values)
  }
  function numbers() {
    const bytes = new Uint8Array(values, 0, count * width)
    return { encoding: 'plain', values: [bytes], min: BigInt(min), max: BigInt(max) } as const
  }
  function dictionary() {
    const made = { entries: texts!.entries, count: texts!.count }
    const packed = () => {
      const codeBits = 32 - Math.clz32(made.count - 1)
      return { width: codeBits, bytes: packBits(codes.subarray(0, count), codeBits) }
    }
    const values = dictionaryValues(made, count, packed)
    return { encoding: 'dictionary', dictionary: made, values } as const
  }

  return {
    get isFull() {
      return texts?.isFull ?? false
    },
    addText(bytes, from, to) {
      addRow(1)
      codes[count++] = texts!.codeOf(bytes, from, to)
    },
    addNumber(value) {
      addRow(1)
      if (value < min) min = value
      if (value > max) max = value
      if (type === 'int') halves[count] = Number(value)
      else if (typeof value === 'number') {
        halves[count * 2] = value
        halves[count * 2 + 1] = Math.floor(value / HALF)
      } else {
        halves[count * 2] = Number(BigInt.asIntN(32, value))
        halves[count * 2 + 1] = Number(value >> 32n)
      }
      count++
    },
    addMissing: () => addRow(0),
    chunk() {
      const nullCount = rows - count
      const bits = nullCount > 0 ? packBits(presence.subarray(0, rows), 1) : undefined
      const base = { presence: bits, nullCount }
      if (count === 0) return { ...base, encoding: 'plain', values: [] }
      return { ...base, ...(texts ? dictionary() : numbers()) }
    },
    clear() {
      rows = 0
      count = 0
      min = Infinity
      max = -Infinity
      texts?.clear()
    },
  }
}

/** Packs values of at most 16 bits from the lowest bit on, in whole groups of eight. */
function packBits(values: Uint8Array | Uint16Array, width: number): Uint8Array {
  const bytes = new Uint8Array(((values.length + 7) >> 3) * width)
  let pending = 0
  let bits = 0
  let at = 0
  for (const value of values) {
    pending |= value << bits
    for (bits += width; bits >= 8; bits -= 8) {
      bytes[at++] = pending
      pending >>>= 8
    }
  }
  if (bits > 0) bytes[at] = pending
  return bytes
}
