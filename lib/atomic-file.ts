import { randomUUID } from 'node:crypto'
import { mkdirSync, promises, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { kill, pid } from 'node:process'

/** Writes a file and its folder. A reader sees the whole file or, until it is complete, the earlier one. */
export function writeFileAtomically(path: string, contents: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true })
  const part = partPath(`${path}.${randomUUID()}`)
  try {
    writeFileSync(part, contents)
    renameSync(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}

/** The same for a file of a cache, whose folder only the user can read. Errors are ignored: without the file a later run only takes longer. */
export function writeCacheFile(path: string, contents: string | Uint8Array): void {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    writeFileAtomically(path, contents)
  } catch {
    // See above.
  }
}

/**
 * Calls `write` with the path of a temporary file, which becomes the file at `path` when the result is true, and is removed
 * otherwise.
 */
export async function replaceFile(
  path: string,
  write: (part: string) => Promise<boolean>,
): Promise<boolean> {
  await promises.mkdir(dirname(path), { recursive: true })
  const part = partPath(path)
  try {
    const isComplete = await write(part)
    if (isComplete) await promises.rename(part, path)
    return isComplete
  } finally {
    await promises.rm(part, { force: true })
  }
}

/** The name begins with a period, so that readers of the folder skip it, and contains the process that writes it. */
export function partPath(path: string): string {
  return join(dirname(path), `.${basename(path)}.${pid}.part`)
}

/** Removes the temporary files that ended processes left beside the files to be written. */
export async function removeOldParts(paths: readonly string[]): Promise<void> {
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    for (const name of await promises.readdir(folder).catch(() => [])) {
      const writer = /^\..*\.(\d+)\.part$/.exec(name)?.[1]
      if (writer && !isRunning(Number(writer))) {
        await promises.rm(join(folder, name), { force: true })
      }
    }
  }
}

/** Whether a process of this machine runs, of any user. */
export function isRunning(process: number): boolean {
  try {
    return kill(process, 0)
  } catch (error) {
    // A process of another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
