import { claimedByOthers } from './run-claim'
import { copyFolder, identityIn, listCopyNames, removeEndedParts, removeFile } from './copy-folder'
import { loadIndex, saveIndex } from './copy-index'
import { withLock } from './folder-lock'
import { existsSync } from 'node:fs'

/** A copy that natlens keeps. */
export interface KeptCopy {
  /** The path of its source; undefined until the copy is used again, when the index was lost. */
  readonly source: string | undefined
  readonly sourceBytes: number | undefined
  readonly copyBytes: number
  readonly lastUsed: Date
}

export interface ClearedCache {
  readonly copies: number
  readonly bytes: number
  /** Copies that another run uses; they stay. */
  readonly inUse: number
}

/** The copies in a cache folder, the last used first. */
export function listCopies(cacheFolder: string): readonly KeptCopy[] {
  const folder = copyFolder(cacheFolder)
  const { copies } = loadIndex(folder)
  return listCopyNames(folder)
    .flatMap(({ key, name }) => {
      const identity = identityIn(folder, name)
      if (!identity) return []
      const { source, sourceBytes, lastUsedMs } = copies.get(key) ?? {}
      const lastUsed = new Date(lastUsedMs ?? Number(identity.mtimeNs) / 1e6)
      return [{ source, sourceBytes, copyBytes: identity.size, lastUsed }]
    })
    .sort((a, b) => Number(b.lastUsed) - Number(a.lastUsed))
}

/** Removes the copies in a cache folder, and what is known of earlier questions. */
export async function clearCopies(cacheFolder: string, now: Date): Promise<ClearedCache> {
  const folder = copyFolder(cacheFolder)
  if (!existsSync(folder)) return { copies: 0, bytes: 0, inUse: 0 }
  return withLock(folder, () => {
    const { uses } = claimedByOthers(folder, undefined, now.getTime())
    const { copies } = loadIndex(folder)
    let bytes = 0
    const names = listCopyNames(folder)
    const removed = names.filter(({ key }) => !uses.has(key))
    for (const { key, name } of removed) {
      bytes += identityIn(folder, name)?.size ?? 0
      removeFile(folder, name)
      copies.delete(key)
    }
    removeEndedParts(folder)
    saveIndex(folder, { copies, seen: new Map() })
    return { copies: removed.length, bytes, inUse: names.length - removed.length }
  })
}
