import type { CopyIndex } from './copy-index'
import { identityIn, listCopyNames, removeFile, type CopyName } from './copy-folder'

export interface Room {
  readonly budgetBytes: number
  /** Of copies that are to be written. */
  readonly neededBytes: number
  /** The keys of copies that must stay. */
  readonly inUse: (key: string) => boolean
}

interface SizedCopy extends CopyName {
  readonly bytes: number
  readonly lastUsedMs: number
}

/**
 * Removes the copies whose last use is the longest ago until the others and the new ones fit the budget.
 * Returns false, and removes nothing, where they cannot fit.
 */
export function makeRoom(
  folder: string,
  index: CopyIndex,
  { budgetBytes, neededBytes, inUse }: Room,
): boolean {
  const copies = sizedCopies(folder, index)
  const removable = copies
    .filter(({ key }) => !inUse(key))
    .sort((a, b) => a.lastUsedMs - b.lastUsedMs)
  let excess = bytesOf(copies) + neededBytes - budgetBytes
  if (excess > bytesOf(removable)) return false
  for (const { name, key, bytes } of removable) {
    if (excess <= 0) break
    removeFile(folder, name)
    index.copies.delete(key)
    excess -= bytes
  }
  return true
}

/** The bytes of all copies in the folder. */
export function keptBytes(folder: string, index: CopyIndex): number {
  return bytesOf(sizedCopies(folder, index))
}

/** A copy that the index lacks was written before the index was lost. */
function sizedCopies(folder: string, { copies }: CopyIndex): readonly SizedCopy[] {
  return listCopyNames(folder).flatMap((copy) => {
    const identity = identityIn(folder, copy.name)
    if (!identity) return []
    const lastUsedMs = copies.get(copy.key)?.lastUsedMs ?? Number(identity.mtimeNs) / 1e6
    return [{ ...copy, bytes: identity.size, lastUsedMs }]
  })
}

function bytesOf(copies: readonly SizedCopy[]): number {
  return copies.reduce((sum, { bytes }) => sum + bytes, 0)
}
