import { existsSync } from 'node:fs'
import type { TextFile } from '../file-state'
import { compressedBytes, isWorthKeeping } from './choose-sources'
import { copyBudget } from './claim-copies'
import { copyFolder, makeCopyFolder, newRun, removePartsOf } from './copy-folder'
import { loadIndex, saveIndex } from './copy-index'
import { withLock } from './folder-lock'
import { isExpected } from './keep-errors'
import { KEEP_WORLD, type KeepWorld } from './keep-world'
import { keyFiles, type KeyedFile } from './keyed-file'
import { makeRoom } from './make-room'
import { NO_COPIES, openCopies, type CopyTools, type OpenedCopies } from './open-copies'
import { claimedByOthers, hasClaim, removeClaim } from './run-claim'

/** Keeps copies of text that takes long to read, from one run to the next: the one door to this folder. */
export interface Keeper {
  /**
   * Opens the copies of text files. Where an earlier question read the same text, and that takes long, it is copied first.
   * Gives no copies without the cache, and where it cannot be read or written.
   */
  open(
    files: readonly TextFile[],
    tools: CopyTools,
    onProgress: (share: () => number) => void,
  ): Promise<OpenedCopies & Rest>
  /** Copies may be removed afterwards. */
  close(): Promise<void>
}

/** The files without a copy. */
export interface Rest {
  /** Remembers that they were read, in so many milliseconds. */
  readonly remember: (readMs: number) => Promise<void>
}

export interface KeeperOptions {
  /** Undefined: nothing is kept. */
  readonly cacheFolder?: string | undefined
  /** The most that copies may take; default: the smaller of 10 GB and a tenth of the free space. 0: nothing is kept. */
  readonly cacheBytes?: number | undefined
  /** Whether the bytes of copies and their sources are compared with their checksums. */
  readonly verifiesCopies?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

export function keeper(
  { cacheFolder, cacheBytes, verifiesCopies = false, signal }: KeeperOptions,
  world: KeepWorld = KEEP_WORLD,
): Keeper {
  const isOff = cacheFolder === undefined || cacheBytes === 0
  const folder = isOff ? '' : copyFolder(cacheFolder)
  const run = newRun()
  let hasWritten = false

  async function openKeyed(
    files: readonly KeyedFile[],
    tools: CopyTools,
    onProgress: (share: () => number) => void,
  ): Promise<OpenedCopies> {
    if (!existsSync(folder)) return NO_COPIES
    const options = { folder, run, cacheBytes, verifies: verifiesCopies, signal, onProgress }
    try {
      makeCopyFolder(folder)
      const opened = await openCopies(files, tools, options, world)
      hasWritten = opened.hasWritten
      return opened
    } catch (error) {
      if (isExpected(error, signal)) return NO_COPIES
      throw error
    }
  }

  async function remember(files: readonly KeyedFile[], readMs: number): Promise<void> {
    const texts = files.map(({ file }) => file)
    if (!isWorthKeeping(compressedBytes(texts), readMs, world)) return
    const totalBytes = texts.reduce((sum, { size }) => sum + size, 0)
    try {
      makeCopyFolder(folder)
      await withLock(folder, () => {
        const index = loadIndex(folder)
        for (const { key, file } of files) {
          if (index.seen.has(key)) continue
          index.seen.set(key, { readMs: (readMs * file.size) / totalBytes })
        }
        saveIndex(folder, index)
      })
    } catch (error) {
      if (!isExpected(error, signal)) throw error
    }
  }

  /** What was written may be more than was expected. */
  function endRun(): void {
    removeClaim(folder, run)
    removePartsOf(folder, run)
    if (!hasWritten) return
    const index = loadIndex(folder)
    const { uses } = claimedByOthers(folder, run, world.now())
    const budgetBytes = copyBudget(folder, index, cacheBytes, world)
    makeRoom(folder, index, { budgetBytes, neededBytes: 0, inUse: (key) => uses.has(key) })
    saveIndex(folder, index)
  }

  return {
    async open(files, tools, onProgress) {
      const bytes = files.reduce((sum, { size }) => sum + size, 0)
      if (isOff || bytes < world.minLookupBytes) {
        return { ...NO_COPIES, remember: () => Promise.resolve() }
      }
      const keyed = keyFiles(files)
      const opened = await openKeyed(keyed, tools, onProgress)
      const rest = keyed.filter(({ file }) => !opened.copies.has(file.path))
      return { ...opened, remember: (readMs) => remember(rest, readMs) }
    },
    async close() {
      if (isOff || !hasClaim(folder, run)) return
      try {
        await withLock(folder, endRun)
      } catch (error) {
        if (!isExpected(error, undefined)) throw error
      }
    },
  }
}
