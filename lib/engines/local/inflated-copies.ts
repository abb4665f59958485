import { closeSync, openSync, rmSync, statfsSync, write } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TextSource } from './sources'

/**
 * Inflated copies of gzip files, as long as there is room for them. What was inflated once to verify it need not be
 * inflated again: DuckDB reads a plain file in three quarters of the time, and with several threads.
 */
export interface InflatedCopies {
  begin(source: Pick<TextSource, 'header' | 'timestamped' | 'fields'>): InflatedCopy
  /** All that was kept can be read, but for the paths that it tells: there the disk refused a part. */
  close(): ReadonlySet<string>
}

/** A copy that is being written; when there is no room it is given up without a word. */
export interface InflatedCopy {
  add(chunk: Buffer): Promise<void>
  /**
   * Its path; undefined when it was given up. What came in one chunk goes into a file with others that are read in the same way,
   * provided its lines end as theirs do.
   */
  keep(endsLines: boolean): Promise<string | undefined>
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
  const files: OpenFile[] = []
  const nextPath = () => join(folder, `inflated-${number++}.log`)

  async function appended(
    chunk: Buffer,
    key: string,
    header: boolean,
  ): Promise<string | undefined> {
    let file = shared.get(key)
    if (file && file.bytes + chunk.length > SHARED_BYTES) file = undefined
    const lines = file && header ? chunk.subarray(chunk.indexOf(NEWLINE) + 1) : chunk
    if (lines.length > left) return undefined
    try {
      if (!file) {
        file = openFile(nextPath())
        shared.set(key, file)
        files.push(file)
      }
      left -= lines.length
      await file.append(lines)
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

      async function write(chunk: Buffer): Promise<void> {
        if (givenUp) return
        if (chunk.length > left) return drop()
        try {
          own ??= openFile(nextPath())
          left -= chunk.length
          await own.append(chunk)
        } catch {
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
        async add(chunk) {
          if (givenUp) return
          if (!own && !only) {
            only = chunk
            return
          }
          const first = only
          only = undefined
          if (first) await write(first)
          await write(chunk)
        },
        async keep(endsLines) {
          if (only && endsLines && only.at(-1) === NEWLINE) {
            const key = [header, timestamped, ...fields.map((field) => field?.token)].join()
            return appended(only, key, header)
          }
          if (only) await write(only)
          own?.close()
          return own?.path
        },
        drop,
      }
    },
    close() {
      for (const file of files) file.close()
      return new Set(files.filter(({ isSpoiled }) => isSpoiled).map(({ path }) => path))
    },
  }
}

/** Written in threads of its own: this one has more to do. */
interface OpenFile {
  readonly path: string
  readonly bytes: number
  /** A part could not be written: there is a hole. */
  readonly isSpoiled: boolean
  /** Each part has its place at once, so that they can be written in any order. */
  append(lines: Buffer): Promise<void>
  close(): void
}

const writeAt = promisify(write)

function openFile(path: string): OpenFile {
  const file = openSync(path, 'wx')
  let bytes = 0
  let isSpoiled = false
  return {
    path,
    get bytes() {
      return bytes
    },
    get isSpoiled() {
      return isSpoiled
    },
    async append(lines) {
      const start = bytes
      bytes += lines.length
      try {
        for (let at = 0; at < lines.length;) {
          const { bytesWritten } = await writeAt(file, lines, at, lines.length - at, start + at)
          at += bytesWritten
        }
      } catch (error) {
        isSpoiled = true
        throw error
      }
    },
    close: () => closeSync(file),
  }
}

function roomIn(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return Math.min(MOST_BYTES, (bavail * bsize) / 2)
}
