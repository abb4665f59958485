import { isAscii } from 'node:buffer'
import { createReadStream, readFileSync } from 'node:fs'
import type { TextFile } from '../file-state'
import type { Codec } from '../inspect/codecs/codec'
import { findCodec } from '../inspect/codecs/codecs'
import { none } from '../inspect/codecs/none'
import type { FileToVerify } from './file-to-verify'
import type { InflatedCopies } from './inflated-copies'

/** What a text file contains; DuckDB does not check this. */
export interface Verification {
  readonly state: 'whole' | 'truncated' | 'corrupt'
  /** The decoder's message on a corrupt stream. */
  readonly reason?: string
  /** All lines, also a last one without a line feed. */
  readonly lines: number
  readonly headers: number
  readonly blanks: number
  /** DuckDB would misread the file. */
  readonly irregular: boolean
  /** A plain copy of a compressed file that is whole and regular; other files may be in it, too. */
  readonly inflated?: string | undefined
}

export interface VerifyOptions {
  /** Called with the number of bytes as they are read. */
  readonly onBytes?: ((count: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
  readonly copies?: InflatedCopies | undefined
}

const READ_BYTES = 1 << 18

/** Reads a file to its end: checks its compressed stream and counts lines, headers and blank lines. */
export async function verify(
  file: FileToVerify,
  { onBytes, signal, copies }: VerifyOptions = {},
): Promise<Verification> {
  const { path, size } = file
  const codec = codecNamed(file.codec)
  const lines = lineCounter(file)
  const copy = codec === none ? undefined : copies?.begin(file)
  let state: Verification['state'] = 'whole'
  let reason: string | undefined
  let bytes = 0
  try {
    for await (const chunk of contentsOf({ path, size, codec }, onBytes, signal)) {
      bytes += chunk.length
      lines.add(chunk)
      copy?.add(chunk)
    }
  } catch (error) {
    const damage = codec.damageOf(error)
    if (!damage) {
      copy?.drop()
      throw error
    }
    state = damage
    reason = (error as Error).message
  }
  const { endsLines, ...counted } = lines.end()
  const isMisread = state === 'whole' && bytes > 0 && codec.confusesDuckdb(path, size)
  const irregular = counted.irregular || isMisread
  const isClean = state === 'whole' && !irregular
  if (!isClean) copy?.drop()
  return {
    ...counted,
    state,
    ...(reason === undefined ? {} : { reason }),
    irregular,
    inflated: isClean ? copy?.keep(endsLines) : undefined,
  }
}

/** Whether the operating system refused, such as access to a file. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return typeof (error as NodeJS.ErrnoException).syscall === 'string'
}

function codecNamed(name: string): Codec {
  const codec = findCodec(name)
  if (!codec) throw new Error(`unknown codec ${name}`)
  return codec
}

/** A stream costs a millisecond, as much as inflating 50 kB at once; larger files at once cost memory. */
const SMALL_BYTES = 1 << 20
const SMALL_INFLATED_BYTES = 1 << 24

/** The text of a file; with `isTruncated`, what a cut stream has. */
export async function* contentsOf(
  { path, size, codec }: Pick<TextFile, 'path' | 'size' | 'codec'>,
  onBytes: (count: number) => void = () => undefined,
  signal?: AbortSignal,
  isTruncated = false,
): AsyncGenerator<Buffer> {
  if (size <= SMALL_BYTES) {
    const text = codec.decode(readFileSync(path), SMALL_INFLATED_BYTES, isTruncated)
    if (text) {
      onBytes(size)
      yield text
      return
    }
  }
  const bytes = createReadStream(path, { highWaterMark: READ_BYTES, signal })
  bytes.on('data', (chunk) => onBytes(chunk.length))
  const decoder = codec.decoder(isTruncated)
  if (!decoder) {
    yield* bytes as AsyncIterable<Buffer>
    return
  }
  bytes.on('error', (error) => decoder.destroy(error))
  try {
    yield* bytes.pipe(decoder) as AsyncIterable<Buffer>
  } finally {
    bytes.destroy()
  }
}

interface LineCounter {
  add(chunk: Buffer): void
  /** `endsLines`: every line but the last ends in a line feed alone. */
  end(): Pick<Verification, 'lines' | 'headers' | 'blanks' | 'irregular'> & {
    readonly endsLines: boolean
  }
}

const NEWLINE = 10
const RETURN = 13

function lineCounter(file: FileToVerify): LineCounter {
  const header = file.header === undefined ? undefined : Buffer.from(file.header)
  const kept = (header?.length ?? 0) + 2
  let lines = 0
  let blanks = 0
  let repeated = 0
  let returns = 0
  let ascii = true
  /** The beginning of the line that the last chunk cut, and its length. */
  let start: Buffer = Buffer.alloc(0)
  let startLength = 0

  function endLine(line: Buffer, length: number): void {
    lines++
    if (length === 0 || (length === 1 && line[0] === RETURN)) blanks++
    else if (header && line[0] === header[0] && lines > 1 && isHeader(line)) repeated++
  }
  function isHeader(line: Buffer): boolean {
    return line.subarray(0, header!.length).equals(header!)
  }

  return {
    add(chunk) {
      ascii &&= isAscii(chunk)
      for (let at = -1; (at = chunk.indexOf(RETURN, at + 1)) !== -1;) returns++

      let from = 0
      for (let to; (to = chunk.indexOf(NEWLINE, from)) !== -1; from = to + 1) {
        if (startLength > 0) {
          const length = startLength + to - from
          endLine(Buffer.concat([start, chunk.subarray(from, Math.min(to, from + kept))]), length)
          startLength = 0
        } else if (
          to - from < 2 ||
          (header !== undefined && chunk[from] === header[0] && lines > 0)
        ) {
          endLine(chunk.subarray(from, to), to - from)
        } else {
          lines++
        }
      }
      if (from < chunk.length) {
        const rest = chunk.subarray(from, from + kept)
        start = startLength > 0 ? Buffer.concat([start, rest]).subarray(0, kept) : Buffer.from(rest)
        startLength += chunk.length - from
      }
    },
    end() {
      const ended = lines
      if (startLength > 0) endLine(start, startLength)
      const regular =
        ascii && repeated === 0 && (returns === 0 || returns === ended || returns === lines)
      return {
        lines,
        blanks,
        headers: repeated + (header ? 1 : 0),
        irregular: !regular,
        endsLines: returns === 0,
      }
    },
  }
}
