import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeCacheFile } from '../../../atomic-file'
import type { FileIdentity, ParquetFile } from '../file-state'
import { parquetFormat, parseParquetFormat } from './file-formats'

/** What is known of Parquet files by path, size and time: no footer is read twice. */
export interface VerifiedFiles {
  find(file: FileIdentity): ParquetFile | undefined
  add(file: ParquetFile): void
  /** Writes what was added; does nothing when the folder cannot be written. */
  save(): void
}

/** Size, time, records, number of the format, and as text: whether an instance was seen, impossible rows, first and last start. */
type Entry = readonly [number, number, number, number, string]

interface Contents {
  readonly version: typeof VERSION
  /** How files are read; entries refer to them by number. */
  readonly formats: string[]
  readonly files: Record<string, Entry>
}

const FILE = 'verified-files.json'
/** Contents of another version are ignored. */
const VERSION = 7
/** The oldest entries go first. */
const MAX_FILES = 50_000
const SAW_INSTANCE = 'sawInstance'

/** Opens the memory in `folder`; without a folder it lasts as long as the process. An invalid file is ignored. */
export function verifiedFiles(folder: string | undefined): VerifiedFiles {
  let contents = folder === undefined ? EMPTY : load(folder)
  const added = new Map<string, ParquetFile>()
  let isChanged = false
  // Files of one format share its list.
  const parquets = onceEach(parseParquetFormat)

  function fromEntry(file: FileIdentity, entry: Entry | undefined) {
    if (!Array.isArray(entry)) return undefined
    const [size, mtimeMs, records, number, flags] = entry
    if (size !== file.size || mtimeMs !== file.mtimeMs) return undefined
    const format = contents.formats[number]
    if (format === undefined) return undefined
    const [instance, impossible, first, last] = flags.split(' ')
    const known = {
      ...file,
      records,
      sawInstance: instance === SAW_INSTANCE,
      impossible: Number(impossible),
      firstStart: first ? Number(first) : undefined,
      lastStart: last ? Number(last) : undefined,
    }
    const parquet = parquets(format)
    return parquet && { ...known, kind: 'parquet' as const, ...parquet }
  }
  function fromAdded(file: FileIdentity) {
    const known = added.get(file.path)
    const isSame = known?.size === file.size && known.mtimeMs === file.mtimeMs
    return isSame ? { ...known, ...file } : undefined
  }

  return {
    find: (file) => fromAdded(file) ?? fromEntry(file, contents.files[file.path]),
    add(file) {
      added.set(file.path, file)
      isChanged = true
    },
    save() {
      if (folder === undefined || !isChanged) return
      isChanged = false
      // Another natlens may have written in the meantime.
      contents = load(folder)
      const files = new Map(Object.entries(contents.files))
      for (const file of added.values()) {
        files.delete(file.path)
        files.set(file.path, toEntry(file, contents.formats))
      }
      const recent = Object.fromEntries([...files].slice(-MAX_FILES))
      writeCacheFile(join(folder, FILE), JSON.stringify({ ...contents, files: recent }))
    },
  }
}

const EMPTY: Contents = { version: VERSION, formats: [], files: {} }

function load(folder: string): Contents {
  try {
    const read = JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Partial<Contents>
    const { version, formats, files } = read
    if (
      version !== VERSION ||
      !Array.isArray(formats) ||
      typeof files !== 'object' ||
      files === null
    )
      throw new Error()
    return { version, formats, files }
  } catch {
    return { version: VERSION, formats: [], files: {} }
  }
}

function toEntry(file: ParquetFile, formats: string[]): Entry {
  const { size, mtimeMs, records, sawInstance, impossible, firstStart, lastStart } = file
  const format = parquetFormat(file)
  let index = formats.indexOf(format)
  if (index === -1) index = formats.push(format) - 1
  const flags = [sawInstance ? SAW_INSTANCE : '', impossible, firstStart, lastStart].join(' ')
  return [size, mtimeMs, records, index, flags]
}

function onceEach<T>(make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>()
  return (text) => {
    if (made.has(text)) return made.get(text)!
    const value = make(text)
    made.set(text, value)
    return value
  }
}
