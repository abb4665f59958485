import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeCacheFile } from '../../../atomic-file'
import type { Format } from '../../../flow-log/format'
import type { FileIdentity, ParquetFile, ReadFile } from '../file-state'
import { parquetFormat, parseParquetFormat, parseTextFormat, textFormat } from './file-formats'

/**
 * What is known of files by path, size and time: checked text is not checked again, and no footer of a Parquet file
 * is read twice.
 */
export interface VerifiedFiles {
  /** `logFormat` is the format that `--log-format` gives to files without a header line. */
  find(file: FileIdentity, logFormat: Format | undefined): ParquetFile | ReadFile | undefined
  add(file: ParquetFile | ReadFile): void
  /** Writes what was added; does nothing when the folder cannot be written. */
  save(): void
}

/** Size, time, lines, records, number of the format, flags. */
type Entry = readonly [number, number, number, number, number, string]

interface Contents {
  readonly version: typeof VERSION
  /** How files are read; entries refer to them by number. */
  readonly formats: string[]
  readonly files: Record<string, Entry>
}

const FILE = 'verified-files.json'
/** Contents of another version are ignored. */
const VERSION = 3
/** The oldest entries go first. */
const MAX_FILES = 50_000
const SAW_INSTANCE = 'sawInstance'

/** Opens the memory in `folder`; without a folder it lasts as long as the process. An invalid file is ignored. */
export function verifiedFiles(folder: string | undefined): VerifiedFiles {
  let contents = folder === undefined ? EMPTY : load(folder)
  const added = new Map<string, ParquetFile | ReadFile>()
  let isChanged = false
  // Files of one format share its list.
  const texts = onceEach(parseTextFormat)
  const parquets = onceEach(parseParquetFormat)

  function fromEntry(file: FileIdentity, entry: Entry | undefined) {
    if (!Array.isArray(entry)) return undefined
    const [size, mtimeMs, lines, records, number, flags] = entry
    if (size !== file.size || mtimeMs !== file.mtimeMs) return undefined
    const format = contents.formats[number]
    if (format === undefined) return undefined
    const known = { ...file, records, sawInstance: flags === SAW_INSTANCE }
    const text = texts(format)
    if (text) return { ...known, kind: 'read' as const, ...text, lines }
    const parquet = parquets(format)
    return parquet && { ...known, kind: 'parquet' as const, ...parquet }
  }
  function fromAdded(file: FileIdentity) {
    const known = added.get(file.path)
    const isSame = known?.size === file.size && known.mtimeMs === file.mtimeMs
    return isSame ? { ...known, ...file } : undefined
  }

  return {
    find(file, logFormat) {
      const found = fromAdded(file) ?? fromEntry(file, contents.files[file.path])
      if (!found || found.kind === 'parquet') return found
      return isReadAlike(found, logFormat) ? found : undefined
    },
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

function toEntry(file: ParquetFile | ReadFile, formats: string[]): Entry {
  const { size, mtimeMs, records, sawInstance } = file
  const format = file.kind === 'read' ? textFormat(file) : parquetFormat(file)
  let index = formats.indexOf(format)
  if (index === -1) index = formats.push(format) - 1
  const lines = file.kind === 'read' ? file.lines : 0
  return [size, mtimeMs, lines, records, index, sawInstance ? SAW_INSTANCE : '']
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

/** Whether a file without a header line would be read in the same way with this `--log-format`. */
function isReadAlike({ layout }: ReadFile, logFormat: Format | undefined): boolean {
  const { fields, hasHeader, usesLogFormat } = layout
  if (hasHeader) return true
  if (!logFormat) return !usesLogFormat
  return (
    fields.length === logFormat.length && fields.every((field, index) => field === logFormat[index])
  )
}
