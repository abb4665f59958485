import { randomUUID } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Writes what saves work the next time as JSON, as {@link keep} does. */
export function remember(folder: string, file: string, contents: object): void {
  keep(folder, file, JSON.stringify(contents))
}

/**
 * Writes what saves work the next time in one step, so that a reader never sees half of it; a folder that cannot be written to is
 * left alone.
 */
export function keep(folder: string, file: string, contents: string | Uint8Array): void {
  try {
    mkdirSync(folder, { recursive: true })
    const temporary = join(folder, `${file}.${randomUUID()}`)
    writeFileSync(temporary, contents)
    renameSync(temporary, join(folder, file))
  } catch {
    // Nothing but time is lost.
  }
}
