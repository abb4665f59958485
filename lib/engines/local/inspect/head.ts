import { closeSync, openSync, readSync } from 'node:fs'
import { constants, gunzipSync } from 'node:zlib'

/** What the first bytes of a file are. */
export type Head =
  | { readonly kind: 'text'; readonly gzip: boolean; readonly text: string }
  | { readonly kind: 'parquet'; readonly whole: boolean }
  | { readonly kind: 'empty'; readonly gzip: boolean }
  /** A gzip stream of which nothing can be read. */
  | { readonly kind: 'corrupt'; readonly reason: string }
  /** Neither text nor Parquet. */
  | { readonly kind: 'binary' }

/** Enough for about fifty lines, compressed. */
const HEAD_BYTES = 1024
/** Where no header line names the fields, more lines tell them more surely. */
const HEADLESS_BYTES = 4096
/** A file whose first line is longer than the head is read so far. */
const LONG_HEAD_BYTES = 1 << 20

/** Reads the first lines of a file; a line that was cut off at the end is left out. */
export function readHead(path: string, size: number): Head {
  if (size === 0) return { kind: 'empty', gzip: /\.gz$/i.test(path) }

  const file = openSync(path, 'r')
  try {
    let head = classify(bytes(file, 0, HEAD_BYTES), size, file)
    if (head.kind !== 'text' || size <= HEAD_BYTES) return head
    if (!/^[a-z]/.test(head.text)) head = classify(bytes(file, 0, HEADLESS_BYTES), size, file)
    const cutShort = head.kind === 'text' && !head.text.includes('\n')
    return cutShort ? classify(bytes(file, 0, LONG_HEAD_BYTES), size, file) : head
  } finally {
    closeSync(file)
  }
}

function classify(head: Buffer, size: number, file: number): Head {
  if (head.subarray(0, 4).equals(PARQUET)) {
    return { kind: 'parquet', whole: size > 12 && bytes(file, size - 4, 4).equals(PARQUET) }
  }
  if (head[0] !== 0x1f || head[1] !== 0x8b) return textHead(head, false, head.length < size)

  try {
    const text = gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH })
    if (text.length === 0 && head.length === size) return { kind: 'empty', gzip: true }
    return textHead(text, true, head.length < size)
  } catch (error) {
    return { kind: 'corrupt', reason: (error as Error).message }
  }
}

const PARQUET = Buffer.from('PAR1')

function textHead(head: Buffer, gzip: boolean, cut: boolean): Head {
  const end = cut ? head.lastIndexOf(10) + 1 || head.length : head.length
  const text = head.toString('utf8', 0, end)
  // A line or two of zeros or of strange bytes is damage; what begins so is no text.
  return CONTROL.test(text.slice(0, 100)) ? { kind: 'binary' } : { kind: 'text', gzip, text }
}

// eslint-disable-next-line no-control-regex -- these are what is looked for
const CONTROL = /[\u0000-\u0008\u000e-\u001f]/

function bytes(file: number, position: number, count: number): Buffer {
  const buffer = Buffer.allocUnsafe(count)
  return buffer.subarray(0, readSync(file, buffer, 0, count, position))
}
