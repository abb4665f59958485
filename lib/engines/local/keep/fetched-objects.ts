import { readdirSync, statSync, type Dirent } from 'node:fs'
import { join } from 'node:path'

/** A folder of the cache with objects that were fetched from S3, without those of its subfolders. */
export interface FetchedFolder {
  readonly path: string
  /** Of the path below the folder of all buckets: `bucket/AWSLogs/…`. */
  readonly below: string
  readonly objects: number
  readonly bytes: number
  /** The time of the folder: the times of its files are those of the objects. */
  readonly lastUsed: Date
}

/** Where the cache holds objects of S3, each below the name of its bucket. */
export function objectFolder(cacheFolder: string): string {
  return join(cacheFolder, 's3')
}

/** The folders that hold objects; none where nothing was fetched. */
export function fetchedFolders(cacheFolder: string): readonly FetchedFolder[] {
  const root = objectFolder(cacheFolder)
  const found: FetchedFolder[] = []
  const waiting = ['']
  for (let below = waiting.pop(); below !== undefined; below = waiting.pop()) {
    const path = join(root, below)
    const entries = entriesOf(path)
    for (const entry of entries) if (entry.isDirectory()) waiting.push(join(below, entry.name))
    const sizes = entries
      .filter((entry) => entry.isFile())
      .map(({ name }) => sizeOf(join(path, name)))
    if (sizes.length === 0) continue
    const lastUsed = new Date(statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)
    found.push({ path, below, objects: sizes.length, bytes: sum(sizes), lastUsed })
  }
  return found
}

export function fetchedBytes(cacheFolder: string): number {
  return sum(fetchedFolders(cacheFolder).map(({ bytes }) => bytes))
}

/** Another run may remove files at the same time. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
