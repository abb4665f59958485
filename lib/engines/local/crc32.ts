import * as zlib from 'node:zlib'

/** Node has it from 20.15 on. */
const { crc32: native } = zlib as { crc32?: (bytes: Uint8Array, value: number) => number }

/** CRC-32 of bytes that follow those whose sum is `value`, as gzip and zip use it. */
export const crc32: (bytes: Uint8Array, value: number) => number = native ?? crc32ByTable

const POLYNOMIAL = 0xedb88320
let table: Uint32Array | undefined

export function crc32ByTable(bytes: Uint8Array, value: number): number {
  table ??= Uint32Array.from({ length: 256 }, (_, byte) => {
    let sum = byte
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ POLYNOMIAL : sum >>> 1
    return sum
  })
  let sum = ~value
  for (const byte of bytes) sum = table[(sum ^ byte) & 0xff]! ^ (sum >>> 8)
  return ~sum >>> 0
}
