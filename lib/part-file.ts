import { readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { kill, pid } from 'node:process'

/**
 * What a file is called until it is whole. Readers pass over what begins with a period; two processes that write the same file
 * have a part each.
 */
export function partOf(path: string): string {
  return join(dirname(path), `.${basename(path)}.${pid}.part`)
}

/** Removes, beside the files that are to be written, the parts of processes that were ended before they could do so themselves. */
export async function removeOldParts(paths: readonly string[]): Promise<void> {
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    for (const name of await readdir(folder).catch(() => [])) {
      const other = /^\..*\.(\d+)\.part$/.exec(name)?.[1]
      if (other && !isRunning(Number(other))) await rm(join(folder, name), { force: true })
    }
  }
}

function isRunning(other: number): boolean {
  try {
    return kill(other, 0)
  } catch (error) {
    // Another user's process may not be asked, and so is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
