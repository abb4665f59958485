import { changedMs } from '../file-identity'
import type { TextFile } from '../file-state'
import type { CopyIndex } from './copy-index'
import type { KeepWorld } from './keep-world'
import type { KeyedFile } from './keyed-file'

/** The sources to keep: those of an earlier question, if reading them takes long enough. */
export function chooseSources(
  files: readonly KeyedFile[],
  { seen }: CopyIndex,
  world: KeepWorld,
): readonly KeyedFile[] {
  const nowMs = world.now()
  const chosen = files.filter(({ key, identity }) => {
    const earlier = seen.get(key)
    if (!earlier || earlier.isCorrupt) return false
    return nowMs - changedMs(identity) >= world.minAgeMs
  })
  const readMs = chosen.reduce((sum, { key }) => sum + seen.get(key)!.readMs, 0)
  const bytes = compressedBytes(chosen.map(({ file }) => file))
  return isWorthKeeping(bytes, readMs, world) ? chosen : []
}

export function isWorthKeeping(
  bytes: number,
  readMs: number,
  { minKeepBytes, minKeepMs }: KeepWorld,
): boolean {
  return bytes >= minKeepBytes || readMs >= minKeepMs
}

export function compressedBytes(files: readonly TextFile[]): number {
  return files.reduce((sum, { codec, size }) => (codec.name === 'none' ? sum : sum + size), 0)
}

/** A copy of gzip text has about 0.8 times its bytes; small files and values without repetition need more. */
const COPY_OF_COMPRESSED = 1.25
/** Records have about a fifth of their bytes after gzip. */
const COPY_OF_PLAIN = 0.35
const FOOTER_BYTES = 8000

/** Bytes that the copies of files will have, about. */
export function estimateCopies(files: readonly KeyedFile[]): number {
  return files.reduce((sum, { file: { codec, size } }) => {
    const factor = codec.name === 'none' ? COPY_OF_PLAIN : COPY_OF_COMPRESSED
    return sum + size * factor + FOOTER_BYTES
  }, 0)
}
