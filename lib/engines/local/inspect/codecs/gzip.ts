import { constants, createGunzip, gunzipSync } from 'node:zlib'
import type { Codec } from './codec'

/** zlib's default of 16 KiB doubles the time. */
const CHUNK_BYTES = 1 << 20
/** A file of several members can end in a short one: the output has room for this, or for four times the file. */
const MIN_OUTPUT_BYTES = 1 << 16
/** zlib's own limit. */
const MIN_CHUNK_BYTES = 64
/** How much text deflate can make of one byte. */
const MAX_RATIO = 1032

export const gzip: Codec = {
  name: 'gzip',
  ending: '.gz',
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
  const min = Math.max(MIN_CHUNK_BYTES, Math.min(MIN_OUTPUT_BYTES, bytes.length * 4))
  return Math.max(min, Math.min(size + 1, max))
}
