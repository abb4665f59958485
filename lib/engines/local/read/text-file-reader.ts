import { closeSync, createReadStream, openSync, readSync } from 'node:fs'
import { throwIfAborted } from '../../../errors'
import { fileHash, type FileHash } from '../file-checksum'
import type { Codec } from '../inspect/codecs/codec'
import { findCodec } from '../inspect/codecs/codecs'
import { none } from '../inspect/codecs/none'
import { unwrapping, type LineSink } from './unwrapping'
import { damageOf, inflateAtOnce, SMALL_BYTES, throwIfBomb, type Damage } from './inflate'
import type { LineCounts } from './line-counts'
import type { LineReader } from './line-reader'
import type { ParquetFile } from './parquet/parquet-file'
import type { SourceFile } from './part'
import { throwCannot } from './system-errors'
import { wholeFile } from './whole-file'

/** What is known of a file after every byte was read. A corrupt file has no records in the answer. */
export interface TextReading extends LineCounts {
  readonly state: 'whole' | 'truncated' | 'corrupt'
  /** What the codec says of a stream that is not whole. */
  readonly reason?: string
  /** Of the bytes of the file, as they are in it, where it was asked for. */
  readonly sha256?: string
}

export interface ReadOptions {
  /** Gets the number of bytes of the file that were read. */
  readonly onBytes?: ((count: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** Reads files of text, plain or compressed, into a reader of lines. */
interface TextFileReader {
  /** `output` takes the row groups of the lines. */
  read(source: SourceFile, output: ParquetFile, options?: ReadOptions): Promise<TextReading>
}

interface HashedOptions extends ReadOptions {
  readonly hash: FileHash | undefined
}

const READ_BYTES = 1 << 18

/** `hashes`: the readings get checksums. */
export function textFileReader(lines: LineReader, hashes = false): TextFileReader {
  const piece = Buffer.allocUnsafe(READ_BYTES)
  const whole = wholeFile()
  let sink: LineSink = lines

  function begin(source: SourceFile): void {
    lines.begin(source)
    sink = unwrapping(source.wrappers, lines)
  }
  function endOf(damage?: Damage): TextReading {
    if (!damage) sink.finish?.()
    return { ...lines.end({ isCut: damage !== undefined }), state: 'whole', ...damage }
  }
  async function readPlain(
    path: string,
    { hash, onBytes, signal }: HashedOptions,
  ): Promise<TextReading> {
    const input = openSync(path, 'r')
    try {
      for (let count; (count = readSync(input, piece, 0, piece.length, null)) > 0;) {
        const bytes = piece.subarray(0, count)
        hash?.add(bytes)
        sink.add(bytes)
        onBytes?.(count)
        await nextTurn()
        throwIfAborted(signal)
      }
    } finally {
      closeSync(input)
    }
    return endOf()
  }
  /** Undefined where the file is too large to be inflated at once. */
  function readSmall({ path, size }: SourceFile, codec: Codec, { hash, onBytes }: HashedOptions) {
    if (size > SMALL_BYTES) return undefined
    const compressed = whole.read(path)
    const inflated = inflateAtOnce(compressed, codec)
    if (!inflated) return undefined
    sink.add(inflated.bytes)
    hash?.add(compressed)
    onBytes?.(compressed.length)
    return endOf(inflated.damage)
  }
  /** Row groups of a stream whose end shows that it is corrupt are removed. */
  async function readStream(
    source: SourceFile,
    output: ParquetFile,
    codec: Codec,
    options: HashedOptions,
  ): Promise<TextReading> {
    lines.flush()
    const mark = output.mark()
    try {
      for await (const bytes of inflatedStream(source, codec, options)) sink.add(bytes)
      return endOf()
    } catch (error) {
      const damage = damageOf(error, codec)
      lines.clear()
      output.discardAfter(mark)
      begin(source)
      if (damage.state === 'truncated') {
        // A decoder keeps back the end of a stream that was cut off, unless the stream does not have to be whole.
        const again = inflatedStream(
          source,
          codec,
          { ...options, hash: undefined, onBytes: undefined },
          true,
        )
        for await (const bytes of again) sink.add(bytes)
      }
      return endOf(damage)
    }
  }

  async function readWith(options: HashedOptions, source: SourceFile, output: ParquetFile) {
    const codec = codecNamed(source.codec)
    await codec.load?.()
    if (codec === none) return readPlain(source.path, options)
    return readSmall(source, codec, options) ?? readStream(source, output, codec, options)
  }

  return {
    async read(source, output, options = {}) {
      begin(source)
      const hash = hashes ? fileHash() : undefined
      try {
        const reading = await readWith({ ...options, hash }, source, output)
        return hash ? { ...reading, sha256: hash.end(source.path) } : reading
      } catch (error) {
        throwIfAborted(options.signal, error)
        throwCannot('read', source.shown, error)
      }
    },
  }
}

async function* inflatedStream(
  { path, shown, expansion = 1 }: SourceFile,
  codec: Codec,
  { hash, onBytes, signal }: HashedOptions,
  isTruncated = false,
): AsyncGenerator<Buffer> {
  let compressed = 0
  let inflated = 0
  const bytes = createReadStream(path, { highWaterMark: READ_BYTES, signal })
  bytes.on('data', (chunk) => {
    compressed += chunk.length
    hash?.add(chunk as Buffer)
    onBytes?.(chunk.length)
  })
  const decoder = codec.decoder(isTruncated)
  bytes.on('error', (error) => decoder.destroy(error))
  try {
    for await (const chunk of bytes.pipe(decoder) as AsyncIterable<Buffer>) {
      inflated += chunk.length
      throwIfBomb(shown, compressed / expansion, inflated)
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

/** Waits until other events are handled. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
