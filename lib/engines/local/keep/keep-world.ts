import { statfsSync } from 'node:fs'

/** The clock, the disk and the limits by which copies are kept. */
export interface KeepWorld {
  /** Unix time in milliseconds. */
  readonly now: () => number
  /** Free bytes of the file system that holds a folder. */
  readonly freeBytes: (folder: string) => number
  /** A question over less text does not look for copies: reading it takes no longer. */
  readonly minLookupBytes: number
  /** Text is kept when its second question has as many compressed bytes … */
  readonly minKeepBytes: number
  /** … or when the first question needed as long to read it. */
  readonly minKeepMs: number
  /** A source that changed later than this before it is read can change again within the resolution of its time. */
  readonly minAgeMs: number
}

const MAX_CACHE_BYTES = 10e9
/** Of the space that is free without the cache. */
const CACHE_SHARE = 0.1

/** The most that kept copies and objects of S3 take by default. */
export function defaultCacheBytes(freeBytes: number, usedBytes: number): number {
  return Math.min(MAX_CACHE_BYTES, (freeBytes + usedBytes) * CACHE_SHARE)
}

export const KEEP_WORLD: KeepWorld = {
  now: Date.now,
  freeBytes(folder) {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  },
  minLookupBytes: 3e6,
  minKeepBytes: 100e6,
  minKeepMs: 2000,
  minAgeMs: 2000,
}
