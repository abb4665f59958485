import { mkdirSync, readdirSync, rmdirSync, rmSync, utimesSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { listCopies } from '../../lib/engines/local/keep/cache-contents'
import {
  fetchedFolders,
  objectFolder,
  type FetchedFolder,
} from '../../lib/engines/local/keep/fetched-objects'
import { defaultCacheBytes, KEEP_WORLD } from '../../lib/engines/local/keep/keep-world'
import { HOUR_MS } from '../../lib/time'

/** Objects of a folder that was used so recently may still be read by another run. */
const IN_USE_MS = HOUR_MS

export interface ObjectRoom {
  /** The most that objects and kept copies may take; default: that of {@link defaultCacheBytes}. */
  readonly cacheBytes: number | undefined
  /** Of objects that are to be fetched. */
  readonly neededBytes: number
  /** The folders of the objects that this run reads. */
  readonly folders: ReadonlySet<string>
  readonly now: Date
}

/** Makes the folder of all objects, for this user alone. */
export function makeObjectFolder(cacheFolder: string): string {
  const folder = objectFolder(cacheFolder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return folder
}

/**
 * Removes the objects whose last use is the longest ago until the others fit the budget. Those of this run stay.
 * @returns the budget in bytes when the objects of this run alone exceed it.
 */
export function makeObjectRoom(
  cacheFolder: string,
  { cacheBytes, neededBytes, folders, now }: ObjectRoom,
): number | undefined {
  const fetched = fetchedFolders(cacheFolder)
  const kept = listCopies(cacheFolder).reduce((bytes, { copyBytes }) => bytes + copyBytes, 0)
  const used = bytesOf(fetched) + kept
  const budget = cacheBytes ?? defaultCacheBytes(KEEP_WORLD.freeBytes(cacheFolder), used)
  let excess = used + neededBytes - budget
  const oldestFirst = fetched
    .filter(
      ({ path, lastUsed }) => !folders.has(path) && now.getTime() - lastUsed.getTime() > IN_USE_MS,
    )
    .sort((a, b) => a.lastUsed.getTime() - b.lastUsed.getTime())
  for (const folder of oldestFirst) {
    if (excess <= 0) break
    removeObjects(folder, objectFolder(cacheFolder))
    excess -= folder.bytes
  }
  const own = bytesOf(fetched.filter(({ path }) => folders.has(path))) + neededBytes
  return own > budget ? budget : undefined
}

/** The time of a folder is its last use. */
export function markUsed(folders: Iterable<string>, now: Date): void {
  for (const folder of folders) {
    try {
      utimesSync(folder, now, now)
    } catch {
      // Without the time its objects only go earlier.
    }
  }
}

/** Removes all objects of the cache. */
export function clearObjects(cacheFolder: string): {
  readonly objects: number
  readonly bytes: number
} {
  const fetched = fetchedFolders(cacheFolder)
  rmSync(objectFolder(cacheFolder), { recursive: true, force: true })
  return {
    objects: fetched.reduce((sum, { objects }) => sum + objects, 0),
    bytes: bytesOf(fetched),
  }
}

/** Also removes the folders above that are then empty. Another run may do the same. */
function removeObjects({ path }: FetchedFolder, root: string): void {
  try {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.isFile()) rmSync(join(path, entry.name), { force: true })
    }
    for (let folder = path; folder !== root; folder = dirname(folder)) rmdirSync(folder)
  } catch {
    // The folder is not empty, or it is gone.
  }
}

function bytesOf(folders: readonly FetchedFolder[]): number {
  return folders.reduce((sum, { bytes }) => sum + bytes, 0)
}
