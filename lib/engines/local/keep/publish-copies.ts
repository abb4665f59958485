import { renameSync } from 'node:fs'
import { join } from 'node:path'
import type { FileIdentity } from '../file-identity'
import type { CheckedCopies, FoundCopy } from './check-copies'
import { identityIn, listCopyNames, removePath } from './copy-folder'
import { loadIndex, saveIndex, type CopyEntry } from './copy-index'
import type { KeepWorld } from './keep-world'
import type { KeyedFile } from './keyed-file'
import type { WrittenSource } from './write-parts'

/** Gives written copies their names, and the index what is known of copies. Called under the lock. */
export function publishCopies(
  folder: string,
  { identities, wrong }: CheckedCopies,
  written: readonly WrittenSource[],
  world: KeepWorld,
): readonly FoundCopy[] {
  if (identities.size + wrong.length + written.length === 0) return []
  const index = loadIndex(folder)
  const lastUsedMs = world.now()
  const enter = ({ key, file }: KeyedFile, identity: FileIdentity) => {
    const entry: CopyEntry = { source: file.path, sourceBytes: file.size, identity, lastUsedMs }
    index.copies.set(key, entry)
    index.seen.delete(key)
  }

  for (const [{ source }, identity] of identities) enter(source, identity)
  for (const { key } of wrong) {
    index.copies.delete(key)
    // The next question copies the source again.
    index.seen.set(key, { readMs: world.minKeepMs })
  }
  const existing = new Map(listCopyNames(folder).map((copy) => [copy.key, copy]))
  const published: FoundCopy[] = []
  for (const { file: source, part } of written) {
    if (!part) {
      index.seen.set(source.key, { readMs: 0, isCorrupt: true })
      continue
    }
    const earlier = existing.get(source.key)
    if (earlier && index.copies.has(source.key)) {
      // Another run was faster.
      removePath(part.path)
      published.push({ ...earlier, source, isTrusted: true })
      continue
    }
    renameSync(part.path, join(folder, part.name))
    enter(source, identityIn(folder, part.name)!)
    published.push({ ...part, source, isTrusted: true })
  }
  saveIndex(folder, index)
  return published
}
