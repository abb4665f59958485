import { randomUUID } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { getuid, pid } from 'node:process'
import { isRunning } from '../../../atomic-file'
import { identityOf, type FileIdentity } from '../file-identity'

/** A copy in the folder, by its name. */
export interface CopyName {
  readonly name: string
  /** Of the reading that it holds. */
  readonly key: string
  /** The first 32 digits of the SHA-256 of its bytes. */
  readonly checksum: string
}

const FOLDER = 'kept'
const COPY_NAME = /^([0-9a-f]{32})-([0-9a-f]{32})\.parquet$/
const PART_NAME = /^\.[0-9a-f]{32}\.(\d+)-[0-9a-f-]+\.part$/
const DAY_MS = 86_400_000
/** Flow logs are private. */
const PRIVATE_MODE = 0o700

export function copyFolder(cacheFolder: string): string {
  return join(cacheFolder, FOLDER)
}

/**
 * Makes the folder, for this user alone.
 * @throws {Error} when that is not possible, or when the folder belongs to another user.
 */
export function makeCopyFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: PRIVATE_MODE })
  const { uid, mode } = lstatSync(folder)
  if (getuid && uid !== getuid()) throw new Error(`${folder} belongs to another user`)
  if ((mode & 0o77) !== 0) chmodSync(folder, PRIVATE_MODE)
}

/** The copies in the folder; none where it does not exist. */
export function listCopyNames(folder: string): readonly CopyName[] {
  return namesIn(folder).flatMap((name) => {
    const [, key, checksum] = COPY_NAME.exec(name) ?? []
    return key !== undefined && checksum !== undefined ? [{ name, key, checksum }] : []
  })
}

export function copyName(key: string, sha256: string): CopyName {
  const checksum = sha256.slice(0, 32)
  return { name: `${key}-${checksum}.parquet`, key, checksum }
}

/** The name of this run in the names of its own files. */
export function newRun(): string {
  return `${pid}-${randomUUID()}`
}

export function isCopyName(name: string): boolean {
  return COPY_NAME.test(name)
}

/** The temporary name of a copy while a run writes it. */
export function partName(key: string, run: string): string {
  return `.${key}.${run}.part`
}

/** Removes the unfinished copies of a run. */
export function removePartsOf(folder: string, run: string): void {
  for (const name of namesIn(folder)) if (name.endsWith(`.${run}.part`)) removeFile(folder, name)
}

/** Removes the unfinished copies of ended runs. */
export function removeEndedParts(folder: string): void {
  for (const name of namesIn(folder)) {
    const writer = PART_NAME.exec(name)?.[1]
    if (writer !== undefined && !isRunning(Number(writer))) removeFile(folder, name)
  }
}

/** Removes what killed runs left in the folder more than a day ago. */
export function removeOldFiles(folder: string, nowMs: number): void {
  for (const name of namesIn(folder)) {
    if (!name.startsWith('.')) continue
    const path = join(folder, name)
    const stats = statSync(path, { throwIfNoEntry: false })
    if (stats && nowMs - stats.mtimeMs > DAY_MS) rmSync(path, { force: true })
  }
}

export function removeFile(folder: string, name: string): void {
  removePath(join(folder, name))
}

/** Does nothing where the file is missing. */
export function removePath(path: string): void {
  rmSync(path, { force: true })
}

/** Undefined for a file that does not exist. */
export function identityIn(folder: string, name: string): FileIdentity | undefined {
  const stats = statSync(join(folder, name), { bigint: true, throwIfNoEntry: false })
  return stats && identityOf(stats)
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
