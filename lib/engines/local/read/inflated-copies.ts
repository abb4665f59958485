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
  /** For the copies of all threads. */
  readonly room?: Room
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
  let number = 0
  const shared = new Map<string, Copy>()

  const newCopy = (): Copy => ({ path: join(folder, `${prefix}-${number++}.log`), bytes: 0 })

  /** Whether the bytes are in the copy: all of them or none. */
  function append(copy: Copy, bytes: Buffer): boolean {
    if (!take(room, bytes.length)) return false
    try {
      appendFileSync(copy.path, bytes)
      copy.bytes += bytes.length
      return true
    } catch {
      give(room, bytes.length)
      takeBack(copy)
      return false
    }
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
        give(room, own.bytes)
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

/** Removes what was written half. Where that fails, the numbers of lines do not come out even, and the copy is not believed. */
function takeBack({ path, bytes }: Copy): void {
  try {
    if (bytes > 0) truncateSync(path, bytes)
    else rmSync(path, { force: true })
  } catch {
    return
  }
}

/** How many bytes there may be yet, in memory that threads share. */
export type Room = BigInt64Array<SharedArrayBuffer>

export function roomOf(bytes: number): Room {
  const room = new BigInt64Array(new SharedArrayBuffer(8))
  give(room, bytes)
  return room
}

function take(room: Room, bytes: number): boolean {
  const isEnough = Atomics.sub(room, 0, BigInt(bytes)) >= bytes
  if (!isEnough) give(room, bytes)
  return isEnough
}

function give(room: Room, bytes: number): void {
  Atomics.add(room, 0, BigInt(bytes))
}

const MOST_BYTES = 1e9

/** 1 GB or half of the free space: memory that more would have to lie in has to be found first, which costs as much as to inflate twice. */
export function roomIn(folder: string): Room {
  const { bavail, bsize } = statfsSync(folder)
  return roomOf(Math.min(MOST_BYTES, Math.floor((bavail * bsize) / 2)))
}
