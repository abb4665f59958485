import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeCacheFile } from '../../../atomic-file'
import { fieldByToken, type Field } from '../../../flow-log/fields'
import type { Format, LineFields } from '../../../flow-log/format'
import type { ParquetSource, Source, TextSource } from '../sources'

/**
 * What is known of files by path, size and time: text of which every line was read is not verified again, and
 * no footer of a Parquet file is read twice.
 */
export interface VerifiedFiles {
  /** `told` is the format that `--log-format` gives to files without a header line. */
  find(file: { path: string; size: number; mtimeMs: number }, told?: Format): Remembered | undefined
  /** A text must have its count. */
  add(source: Source): void
  /** Writes what was added; a folder that cannot be written to is left alone. */
  save(): void
}

export type Remembered = Omit<TextSource, 'path' | 'shown'> | Omit<ParquetSource, 'path' | 'shown'>

/** Size, time, lines, records, number of the format, flags. */
type Entry = readonly [number, number, number, number, number, string]

interface Contents {
  readonly version: typeof VERSION
  /** Header lines, or columns with their types; files refer to them by their number. */
  readonly formats: string[]
  readonly files: Record<string, Entry>
}

const FILE = 'verified-files.json'
/** Contents of another version count as none. */
const VERSION = 2
/** The oldest entries go first. */
const MOST_FILES = 50_000

/** Opens the memory in `folder`; without a folder it lasts as long as the process. A file that cannot be read counts as none. */
export function verifiedFiles(folder: string | undefined): VerifiedFiles {
  let contents = folder === undefined ? EMPTY : load(folder)
  const added = new Map<string, Source>()
  let changed = false
  // Files of one format share its list.
  const lines = onceEach(lineFrom)
  const columns = onceEach(columnsFrom)

  function fromEntry(entry: Entry | undefined): Remembered | undefined {
    if (!Array.isArray(entry)) return undefined
    const [size, mtimeMs, lineCount, records, number, flags] = entry
    const format = contents.formats[number]
    if (format === undefined || typeof flags !== 'string') return undefined
    const set = new Set(flags.split(' '))
    const file = { size, mtimeMs, sawInstance: set.has('sawInstance') }
    if (set.has('parquet')) return { kind: 'parquet', ...file, ...columns(format), records }
    return {
      kind: 'text',
      ...file,
      gzip: set.has('gzip'),
      header: set.has('header'),
      timestamped: set.has('timestamped'),
      told: set.has('told'),
      irregular: false,
      fields: lines(format),
      count: { lines: lineCount, records },
    }
  }

  return {
    find({ path, size, mtimeMs }, told) {
      const remembered = added.get(path) ?? fromEntry(contents.files[path])
      if (remembered?.size !== size || remembered.mtimeMs !== mtimeMs) return undefined
      if (remembered.kind === 'parquet' || remembered.header) return remembered
      const same = told ? sameFields(remembered, told) : !remembered.told
      return same ? remembered : undefined
    },
    add(source) {
      added.set(source.path, source)
      changed = true
    },
    save() {
      if (folder === undefined || !changed) return
      changed = false
      // Another natlens may have written in the meantime.
      contents = load(folder)
      const files = new Map(Object.entries(contents.files))
      for (const source of added.values()) {
        files.delete(source.path)
        files.set(source.path, toEntry(source, contents.formats))
      }
      const recent = Object.fromEntries([...files].slice(-MOST_FILES))
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

const FLAGS = ['gzip', 'header', 'timestamped', 'told', 'sawInstance'] as const

function toEntry(source: Source, formats: string[]): Entry {
  const format = source.kind === 'text' ? lineFormat(source) : columnFormat(source)
  let index = formats.indexOf(format)
  if (index === -1) index = formats.push(format) - 1
  const { size, mtimeMs } = source
  if (source.kind === 'parquet') {
    const flags = source.sawInstance ? 'parquet sawInstance' : 'parquet'
    return [size, mtimeMs, 0, source.records, index, flags]
  }
  const { lines, records } = source.count!
  return [size, mtimeMs, lines, records, index, FLAGS.filter((flag) => source[flag]).join(' ')]
}

function lineFormat({ fields }: TextSource): string {
  return fields.map((field) => field?.token ?? '?').join(' ')
}

function columnFormat({ columns, filled }: ParquetSource): string {
  return [...columns]
    .map(([field, type]) => [field.token, type, filled.has(field) ? 'filled' : ''].join(':'))
    .join(' ')
}

function onceEach<T>(make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>()
  return (text) => {
    const known = made.get(text)
    if (known !== undefined) return known
    const fresh = make(text)
    made.set(text, fresh)
    return fresh
  }
}

function lineFrom(format: string): LineFields {
  return format.split(' ').map((token) => fieldByToken(token))
}

function columnsFrom(format: string): Pick<ParquetSource, 'columns' | 'filled'> {
  const columns = new Map<Field, string>()
  const filled = new Set<Field>()
  for (const word of format.split(' ')) {
    const [token, type, full] = word.split(':')
    const field = fieldByToken(token!)
    if (!field || type === undefined) continue
    columns.set(field, type)
    if (full === 'filled') filled.add(field)
  }
  return { columns, filled }
}

function sameFields({ fields }: Pick<TextSource, 'fields'>, told: Format): boolean {
  return fields.length === told.length && fields.every((field, index) => field === told[index])
}
