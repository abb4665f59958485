import { join } from 'node:path'
import type { FileIdentity, LogFile } from '../file-state'
import type { LineCounts } from '../read/line-counts'
import type { TextReading } from '../read/text-file-reader'
import type { TextReader } from '../read/text-reader'
import { checkFile } from './checksum'
import { copyName, partName, removePath, type CopyName } from './copy-folder'
import { keyFiles, type KeyedFile } from './keyed-file'
import { keptMetadata, type KeptSource } from './kept-reading'

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

interface Source {
  readonly file: KeyedFile
  readonly kept: KeptSource
  readonly part: string
}

/**
 * Reads sources into copies with temporary names. A source that changes meanwhile is left out. No part stays after an error.
 * @throws {UserError} when a source cannot be read or a copy cannot be written.
 */
export async function writeParts(
  files: readonly KeyedFile[],
  reader: Pick<TextReader, 'copy'>,
  { folder, run, signal, onProgress }: WriteOptions,
): Promise<readonly WrittenSource[]> {
  const sources = await checkSources(files, (key) => join(folder, partName(key, run)), signal)
  const texts = [...sources.values()].map(({ file }) => file.file)
  const parts = [...sources.values()].map(({ part }) => part)
  const sourceOf = (file: FileIdentity | LogFile) => sources.get(file.path)!
  try {
    const copied = await reader.copy(texts, {
      pathOf: (file) => sourceOf(file).part,
      metadataOf(read, counts) {
        const { file, kept } = sourceOf(read)
        return keptMetadata({ key: file.key, source: kept, reading: readingOf(read, counts) })
      },
      onProgress,
    })
    const written: WrittenSource[] = []
    for (const { file, part } of sources.values()) {
      const { output } = copied.get(file.file.path)!
      if (!isUnchanged(file)) continue
      if (!output) {
        written.push({ file, part: undefined })
        continue
      }
      const checked = await checkFile(part, signal)
      if (checked) written.push({ file, part: { ...copyName(file.key, checked.sha256), path: part } }) // prettier-ignore
    }
    const kept = new Set(written.map(({ part }) => part?.path))
    parts.filter((path) => !kept.has(path)).forEach(removePath)
    return written
  } catch (error) {
    parts.forEach(removePath)
    throw error
  }
}

/** The checksums of the sources, before they are read; without those that changed since they got their keys. */
async function checkSources(
  files: readonly KeyedFile[],
  partOf: (key: string) => string,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Source>> {
  const sources = new Map<string, Source>()
  for (const file of files) {
    const { path, size } = file.file
    const checked = await checkFile(path, signal)
    if (!checked || !isUnchanged(file)) continue
    const kept = { path, size, sha256: checked.sha256 }
    sources.set(path, { file, kept, part: partOf(file.key) })
  }
  return sources
}

function readingOf(file: LogFile, counts: LineCounts): TextReading {
  const isTruncated = file.kind === 'partly-read' && file.isTruncated
  return { ...counts, state: isTruncated ? 'truncated' : 'whole' }
}

function isUnchanged({ file, key }: KeyedFile): boolean {
  return keyFiles([file])[0]?.key === key
}
