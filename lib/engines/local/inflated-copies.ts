import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Inflated copies of gzip files, as long as there is room for them. What was inflated once to verify it need not be
 * inflated again: DuckDB reads a plain file in three quarters of the time, and with several threads.
 */
export interface InflatedCopies {
  begin(): InflatedCopy
}

/** A copy that is being written; when there is no room it is given up without a word. */
export interface InflatedCopy {
  add(chunk: Buffer): void
  /** Its path; undefined when it was given up. */
  keep(): string | undefined
  drop(): void
}

const MOST_BYTES = 4e9

/** Copies in `folder`, whose owner removes it; `room` bytes at most, unless told 4 GB or half of the free space. */
export function inflatedCopies(folder: string, room = roomIn(folder)): InflatedCopies {
  let left = room
  let number = 0

  return {
    begin() {
      const path = join(folder, `inflated-${number++}.log`)
      let file: number | undefined
      let bytes = 0

      function close(): void {
        if (file !== undefined) closeSync(file)
        file = undefined
      }
      function drop(): void {
        close()
        rmSync(path, { force: true })
        left += bytes
        bytes = NaN
      }

      return {
        add(chunk) {
          if (Number.isNaN(bytes)) return
          bytes += chunk.length
          left -= chunk.length
          try {
            if (left < 0) return drop()
            file ??= openSync(path, 'wx')
            for (let at = 0; at < chunk.length;) at += writeSync(file, chunk, at)
          } catch {
            drop()
          }
        },
        keep() {
          close()
          return bytes > 0 ? path : undefined
        },
        drop,
      }
    },
  }
}

function roomIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return Math.min(MOST_BYTES, (bavail * bsize) / 2)
}
