import { claimedByOthers, writeClaim } from './run-claim'
import { dirname } from 'node:path'
import { chooseSources, estimateCopies } from './choose-sources'
import { listCopyNames, removeOldFiles, type CopyName } from './copy-folder'
import { loadIndex, saveIndex, type CopyIndex } from './copy-index'
import { fetchedBytes } from './fetched-objects'
import { defaultCacheBytes, type KeepWorld } from './keep-world'
import type { KeyedFile } from './keyed-file'
import { keptBytes, makeRoom } from './make-room'
import { findCopies, type FoundCopy } from './check-copies'

/** The work of a question: the copies that it uses, and the sources that it copies. */
export interface CopyPlan {
  readonly found: readonly FoundCopy[]
  readonly chosen: readonly KeyedFile[]
  /** All copies in the folder. */
  readonly names: readonly CopyName[]
}

export interface ClaimOptions {
  readonly folder: string
  readonly run: string
  /** Undefined: the default of {@link copyBudget}. */
  readonly cacheBytes: number | undefined
}

/** What a question would use and copy. */
export function planCopies(
  folder: string,
  files: readonly KeyedFile[],
  index: CopyIndex,
  world: KeepWorld,
): CopyPlan {
  const names = listCopyNames(folder)
  const found = findCopies(folder, files, names, index)
  const keys = new Set(found.map(({ key }) => key))
  const rest = files.filter(({ key }) => !keys.has(key))
  return { found, chosen: chooseSources(rest, index, world), names }
}

/** Plans again and claims the copies, so that no other run removes or writes them. Called under the lock. */
export function claimCopies(
  files: readonly KeyedFile[],
  { folder, run, cacheBytes }: ClaimOptions,
  world: KeepWorld,
): CopyPlan {
  const nowMs = world.now()
  const index = loadIndex(folder)
  const plan = planCopies(folder, files, index, world)
  const others = claimedByOthers(folder, run, nowMs)
  const used = new Set(plan.found.map(({ key }) => key))
  const free = plan.chosen.filter(({ key }) => !others.writes.has(key))
  const fits = hasRoom(folder, index, free, cacheBytes, world, (key) => used.has(key) || others.uses.has(key)) // prettier-ignore
  const chosen = fits ? free : []
  writeClaim(folder, run, { uses: [...used], writes: chosen.map(({ key }) => key) })
  for (const key of used) {
    const entry = index.copies.get(key)
    if (entry) index.copies.set(key, { ...entry, lastUsedMs: nowMs })
  }
  const kept = new Set(plan.names.map(({ key }) => key))
  for (const key of index.copies.keys()) if (!kept.has(key)) index.copies.delete(key)
  saveIndex(folder, index)
  return { ...plan, chosen }
}

function hasRoom(
  folder: string,
  index: CopyIndex,
  files: readonly KeyedFile[],
  cacheBytes: number | undefined,
  world: KeepWorld,
  inUse: (key: string) => boolean,
): boolean {
  if (files.length === 0) return true
  removeOldFiles(folder, world.now())
  const neededBytes = estimateCopies(files)
  if (neededBytes * 2 > world.freeBytes(folder)) return false
  const budgetBytes = copyBudget(folder, index, cacheBytes, world)
  return makeRoom(folder, index, { budgetBytes, neededBytes, inUse })
}

/** What copies may take beside the objects of S3 in the cache. */
export function copyBudget(
  folder: string,
  index: CopyIndex,
  cacheBytes: number | undefined,
  world: KeepWorld,
): number {
  const objectBytes = fetchedBytes(dirname(folder))
  const usedBytes = keptBytes(folder, index) + objectBytes
  const budget = cacheBytes ?? defaultCacheBytes(world.freeBytes(folder), usedBytes)
  return Math.max(0, budget - objectBytes)
}
