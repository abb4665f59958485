import { Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import type * as Library from 'fzstd'
import type { Codec } from './codec'

let library: typeof Library | undefined

const MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd])
/** Node has zstd from 22.15 on. */
const createNative = (zlib as { createZstdDecompress?: () => Transform }).createZstdDecompress
const TRUNCATED = /unexpected EOF|unexpected end of file/

/** Zstandard; the library does not verify the checksum of the content, Node does. */
export const zstd: Codec = {
  name: 'zstd',
  ending: '.zst',
  recognizes: (head) => head.subarray(0, MAGIC.length).equals(MAGIC),
  // A block is the smallest part that can be decoded; the largest has 128 KiB.
  headBytes: 1 << 18,
  async load() {
    library ??= await import('fzstd')
  },
  decodeHead(head) {
    const parts: Buffer[] = []
    new library!.Decompress((part) => parts.push(Buffer.from(part))).push(head)
    if (parts.length === 0) throw new ZstdError('no complete block')
    return Buffer.concat(parts)
  },
  // The library gives what a truncated stream has, block by block.
  decoder: (isTruncated) =>
    createNative && !isTruncated ? createNative() : decoderOf(isTruncated),
  damageOf(error) {
    const { code, message } = error as NodeJS.ErrnoException
    const isNative = typeof code === 'string' && /^(ZSTD|Z)_/.test(code)
    if (!isNative && !(error instanceof ZstdError)) return undefined
    return TRUNCATED.test(message) || code === 'Z_BUF_ERROR' ? 'truncated' : 'corrupt'
  },
}

class ZstdError extends Error {}

function decoderOf(isTruncated: boolean): Transform {
  const decoder = new library!.Decompress((part) => {
    if (part.length > 0) transform.push(Buffer.from(part))
  })
  const push = (bytes: Uint8Array, isEnd: boolean): Error | undefined => {
    try {
      decoder.push(bytes, isEnd)
    } catch (error) {
      return new ZstdError((error as Error).message)
    }
    return undefined
  }
  const transform: Transform = new Transform({
    transform: (chunk: Buffer, _, done) => done(push(chunk, false)),
    flush: (done) => done(isTruncated ? undefined : push(new Uint8Array(0), true)),
  })
  return transform
}
