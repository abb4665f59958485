import { join } from 'node:path'
import type { TextReading } from '../read/text-file-reader'
import type { TextReader } from '../read/text-reader'
import { copyName, partName, removePath, type CopyName } from './copy-folder'
import type { KeyedFile } from './keyed-file'
import { keptMetadata } from './kept-reading'
import { openSource, type OpenSource } from './open-source'

/** What came of a source that was to be copied. */
export interface WrittenSource {
  readonly file: KeyedFile
  /** Undefined for a source that is corrupt. */
  readonly part: CopyPart | undefined
}

/** A complete copy with a temporary name. */
export interface CopyPart extends CopyName {
  readonly path: string
}

export interface WriteOptions {
  readonly folder: string
  readonly run: string
  readonly signal: AbortSignal | undefined
  readonly onProgress: (share: () => number) => void
}

/** So many sources are open at a time. */
const MAX_OPEN = 256

/**
 * Reads sources into copies with temporary names. A source that changes meanwhile is left out. No part stays after an error.
 * @throws {UserError} when a source cannot be read or a copy cannot be written.
 */
export async function writeParts(
  files: readonly KeyedFile[],
  reader: Pick<TextReader, 'copy'>,
  options: WriteOptions,
): Promise<readonly WrittenSource[]> {
  const written: WrittenSource[] = []
  try {
    for (let from = 0; from < files.length; from += MAX_OPEN) {
      const batch = files.slice(from, from + MAX_OPEN)
      const onProgress = (share: () => number) =>
        options.onProgress(() => (from + share() * batch.length) / files.length)
      written.push(...(await writeBatch(batch, reader, { ...options, onProgress })))
    }
    return written
  } catch (error) {
    for (const { part } of written) if (part) removePath(part.path)
    throw error
  }
}

async function writeBatch(
  files: readonly KeyedFile[],
  reader: Pick<TextReader, 'copy'>,
  { folder, run, onProgress }: WriteOptions,
): Promise<readonly WrittenSource[]> {
  const sources = new Map<string, OpenSource>()
  const partOf = ({ key }: KeyedFile) => join(folder, partName(key, run))
  const written: WrittenSource[] = []
  try {
    for (const file of files) {
      const source = openSource(file)
      if (source) sources.set(source.readPath, source)
    }
    const texts = [...sources].map(([path, { source }]) => ({ ...source.file, path }))
    const copied = await reader.copy(texts, {
      pathOf: ({ path }) => partOf(sources.get(path)!.source),
      metadataOf: (read, reading) => metadataOf(sources.get(read.path)!, reading),
      hashes: true,
      onProgress,
    })
    for (const [path, open] of sources) {
      const { source } = open
      if (!open.isUnchanged()) continue
      const { output } = copied.get(path)!
      const part = output && { ...copyName(source.key, output.sha256!), path: partOf(source) }
      written.push({ file: source, part })
    }
    return written
  } finally {
    const kept = new Set(written.map(({ file }) => file))
    for (const open of sources.values()) {
      open.close()
      if (!kept.has(open.source)) removePath(partOf(open.source))
    }
  }
}

function metadataOf({ source }: OpenSource, { sha256, ...reading }: TextReading) {
  const { path, size } = source.file
  return keptMetadata({ key: source.key, source: { path, size, sha256: sha256! }, reading })
}
