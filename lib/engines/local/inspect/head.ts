import { closeSync, openSync, readSync } from 'node:fs'
import type { Codec } from './codecs/codec'
import { codecByName, codecOf } from './codecs/codecs'
import type { ParquetContainer } from './containers/container'
import { CONTAINERS } from './containers/containers'

/** What the first bytes of a file are. */
export type Head =
  | { readonly kind: 'text'; readonly codec: Codec; readonly text: string }
  | { readonly kind: 'parquet'; readonly isComplete: boolean }
  | { readonly kind: 'empty'; readonly codec: Codec }
  /** A compressed stream of which nothing can be read. */
  | { readonly kind: 'corrupt'; readonly codec: Codec; readonly reason: string }
  /** Neither text nor Parquet. */
  | { readonly kind: 'binary' }

/** Enough for about fifty lines, compressed. */
const HEAD_BYTES = 1024
/** Without a header line the format is recognized by its values: more lines make that certain. */
const HEADLESS_BYTES = 4096
/** For a file whose first line is longer than the head. */
const LONG_HEAD_BYTES = 1 << 20
/** Enough for any container to recognize its end. */
const END_BYTES = 16

/** Reads the first lines of a file; a last line that is cut off is left out. */
export function readHead(path: string, size: number): Head {
  if (size === 0) return { kind: 'empty', codec: codecByName(path) }

  const file = openSync(path, 'r')
  try {
    let head = classify(readBytes(file, 0, HEAD_BYTES), size, file)
    if (head.kind !== 'text' || size <= HEAD_BYTES) return head
    if (!/^[a-z]/.test(head.text)) head = classify(readBytes(file, 0, HEADLESS_BYTES), size, file)
    const isCut = head.kind === 'text' && !head.text.includes('\n')
    return isCut ? classify(readBytes(file, 0, LONG_HEAD_BYTES), size, file) : head
  } finally {
    closeSync(file)
  }
}

function classify(head: Buffer, size: number, file: number): Head {
  for (const container of CONTAINERS) {
    if (container.kind === 'parquet' && container.recognizes(head)) {
      return { kind: 'parquet', isComplete: isComplete(container, size, file) }
    }
  }
  const codec = codecOf(head)
  try {
    const text = codec.decodeHead(head)
    if (text.length === 0 && head.length === size) return { kind: 'empty', codec }
    return textHead(text, codec, head.length < size)
  } catch (error) {
    return { kind: 'corrupt', codec, reason: (error as Error).message }
  }
}

function isComplete(container: ParquetContainer, size: number, file: number): boolean {
  return container.isComplete(size, readBytes(file, Math.max(0, size - END_BYTES), END_BYTES))
}

function textHead(head: Buffer, codec: Codec, isCut: boolean): Head {
  const end = isCut ? head.lastIndexOf(10) + 1 || head.length : head.length
  const text = head.toString('utf8', 0, end)
  // Control characters further on are damage in a line or two; a file that begins with them is not text.
  return CONTROL.test(text.slice(0, 100)) ? { kind: 'binary' } : { kind: 'text', codec, text }
}

// eslint-disable-next-line no-control-regex -- the expression looks for control characters
const CONTROL = /[\u0000-\u0008\u000e-\u001f]/

function readBytes(file: number, position: number, count: number): Buffer {
  const buffer = Buffer.allocUnsafe(count)
  return buffer.subarray(0, readSync(file, buffer, 0, count, position))
}
