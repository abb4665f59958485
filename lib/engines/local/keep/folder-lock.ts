import { closeSync, openSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { UserError } from '../../../errors'

const NAME = '.lock'
const RETRY_MS = 10
/** What is done under the lock takes milliseconds: an older one was left by a killed run. */
const STALE_MS = 10_000
const MAX_WAIT_MS = 15_000

/**
 * Runs `work` while no other natlens runs its own in the same folder.
 * @throws {UserError} when another one does not end; {Error} when the folder cannot be written.
 */
export async function withLock<T>(folder: string, work: () => T): Promise<T> {
  const path = join(folder, NAME)
  const started = performance.now()
  while (!tryLock(path)) {
    if (performance.now() - started > MAX_WAIT_MS) {
      throw new UserError(`\`${path}\` exists, but no natlens runs`, { help: 'remove this file' })
    }
    if (isStale(path)) rmSync(path, { force: true })
    else await setTimeout(RETRY_MS)
  }
  try {
    return work()
  } finally {
    rmSync(path, { force: true })
  }
}

function tryLock(path: string): boolean {
  try {
    closeSync(openSync(path, 'wx'))
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function isStale(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats !== undefined && Date.now() - stats.mtimeMs > STALE_MS
}
