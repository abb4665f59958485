import { mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

/** Writes files in the background, a few at a time. */
export interface FileQueue {
  /** Resolves when the next file can be added; rejects with the error of an earlier file. */
  put(path: string, text: string): Promise<void>
  /** Counts a file that is already written. */
  count(path: string): Promise<void>
  /** Resolves when all files are written. */
  settle(): Promise<{ readonly files: number; readonly bytes: number }>
}

const MAX_PENDING = 3

/** Byte 9 of gzip names the operating system: 255 (unknown) keeps files alike everywhere (RFC 1952). */
const GZIP_SYSTEM = 9

const compress = promisify(gzip)

export function fileQueue(): FileQueue {
  const pending = new Set<Promise<void>>()
  const folders = new Map<string, Promise<unknown>>()
  let files = 0
  let bytes = 0
  let failure: { readonly reason: unknown } | undefined

  const write = async (path: string, text: string) => {
    const content = path.endsWith('.gz') ? await compress(text, { level: 5 }) : Buffer.from(text)
    if (path.endsWith('.gz')) content[GZIP_SYSTEM] = 255
    const folder = dirname(path)
    const made = folders.get(folder) ?? mkdir(folder, { recursive: true })
    folders.set(folder, made)
    await made
    await writeFile(path, content)
    files++
    bytes += content.length
  }
  const check = () => {
    if (failure) throw failure.reason
  }

  return {
    async put(path, text) {
      check()
      const task = write(path, text)
        .catch((reason: unknown) => {
          failure ??= { reason }
        })
        .finally(() => pending.delete(task))
      pending.add(task)
      if (pending.size >= MAX_PENDING) await Promise.race(pending)
      check()
    },
    async count(path) {
      files++
      bytes += (await stat(path)).size
    },
    async settle() {
      await Promise.all(pending)
      check()
      return { files, bytes }
    },
  }
}
