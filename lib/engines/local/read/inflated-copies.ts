import { appendFileSync, rmSync, statfsSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import type { FileToVerify } from './file-to-verify'

/**
 * Plain copies of compressed files, while there is room for them. A file is then inflated only once: DuckDB reads a plain
 * file in three quarters of the time.
 */
export interface InflatedCopies {
  begin(file: Pick<FileToVerify, 'header' | 'reading'>): InflatedCopy
}

/** A copy that is being written; without room it is dropped. */
export interface InflatedCopy {
  add(chunk: Buffer): void
  /**
   * Its path; undefined when it was dropped. A copy of one chunk shares a file with others that are read in the same way,
   * provided that its lines end in the same way.
   */
  keep(endsLines: boolean): string | undefined
  drop(): void
}

export interface CopiesOptions {
  /** Shared by all threads. */
  readonly room?: Room
  /** The beginning of the files' names. */
  readonly prefix?: string
}

/**
 * Each file costs DuckDB time, so that small ones share a copy. But DuckDB reads a file in one thread: a large last copy
 * would leave its other threads idle.
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

  /** Appends all of the bytes or none of them; returns whether it did. */
  function append(copy: Copy, bytes: Buffer): boolean {
    if (!reserve(room, bytes.length)) return false
    try {
      appendFileSync(copy.path, bytes)
      copy.bytes += bytes.length
      return true
    } catch {
      release(room, bytes.length)
      truncate(copy)
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
      let isDropped = false

      function write(chunk: Buffer): void {
        own ??= newCopy()
        if (!append(own, chunk)) drop()
      }
      function drop(): void {
        isDropped = true
        only = undefined
        if (!own) return
        rmSync(own.path, { force: true })
        release(room, own.bytes)
        own = undefined
      }

      return {
        add(chunk) {
          if (!isDropped && !own && !only) {
            only = chunk
            return
          }
          const waiting = only
          only = undefined
          if (waiting) write(waiting)
          if (!isDropped) write(chunk)
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

/** Removes a part that was written. Where that fails, the line counts do not match and the copy is not used. */
function truncate({ path, bytes }: Copy): void {
  try {
    if (bytes > 0) truncateSync(path, bytes)
    else rmSync(path, { force: true })
  } catch {
    return
  }
}

/** The number of free bytes, in memory that threads share. */
export type Room = BigInt64Array<SharedArrayBuffer>

export function roomOf(bytes: number): Room {
  const room = new BigInt64Array(new SharedArrayBuffer(8))
  release(room, bytes)
  return room
}

function reserve(room: Room, bytes: number): boolean {
  const isEnough = Atomics.sub(room, 0, BigInt(bytes)) >= bytes
  if (!isEnough) release(room, bytes)
  return isEnough
}

function release(room: Room, bytes: number): void {
  Atomics.add(room, 0, BigInt(bytes))
}

const MAX_BYTES = 1e9

/** 1 GB or half of the free space. More needs fresh memory pages, which cost as much as inflating twice. */
export function roomIn(folder: string): Room {
  const { bavail, bsize } = statfsSync(folder)
  return roomOf(Math.min(MAX_BYTES, Math.floor((bavail * bsize) / 2)))
}
