import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { throwIfAborted, UserError } from '../../../errors'
import { column } from '../../../flow-log/fields'
import type { Codec } from '../inspect/codecs/codec'
import { findCodec } from '../inspect/codecs/codecs'
import { none } from '../inspect/codecs/none'
import { damageOf, inflateAtOnce, SMALL_BYTES, throwIfBomb, type Damage } from './inflate'
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
  /** The name of its codec. */
  readonly codec: string
}

/** What is known of a file after every byte was read. A corrupt file has no records in the answer. */
export interface TextReading extends LineCounts {
  readonly state: 'whole' | 'truncated' | 'corrupt'
  /** What the codec says of a stream that is not whole. */
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

  function endOf(damage?: Damage): TextReading {
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
  async function readCompressed(
    source: TextFile,
    codec: Codec,
    options: ReadOptions,
  ): Promise<TextReading> {
    if (source.size <= SMALL_BYTES) {
      const compressed = whole.read(source.path)
      const inflated = inflateAtOnce(compressed, codec)
      if (inflated) {
        lines.add(inflated.bytes)
        options.onBytes?.(compressed.length)
        return endOf(inflated.damage)
      }
    }
    return readStream(source, codec, options)
  }
  /** Row groups of a stream whose end shows that it is corrupt are removed. */
  async function readStream(
    source: TextFile,
    codec: Codec,
    options: ReadOptions,
  ): Promise<TextReading> {
    lines.flush()
    const mark = file.mark()
    try {
      for await (const bytes of inflatedStream(source, codec, options)) lines.add(bytes)
      return endOf()
    } catch (error) {
      lines.clear()
      file.discardAfter(mark)
      lines.begin(source)
      const damage = damageOf(error, codec)
      if (damage.state === 'truncated') await readTruncated(source, codec, options)
      return endOf(damage)
    }
  }
  /** A decoder keeps back the end of a stream that was cut off, unless the stream does not have to be whole. */
  async function readTruncated(
    source: TextFile,
    codec: Codec,
    { signal }: ReadOptions,
  ): Promise<void> {
    for await (const bytes of inflatedStream(source, codec, { signal }, true)) lines.add(bytes)
  }

  return {
    async read(source, options = {}) {
      lines.begin(source)
      try {
        const codec = codecNamed(source.codec)
        if (codec === none) return await readPlain(source.path, options)
        return await readCompressed(source, codec, options)
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
  codec: Codec,
  { onBytes, signal }: ReadOptions,
  isTruncated = false,
): AsyncGenerator<Buffer> {
  let compressed = 0
  let inflated = 0
  const bytes = createReadStream(path, { highWaterMark: READ_BYTES, signal })
  bytes.on('data', (chunk) => {
    compressed += chunk.length
    onBytes?.(chunk.length)
  })
  const decoder = codec.decoder(isTruncated)
  bytes.on('error', (error) => decoder.destroy(error))
  try {
    for await (const chunk of bytes.pipe(decoder) as AsyncIterable<Buffer>) {
      inflated += chunk.length
      throwIfBomb(shown, compressed, inflated)
      yield chunk
    }
  } finally {
    bytes.destroy()
    decoder.destroy()
  }
}

function codecNamed(name: string): Codec {
  const codec = findCodec(name)
  if (!codec) throw new Error(`unknown codec ${name}`)
  return codec
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
