import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { constants, createGunzip } from 'node:zlib'
import { throwIfAborted, UserError } from '../../../errors'
import { column } from '../../../flow-log/fields'
import {
  gzipDamage,
  inflateAtOnce,
  SMALL_GZIP_BYTES,
  throwIfBomb,
  type GzipDamage,
} from './inflate'
import type { LineCounts } from './line-counts'
import { lineReader, type LineReaderOptions, type LineShape } from './line-reader'
import { wholeFile } from './whole-file'
import { parquetFile, type ParquetSize } from './parquet/parquet-file'

/** A file of text, and how its lines are read: plain values, which can be sent to another thread. */
export interface TextFile extends LineShape {
  readonly path: string
  /** Its name in messages. */
  readonly shown: string
  readonly size: number
  readonly codec: 'none' | 'gzip'
}

/** What is known of a file after every byte was read. A corrupt file has no records in the answer. */
export interface TextReading extends LineCounts {
  readonly state: 'whole' | 'truncated' | 'corrupt'
  /** What zlib says of a stream that is not whole. */
  readonly reason?: string
}

/** What the files are read into. */
export interface TextReaderOptions extends Omit<LineReaderOptions, 'onRowGroup'> {
  /** The Parquet file to write. */
  readonly out: string
}

export interface ReadOptions {
  /** Gets the number of bytes of the file that were read. */
  readonly onBytes?: (count: number) => void
  readonly signal?: AbortSignal | undefined
}

/** Reads text files into one Parquet file. */
export interface TextReader {
  read(file: TextFile, options?: ReadOptions): Promise<TextReading>
  /** Ends the Parquet file. */
  close(): ParquetSize
  /** Gives up the Parquet file, which cannot be read. */
  abandon(): void
}

const READ_BYTES = 1 << 18
/** zlib's default of 16 KiB doubles the time. */
const INFLATE_BYTES = 1 << 20

export function textReader({ out, columns, ...options }: TextReaderOptions): TextReader {
  const file = parquetFile(
    out,
    columns.map((field) => ({ name: column(field), type: field.type })),
  )
  const lines = lineReader({
    ...options,
    columns,
    onRowGroup: (group) => writing(out, () => file.write(group)),
  })
  const piece = Buffer.allocUnsafe(READ_BYTES)
  const whole = wholeFile()

  function endOf(damage?: GzipDamage): TextReading {
    return { ...lines.end({ isCut: damage !== undefined }), state: 'whole', ...damage }
  }
  async function readPlain(path: string, { onBytes, signal }: ReadOptions): Promise<TextReading> {
    const input = openSync(path, 'r')
    try {
      for (let count; (count = readSync(input, piece, 0, piece.length, null)) > 0;) {
        lines.add(piece.subarray(0, count))
        onBytes?.(count)
        await nextTurn()
        throwIfAborted(signal)
      }
    } finally {
      closeSync(input)
    }
    return endOf()
  }
  async function readGzip(source: TextFile, options: ReadOptions): Promise<TextReading> {
    if (source.size <= SMALL_GZIP_BYTES) {
      const compressed = whole.read(source.path)
      const inflated = inflateAtOnce(compressed)
      if (inflated) {
        lines.add(inflated.bytes)
        options.onBytes?.(compressed.length)
        return endOf(inflated.damage)
      }
    }
    return readStream(source, options)
  }
  /** Row groups of a stream that proves corrupt at its end are removed. */
  async function readStream(source: TextFile, options: ReadOptions): Promise<TextReading> {
    lines.flush()
    const mark = file.mark()
    try {
      for await (const bytes of inflatedStream(source, options)) lines.add(bytes)
      return endOf()
    } catch (error) {
      lines.clear()
      file.discardAfter(mark)
      lines.begin(source)
      const damage = gzipDamage(error)
      if (damage.state === 'truncated') await readTruncated(source, options)
      return endOf(damage)
    }
  }
  /** zlib keeps back the end of a stream that was cut off, unless the stream does not have to be whole. */
  async function readTruncated(source: TextFile, { signal }: ReadOptions): Promise<void> {
    const flush = constants.Z_SYNC_FLUSH
    for await (const bytes of inflatedStream(source, { signal }, flush)) lines.add(bytes)
  }

  return {
    async read(source, options = {}) {
      lines.begin(source)
      try {
        if (source.codec === 'none') return await readPlain(source.path, options)
        return await readGzip(source, options)
      } catch (error) {
        throwIfAborted(options.signal, error)
        throw isSystemError(error) ? cannot('read', source.shown, error) : error
      }
    },
    close: () =>
      writing(out, () => {
        lines.flush()
        return file.close()
      }),
    abandon: () => file.abandon(),
  }
}

async function* inflatedStream(
  { path, shown }: TextFile,
  { onBytes, signal }: ReadOptions,
  finishFlush?: number,
): AsyncGenerator<Buffer> {
  let compressed = 0
  let inflated = 0
  const bytes = createReadStream(path, { highWaterMark: READ_BYTES, signal })
  bytes.on('data', (chunk) => {
    compressed += chunk.length
    onBytes?.(chunk.length)
  })
  const gunzip = createGunzip({
    chunkSize: INFLATE_BYTES,
    ...(finishFlush === undefined ? {} : { finishFlush }),
  })
  bytes.on('error', (error) => gunzip.destroy(error))
  try {
    for await (const chunk of bytes.pipe(gunzip) as AsyncIterable<Buffer>) {
      inflated += chunk.length
      throwIfBomb(shown, compressed, inflated)
      yield chunk
    }
  } finally {
    bytes.destroy()
    gunzip.destroy()
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function writing<T>(path: string, write: () => T): T {
  try {
    return write()
  } catch (error) {
    throw isSystemError(error) ? cannot('written', path, error) : error
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return typeof (error as NodeJS.ErrnoException).syscall === 'string'
}

function cannot(be: 'read' | 'written', name: string, cause: NodeJS.ErrnoException): UserError {
  const help =
    cause.code === 'ENOSPC'
      ? 'name a folder with more space in the environment variable TMPDIR'
      : undefined
  return new UserError(`\`${name}\` cannot be ${be}: ${cause.message}`, { cause, help })
}
