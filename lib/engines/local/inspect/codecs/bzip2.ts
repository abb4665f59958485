import { Transform } from 'node:stream'
import type Library from 'unbzip2-stream'
import type { Codec } from './codec'

let library: typeof Library | undefined

/** What the library throws is an error of any class; this one says what it means. */
class Bzip2Error extends Error {
  constructor(
    message: string,
    readonly damage: 'truncated' | 'corrupt',
  ) {
    super(message)
  }
}

export const bzip2: Codec = {
  name: 'bzip2',
  ending: '.bz2',
  recognizes: (head) => /^BZh[1-9]1AY&SY/.test(head.toString('latin1', 0, 10)),
  // A block is the smallest part that can be decoded; the largest has 900 kB.
  headBytes: 1 << 20,
  async load() {
    library ??= (await import('unbzip2-stream')).default
  },
  decodeHead(head) {
    const parts: Buffer[] = []
    const error = decodeInto(head, (part) => parts.push(part))
    if (error && (parts.length === 0 || error.damage === 'corrupt')) throw error
    return Buffer.concat(parts)
  },
  decoder: (isTruncated) => decoderOf(isTruncated),
  damageOf: (error) => (error instanceof Bzip2Error ? error.damage : undefined),
}

function decodeInto(bytes: Buffer, onPart: (part: Buffer) => void): Bzip2Error | undefined {
  const decoder = newDecoder(onPart)
  return decoder.write(bytes) ?? decoder.end()
}

function decoderOf(isTruncated: boolean): Transform {
  const decoder = newDecoder((part) => transform.push(part))
  const transform = new Transform({
    transform: (chunk: Buffer, _, done) => done(decoder.write(chunk)),
    flush(done) {
      const error = decoder.end()
      done(isTruncated && error?.damage === 'truncated' ? undefined : error)
    },
  })
  return transform
}

/** The library works inside `write` and `end`: its errors are known when they return. */
function newDecoder(onPart: (part: Buffer) => void) {
  const stream = library!()
  let error: Bzip2Error | undefined
  stream.on('data', onPart)
  stream.on('error', (cause: Error) => {
    // It reads behind its input where blocks are missing.
    const isShort = cause instanceof TypeError || /ended prematurely/.test(cause.message)
    error ??= isShort
      ? new Bzip2Error('unexpected end of file', 'truncated')
      : new Bzip2Error(/crc/.test(cause.message) ? 'wrong checksum' : 'invalid data', 'corrupt')
  })
  return {
    write(bytes: Buffer) {
      stream.write(bytes)
      return error
    },
    end() {
      stream.end()
      return error
    },
  }
}
