import { closeSync, openSync, readSync } from 'node:fs'
import type { Archive } from './archives/archive'
import { archiveOf } from './archives/archives'
import type { Codec } from './codecs/codec'
import { codecByName, codecOf } from './codecs/codecs'
import type { ParquetContainer } from './containers/container'
import { CONTAINERS } from './containers/containers'
import { startOf } from './text-start'

/** What the first bytes of a file are. */
export type Head =
  /** The first lines, perhaps not as text yet. */
  | {
      readonly kind: 'lines'
      readonly codec: Codec
      readonly bytes: Buffer
      readonly isCut: boolean
    }
  | { readonly kind: 'parquet'; readonly isComplete: boolean }
  | { readonly kind: 'archive'; readonly codec: Codec; readonly archive: Archive }
  | { readonly kind: 'empty'; readonly codec: Codec }
  /** A compressed stream of which nothing can be read. */
  | { readonly kind: 'corrupt'; readonly codec: Codec; readonly reason: string }

type Lines = Extract<Head, { kind: 'lines' }>
/** `textStart`: see {@link startOf}. */
type HeadWithStart = Exclude<Head, Lines> | (Lines & { readonly textStart: string })

/** Enough for about fifty lines, compressed. */
const HEAD_BYTES = 1024
/** Without a header line the format is recognized by its values: more lines make that certain. */
const HEADLESS_BYTES = 4096
/** For a file whose first line is longer than the head; compressed bytes give a thousand times as many. */
const LONG_HEAD_BYTES = 1 << 20
const LONG_COMPRESSED_BYTES = 1 << 16
/** Plain text whose first two lines are longer than the head. */
const LONG_START_BYTES = 8192
/** Enough for any container to recognize its end. */
const END_BYTES = 16

/** Reads the first lines of a file; a last line that is cut off is left out. */
export async function readHead(path: string, size: number): Promise<HeadWithStart> {
  if (size === 0) return { kind: 'empty', codec: codecByName(path) }

  const file = openSync(path, 'r')
  try {
    const first = readBytes(file, 0, HEAD_BYTES)
    const codec = codecOf(first)
    await codec.load?.()
    const head = readLines(file, size, codec)
    return head.kind === 'lines' ? { ...head, textStart: textStartOf(head, file) } : head
  } finally {
    closeSync(file)
  }
}

const LINE_FEED = 10

function readLines(file: number, size: number, codec: Codec): Head {
  const { headBytes = HEAD_BYTES } = codec
  let head = classify(readBytes(file, 0, headBytes), codec, size, file)
  if (head.kind !== 'lines' || size <= headBytes) return head
  if (head.bytes[0]! < 97 || head.bytes[0]! > 122) {
    head = classify(readBytes(file, 0, Math.max(HEADLESS_BYTES, headBytes)), codec, size, file)
  }
  const isShort = head.kind === 'lines' && !head.bytes.includes(LINE_FEED)
  const longBytes = codec.ending === undefined ? LONG_HEAD_BYTES : LONG_COMPRESSED_BYTES
  return isShort && longBytes > headBytes
    ? classify(readBytes(file, 0, longBytes), codec, size, file)
    : head
}

/** The start of a text; a head that is compressed less than others is too short for it. */
function textStartOf({ bytes, isCut, codec }: Lines, file: number): string {
  const start = startOf(bytes, isCut)
  if (start !== undefined) return start
  const count = codec.ending === undefined ? LONG_START_BYTES : LONG_COMPRESSED_BYTES
  try {
    const more = codec.decodeHead(readBytes(file, 0, Math.max(count, codec.headBytes ?? 0)))
    return startOf(more, false)
  } catch {
    return startOf(bytes, false)
  }
}

function classify(head: Buffer, codec: Codec, size: number, file: number): Head {
  const container = parquetOf(head)
  if (container) return { kind: 'parquet', isComplete: isComplete(container, size, file) }
  const packed = archiveOf(head, false)
  if (packed) return { kind: 'archive', codec, archive: packed }
  try {
    const bytes = codec.decodeHead(head)
    const isCut = head.length < size
    if (bytes.length === 0 && !isCut) return { kind: 'empty', codec }
    const archive = archiveOf(bytes, codec.ending !== undefined)
    if (archive) return { kind: 'archive', codec, archive }
    return { kind: 'lines', codec, bytes: isCut ? wholeLines(bytes) : bytes, isCut }
  } catch (error) {
    return { kind: 'corrupt', codec, reason: (error as Error).message }
  }
}

export function parquetOf(head: Buffer): ParquetContainer | undefined {
  return CONTAINERS.find(
    (container): container is ParquetContainer =>
      container.kind === 'parquet' && container.recognizes(head),
  )
}

function isComplete(container: ParquetContainer, size: number, file: number): boolean {
  return container.isComplete(size, readBytes(file, Math.max(0, size - END_BYTES), END_BYTES))
}

function wholeLines(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.lastIndexOf(LINE_FEED) + 1 || bytes.length)
}

function readBytes(file: number, position: number, count: number): Buffer {
  const buffer = Buffer.allocUnsafe(count)
  return buffer.subarray(0, readSync(file, buffer, 0, count, position))
}
