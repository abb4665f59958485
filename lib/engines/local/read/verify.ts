import { isAscii } from 'node:buffer'
import { closeSync, createReadStream, openSync, readFileSync, readSync } from 'node:fs'
import { createGunzip, gunzipSync } from 'node:zlib'
import type { InflatedCopies } from './inflated-copies'
import type { TextSource } from '../sources'

/** A text file as it is verified: plain values, so that another thread can be told. */
export interface FileToVerify {
  readonly path: string
  readonly shown: string
  readonly size: number
  readonly gzip: boolean
  /** The line that the file begins with and that names the fields; it may come again. */
  readonly header: string | undefined
  /** The same for files whose lines are read in the same way. */
  readonly reading: string
}

export function fileToVerify({
  path,
  shown,
  size,
  gzip,
  header,
  timestamped,
  fields,
}: TextSource): FileToVerify {
  const tokens = fields.map((field) => field?.token ?? '').join(' ')
  const reading = [header, timestamped, tokens].join()
  return { path, shown, size, gzip, header: header ? tokens : undefined, reading }
}

/** What reading every byte of a text file tells, which DuckDB does not check. */
export interface Verification {
  readonly state: 'whole' | 'truncated' | 'corrupt'
  /** What zlib said of a corrupt stream. */
  readonly reason?: string
  /** Physical lines, the last one too when it has no end. */
  readonly lines: number
  readonly headers: number
  readonly blanks: number
  /** DuckDB would read the file otherwise than it is meant. */
  readonly irregular: boolean
  /** A plain copy of a gzip file that is whole and regular; other files may be in it, too. */
  readonly inflated?: string | undefined
}

export interface VerifyOptions {
  /** Gets the bytes of the file as they are read. */
  readonly onBytes?: ((count: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
  readonly copies?: InflatedCopies | undefined
}

const READ_BYTES = 1 << 18
/** zlib's default of 16 KiB doubles the time. */
const INFLATE_BYTES = 1 << 20

/** Reads a file to its end: whether its gzip stream is whole, and how many lines, headers and blank lines it has. */
export async function verify(
  file: FileToVerify,
  { onBytes, signal, copies }: VerifyOptions = {},
): Promise<Verification> {
  const lines = lineCounter(file)
  const copy = file.gzip ? copies?.begin(file) : undefined
  let state: Verification['state'] = 'whole'
  let reason: string | undefined
  let bytes = 0
  try {
    for await (const chunk of contentsOf(file, onBytes, signal)) {
      bytes += chunk.length
      lines.add(chunk)
      copy?.add(chunk)
    }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (!code?.startsWith('Z_')) {
      copy?.drop()
      throw error
    }
    state = code === 'Z_BUF_ERROR' ? 'truncated' : 'corrupt'
    reason = message
  }
  const { endsLines, ...counted } = lines.end()
  const padded = file.gzip && state === 'whole' && bytes > 0 && endsInZeros(file)
  const irregular = counted.irregular || padded
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

/** An error of the system, as for a file that may not be read. */
export function isRefusal(error: unknown): error is NodeJS.ErrnoException {
  return typeof (error as NodeJS.ErrnoException).syscall === 'string'
}

/** A stream costs a millisecond, which is as long as to inflate 50 kB at once; more than this at once costs memory. */
const SMALL_BYTES = 1 << 20
const SMALL_INFLATED_BYTES = 1 << 24

/** The bytes of a text file, inflated. */
export async function* contentsOf(
  file: Pick<TextSource, 'path' | 'gzip' | 'size'>,
  onBytes: (count: number) => void = () => undefined,
  signal?: AbortSignal,
  options: { readonly finishFlush?: number } = {},
): AsyncGenerator<Buffer> {
  const small = smallContents(file, options)
  if (small) {
    onBytes(file.size)
    yield small
    return
  }
  const bytes = createReadStream(file.path, { highWaterMark: READ_BYTES, signal })
  bytes.on('data', (chunk) => onBytes(chunk.length))
  if (!file.gzip) {
    yield* bytes as AsyncIterable<Buffer>
    return
  }
  const inflated = createGunzip({ chunkSize: INFLATE_BYTES, ...options })
  bytes.on('error', (error) => inflated.destroy(error))
  try {
    yield* bytes.pipe(inflated) as AsyncIterable<Buffer>
  } finally {
    bytes.destroy()
  }
}

/** Undefined when the file is not small, or not once it is inflated. */
function smallContents(
  { path, gzip, size }: Pick<TextSource, 'path' | 'gzip' | 'size'>,
  options: { readonly finishFlush?: number },
): Buffer | undefined {
  if (size > SMALL_BYTES) return undefined
  const bytes = readFileSync(path)
  if (!gzip) return bytes
  const chunkSize = inflatedBytes(bytes)
  if (chunkSize === SMALL_INFLATED_BYTES) return undefined
  try {
    return gunzipSync(bytes, { chunkSize, maxOutputLength: SMALL_INFLATED_BYTES, ...options })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return undefined
    throw error
  }
}

const LEAST_INFLATE_BYTES = 1 << 16
/** What deflate can make of one byte. */
const MOST_RATIO = 1032

/**
 * A little more than the size that the end of a gzip stream tells: into one piece of memory inflating costs a quarter less.
 * A stream of several parts tells the last one's, a damaged one anything.
 */
function inflatedBytes(bytes: Buffer): number {
  const told = bytes.length < 4 ? 0 : bytes.readUInt32LE(bytes.length - 4)
  const most = Math.min(SMALL_INFLATED_BYTES, bytes.length * MOST_RATIO)
  return Math.max(LEAST_INFLATE_BYTES, Math.min(told + 1, most))
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
  /** The beginning of the line that the last chunk broke off in, and its length. */
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

/** Zeros after the end of a gzip stream are allowed, but DuckDB takes them for another stream. */
function endsInZeros({ path, size }: FileToVerify): boolean {
  const file = openSync(path, 'r')
  try {
    const end = Buffer.alloc(4)
    readSync(file, end, 0, end.length, Math.max(0, size - end.length))
    return end.every((byte) => byte === 0)
  } finally {
    closeSync(file)
  }
}
