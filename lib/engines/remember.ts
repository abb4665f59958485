import { randomUUID } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes what saves work the next time as JSON, in one step, so that a reader never sees half of it; a folder that cannot be written
 * to is left alone.
 */
export function remember(folder: string, file: string, contents: object): void {
  try {
    mkdirSync(folder, { recursive: true })
    const temporary = join(folder, `${file}.${randomUUID()}`)
    writeFileSync(temporary, JSON.stringify(contents))
    renameSync(temporary, join(folder, file))
  } catch {
    // Nothing but time is lost.
  }
}
