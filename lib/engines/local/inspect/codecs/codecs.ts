import { bzip2 } from './bzip2'
import type { Codec } from './codec'
import { gzip } from './gzip'
import { none } from './none'
import { zstd } from './zstd'

/** The codecs of text files; the first that recognizes a file's first bytes decodes it. */
export const CODECS: readonly Codec[] = [gzip, zstd, bzip2, none]

export function codecOf(head: Buffer): Codec {
  return CODECS.find((codec) => codec.recognizes(head)) ?? none
}

/** The codec that a file's name promises. */
export function codecByName(path: string): Codec {
  const name = path.toLowerCase()
  return CODECS.find(({ ending }) => ending !== undefined && name.endsWith(ending)) ?? none
}

/** Undefined for a codec that this version does not have. */
export function findCodec(name: string): Codec | undefined {
  return CODECS.find((codec) => codec.name === name)
}
