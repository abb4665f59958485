import { appendFileSync, rmSync, statfsSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import type { FileToVerify } from './verify'

/**
 * Inflated copies of gzip files, as long as there is room for them. What was inflated once to verify it need not be
 * inflated again: DuckDB reads a plain file in three quarters of the time.
 */
export interface InflatedCopies {
  begin(file: Pick<FileToVerify, 'header' | 'reading'>): InflatedCopy
}

/** A copy that is being written; when there is no room it is given up without a word. */
export interface InflatedCopy {
  add(chunk: Buffer): void
  /**
   * Its path; undefined when it was given up. What came in one chunk goes into a file with others that are read in the same way,
   * provided its lines end as theirs do.
   */
  keep(endsLines: boolean): string | undefined
  drop(): void
}

export interface CopiesOptions {
  /** How many bytes there may be. */
  readonly room?: number
  /** What the names of the files begin with. */
  readonly prefix?: string
}

/**
 * Each file costs DuckDB time. But where there are many it gives each to one of its threads, and while the last of them
 * is read the other threads have nothing to do.
 */
const SHARED_BYTES = 8e6
const NEWLINE = 10

interface Copy {
  readonly path: string
  bytes: number
}

/** Copies in `folder`, whose owner removes it. */
export function inflatedCopies(
  folder: string,
  { room = roomIn(folder), prefix = 'inflated' }: CopiesOptions = {},
): InflatedCopies {
  let left = room
  let number = 0
  const shared = new Map<string, Copy>()

  const newCopy = (): Copy => ({ path: join(folder, `${prefix}-${number++}.log`), bytes: 0 })

  /** Whether the bytes are in the copy: all of them or none. */
  function append(copy: Copy, bytes: Buffer): boolean {
    if (bytes.length > left) return false
    try {
      appendFileSync(copy.path, bytes)
    } catch {
      if (copy.bytes > 0) truncateSync(copy.path, copy.bytes)
      else rmSync(copy.path, { force: true })
      return false
    }
    copy.bytes += bytes.length
    left -= bytes.length
    return true
  }

  function share(chunk: Buffer, { header, reading }: Pick<FileToVerify, 'header' | 'reading'>) {
    let copy = shared.get(reading)
    if (copy && copy.bytes + chunk.length > SHARED_BYTES) copy = undefined
    const lines = copy && header !== undefined ? chunk.subarray(chunk.indexOf(NEWLINE) + 1) : chunk
    copy ??= newCopy()
    if (!append(copy, lines)) return undefined
    shared.set(reading, copy)
    return copy.path
  }

  return {
    begin(file) {
      let only: Buffer | undefined
      let own: Copy | undefined
      let givenUp = false

      function write(chunk: Buffer): void {
        own ??= newCopy()
        if (!append(own, chunk)) drop()
      }
      function drop(): void {
        givenUp = true
        only = undefined
        if (!own) return
        rmSync(own.path, { force: true })
        left += own.bytes
        own = undefined
      }

      return {
        add(chunk) {
          if (!givenUp && !own && !only) {
            only = chunk
            return
          }
          const waiting = only
          only = undefined
          if (waiting) write(waiting)
          if (!givenUp) write(chunk)
        },
        keep(endsLines) {
          if (only && endsLines && only.at(-1) === NEWLINE) return share(only, file)
          if (only) write(only)
          return own?.path
        },
        drop,
      }
    },
  }
}

const MOST_BYTES = 1e9

/** 1 GB or half of the free space: memory that more would have to lie in has to be found first, which costs as much as to inflate twice. */
export function roomIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return Math.min(MOST_BYTES, (bavail * bsize) / 2)
}
