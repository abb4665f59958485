import { join } from 'node:path'
import { checkFile } from '../file-checksum'
import { identityIn, removeFile, type CopyName } from './copy-folder'
import type { CopyIndex } from './copy-index'
import type { KeptSource } from './kept-reading'
import type { KeyedFile } from './keyed-file'
import { isSameFile, type FileIdentity } from '../file-identity'

/** A copy with the key of a source. */
export interface FoundCopy extends CopyName {
  readonly source: KeyedFile
  /** Whether the copy is the same file as when its checksum was right. */
  readonly isTrusted: boolean
}

export interface CheckedCopies {
  readonly right: readonly FoundCopy[]
  /** Those whose bytes were read, as the index remembers them. */
  readonly identities: ReadonlyMap<FoundCopy, FileIdentity>
  readonly wrong: readonly FoundCopy[]
}

/** Looks for copies by their names. */
export function findCopies(
  folder: string,
  files: readonly KeyedFile[],
  names: readonly CopyName[],
  { copies }: CopyIndex,
): readonly FoundCopy[] {
  const byKey = new Map(names.map((name) => [name.key, name]))
  return files.flatMap((source) => {
    const name = byKey.get(source.key)
    const identity = name && identityIn(folder, name.name)
    if (!identity) return []
    const known = copies.get(source.key)?.identity
    return [{ ...name, source, isTrusted: known !== undefined && isSameFile(known, identity) }]
  })
}

/** Compares the bytes of copies with the checksums in their names, and removes those with other bytes. */
export async function checkCopies(
  copies: readonly FoundCopy[],
  { folder, verifies, signal }: CheckOptions,
): Promise<CheckedCopies> {
  const right: FoundCopy[] = []
  const wrong: FoundCopy[] = []
  const identities = new Map<FoundCopy, FileIdentity>()
  for (const copy of copies) {
    if (copy.isTrusted && !verifies) {
      right.push(copy)
      continue
    }
    const checked = await checkFile(join(folder, copy.name), signal)
    if (checked?.sha256.startsWith(copy.checksum)) {
      right.push(copy)
      identities.set(copy, checked.identity)
    } else {
      wrong.push(copy)
      removeFile(folder, copy.name)
    }
  }
  return { right, wrong, identities }
}

export interface CheckOptions {
  readonly folder: string
  readonly verifies: boolean
  readonly signal: AbortSignal | undefined
}

/** Whether the bytes of a source are those that were copied. */
export async function isSourceOf(
  { path }: { readonly path: string },
  { sha256 }: KeptSource,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  return (await checkFile(path, signal))?.sha256 === sha256
}
