import { constants, gunzipSync } from 'node:zlib'
import { UserError } from '../../../errors'

/** A gzip file of more bytes is inflated as a stream, and so is one that inflates to more. */
export const SMALL_GZIP_BYTES = 8 << 20
const SMALL_INFLATED_BYTES = 48 << 20

/** A file of several members can end in a short one: its buffer is not smaller than this, or than four times the file. */
const MIN_BUFFER_BYTES = 1 << 16
/** zlib's own limit. */
const MIN_CHUNK_BYTES = 64
/** What deflate can make of one byte. */
const MAX_RATIO = 1032

/** What is wrong with a gzip file. */
export interface GzipDamage {
  readonly state: 'truncated' | 'corrupt'
  readonly reason: string
}

export interface Inflated {
  readonly bytes: Buffer
  readonly damage?: GzipDamage
}

/** Inflates a small gzip file at once; undefined where that is too much. A file that was cut off gives what it has. */
export function inflateAtOnce(file: Buffer): Inflated | undefined {
  try {
    return inflate(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined
    throw error
  }
}

function inflate(file: Buffer): Inflated {
  try {
    return { bytes: gunzip(file) }
  } catch (error) {
    const damage = gzipDamage(error)
    if (damage.state === 'corrupt') return { bytes: Buffer.alloc(0), damage }
    return { bytes: gunzip(file, constants.Z_SYNC_FLUSH), damage }
  }
}

function gunzip(file: Buffer, finishFlush?: number): Buffer {
  return gunzipSync(file, {
    chunkSize: bufferBytes(file),
    maxOutputLength: SMALL_INFLATED_BYTES,
    ...(finishFlush === undefined ? {} : { finishFlush }),
  })
}

/** @throws the error itself where it is not one of zlib. */
export function gzipDamage(error: unknown): GzipDamage {
  const { code, message } = error as NodeJS.ErrnoException
  if (!code?.startsWith('Z_')) throw error
  return { state: code === 'Z_BUF_ERROR' ? 'truncated' : 'corrupt', reason: message }
}

/**
 * A little more than the size at the end of the file: one buffer saves a quarter of the time. Of several members that
 * is the size of the last one, of a damaged file anything.
 */
function bufferBytes(file: Buffer): number {
  const size = file.length < 4 ? 0 : file.readUInt32LE(file.length - 4)
  const max = Math.min(SMALL_INFLATED_BYTES, file.length * MAX_RATIO)
  const min = Math.max(MIN_CHUNK_BYTES, Math.min(MIN_BUFFER_BYTES, file.length * 4))
  return Math.max(min, Math.min(size + 1, max))
}

const FREE_BYTES = 1e9
const MAX_BOMB_RATIO = 1000

/** @throws {UserError} where a file inflates to an amount that no log has. */
export function throwIfBomb(shown: string, compressed: number, inflated: number): void {
  if (inflated <= FREE_BYTES || inflated <= compressed * MAX_BOMB_RATIO) return
  throw new UserError(`\`${shown}\` inflates to more than ${MAX_BOMB_RATIO} times its size`, {
    help: 'it does not look like a flow log; exclude it from the paths',
  })
}
