import { closeSync, ftruncateSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { TextSource } from './sources'

/**
 * Inflated copies of gzip files, as long as there is room for them. What was inflated once to verify it need not be
 * inflated again: DuckDB reads a plain file in three quarters of the time, and with several threads.
 */
export interface InflatedCopies {
  begin(source: Pick<TextSource, 'header' | 'timestamped' | 'fields'>): InflatedCopy
  /** All that was kept can be read. */
  close(): void
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

const MOST_BYTES = 4e9
/** DuckDB divides a plain file among its threads, but each file costs it time. */
const SHARED_BYTES = 32e6
const NEWLINE = 10

/** Copies in `folder`, whose owner removes it; `room` bytes at most, unless told 4 GB or half of the free space. */
export function inflatedCopies(folder: string, room = roomIn(folder)): InflatedCopies {
  let left = room
  let number = 0
  const shared = new Map<string, OpenFile>()
  const nextPath = () => join(folder, `inflated-${number++}.log`)

  function appended(chunk: Buffer, key: string, header: boolean): string | undefined {
    let file = shared.get(key)
    if (file && file.bytes + chunk.length > SHARED_BYTES) {
      file.close()
      file = undefined
    }
    const lines = file && header ? chunk.subarray(chunk.indexOf(NEWLINE) + 1) : chunk
    if (lines.length > left) return undefined
    try {
      file ??= openFile(nextPath())
      shared.set(key, file)
      file.write(lines)
      left -= lines.length
      return file.path
    } catch {
      return undefined
    }
  }

  return {
    begin({ header, timestamped, fields }) {
      let only: Buffer | undefined
      let own: OpenFile | undefined
      let givenUp = false

      function write(chunk: Buffer): void {
        if (givenUp) return
        left -= chunk.length
        try {
          if (left < 0) throw new Error('no room')
          own ??= openFile(nextPath())
          own.write(chunk)
        } catch {
          left += chunk.length
          drop()
        }
      }
      function drop(): void {
        givenUp = true
        only = undefined
        if (!own) return
        own.close()
        rmSync(own.path, { force: true })
        left += own.bytes
        own = undefined
      }

      return {
        add(chunk) {
          if (givenUp) return
          if (!own && !only) {
            only = chunk
            return
          }
          if (only) write(only)
          only = undefined
          write(chunk)
        },
        keep(endsLines) {
          if (only && endsLines && only.at(-1) === NEWLINE) {
            const key = [header, timestamped, ...fields.map((field) => field?.token)].join()
            return appended(only, key, header)
          }
          if (only) write(only)
          own?.close()
          return own?.path
        },
        drop,
      }
    },
    close() {
      for (const file of shared.values()) file.close()
      shared.clear()
    },
  }
}

interface OpenFile {
  readonly path: string
  readonly bytes: number
  /** All of it, or nothing. */
  write(chunk: Buffer): void
  close(): void
}

function openFile(path: string): OpenFile {
  const file = openSync(path, 'wx')
  let bytes = 0
  let isOpen = true
  return {
    path,
    get bytes() {
      return bytes
    },
    write(chunk) {
      try {
        for (let at = 0; at < chunk.length;) at += writeSync(file, chunk, at)
      } catch (error) {
        ftruncateSync(file, bytes)
        throw error
      }
      bytes += chunk.length
    },
    close() {
      if (isOpen) closeSync(file)
      isOpen = false
    },
  }
}

function roomIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return Math.min(MOST_BYTES, (bavail * bsize) / 2)
}
