import { closeSync, openSync, readSync } from 'node:fs'
import { constants, createGunzip, gunzipSync } from 'node:zlib'
import type { Codec } from './codec'

/** zlib's default of 16 KiB doubles the time. */
const CHUNK_BYTES = 1 << 20
const MIN_OUTPUT_BYTES = 1 << 16
/** How much text deflate can make of one byte. */
const MAX_RATIO = 1032

export const gzip: Codec = {
  name: 'gzip',
  ending: '.gz',
  duckdb: 'gzip',
  recognizes: (head) => head[0] === 0x1f && head[1] === 0x8b,
  decodeHead: (head) => gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }),
  decode(bytes, maxBytes, isTruncated) {
    const chunkSize = expectedBytes(bytes, maxBytes)
    if (chunkSize === maxBytes) return undefined
    try {
      return gunzipSync(bytes, { chunkSize, maxOutputLength: maxBytes, ...flush(isTruncated) })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined
      throw error
    }
  },
  decoder: (isTruncated) => createGunzip({ chunkSize: CHUNK_BYTES, ...flush(isTruncated) }),
  damageOf(error) {
    const { code } = error as NodeJS.ErrnoException
    if (!code?.startsWith('Z_')) return undefined
    return code === 'Z_BUF_ERROR' ? 'truncated' : 'corrupt'
  },
  confusesDuckdb: endsInZeros,
}

function flush(isTruncated: boolean) {
  return isTruncated ? { finishFlush: constants.Z_SYNC_FLUSH } : {}
}

/**
 * A little more than the size in the stream's trailer: inflating into one piece of memory costs a quarter less.
 * The trailer of a stream of several members has the size of the last one; that of a damaged stream has any number.
 */
function expectedBytes(bytes: Buffer, maxBytes: number): number {
  const size = bytes.length < 4 ? 0 : bytes.readUInt32LE(bytes.length - 4)
  const max = Math.min(maxBytes, bytes.length * MAX_RATIO)
  return Math.max(MIN_OUTPUT_BYTES, Math.min(size + 1, max))
}

/** Zeros after the end of a gzip stream are allowed, but DuckDB takes them for another stream. */
function endsInZeros(path: string, size: number): boolean {
  const file = openSync(path, 'r')
  try {
    const end = Buffer.alloc(4)
    readSync(file, end, 0, end.length, Math.max(0, size - end.length))
    return end.every((byte) => byte === 0)
  } finally {
    closeSync(file)
  }
}
