import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { checkFile } from '../file-checksum'
import type { TextFile } from '../file-state'
import { throwIfBomb } from '../read/inflate'

/** SHA-256 of a text; undefined for one that is truncated or corrupt. */
export async function hashOfText(
  file: TextFile,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const hash = createHash('sha256')
  const isWhole = await readText(file, signal, (bytes) => hash.update(bytes))
  return isWhole ? hash.digest('hex') : undefined
}

/** SHA-256 of a file as it is on the disk; undefined for one that changes meanwhile. */
export async function hashOfBytes(
  { path }: { readonly path: string },
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  return (await checkFile(path, signal))?.sha256
}

async function readText(
  { path, shown, codec, expansion = 1 }: TextFile,
  signal: AbortSignal | undefined,
  onBytes: (bytes: Buffer) => void,
): Promise<boolean> {
  await codec.load?.()
  let [compressed, inflated] = [0, 0]
  const source = createReadStream(path, { highWaterMark: READ_BYTES })
  source.on('data', ({ length }) => (compressed += length))
  try {
    await pipeline(
      source,
      codec.decoder(false),
      async (text: AsyncIterable<Buffer>) => {
        for await (const bytes of text) {
          inflated += bytes.length
          throwIfBomb(shown, compressed / expansion, inflated)
          onBytes(bytes)
        }
      },
      { signal },
    )
    return true
  } catch (error) {
    if (codec.damageOf(error) === undefined) throw error
    return false
  }
}

const READ_BYTES = 1 << 18
