import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fieldByToken } from '../../flow-log/fields'
import type { Format } from '../../flow-log/format'
import type { TextSource } from './sources'

/** Files whose every line is known to be readable, by path, size and time: they are not verified again. */
export interface VerifiedFiles {
  /** `told` is the format that `--log-format` gives to files without a header line. */
  find(file: { path: string; size: number; mtimeMs: number }, told?: Format): Remembered | undefined
  /** The source must have its count. */
  add(source: TextSource): void
  /** Writes what was added; a folder that cannot be written to is left alone. */
  save(): void
}

export type Remembered = Omit<TextSource, 'path' | 'shown'>

/** Size, time, lines, records, number of the format, flags. */
type Entry = readonly [number, number, number, number, number, string]

interface Contents {
  readonly version: 1
  /** Header lines; files refer to them by their number. */
  readonly formats: string[]
  readonly files: Record<string, Entry>
}

const FILE = 'verified-files.json'
/** The oldest entries go first. */
const MOST_FILES = 50_000

/** Opens the memory in `folder`; without a folder it lasts as long as the process. A file that cannot be read counts as none. */
export function verifiedFiles(folder: string | undefined): VerifiedFiles {
  let contents = folder === undefined ? EMPTY : load(folder)
  const added = new Map<string, TextSource>()
  let changed = false

  return {
    find({ path, size, mtimeMs }, told) {
      const remembered = added.get(path) ?? fromEntry(contents.files[path], contents.formats)
      if (remembered?.size !== size || remembered.mtimeMs !== mtimeMs) return undefined
      if (remembered.header) return remembered
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
      write(folder, { ...contents, files: Object.fromEntries([...files].slice(-MOST_FILES)) })
    },
  }
}

const EMPTY: Contents = { version: 1, formats: [], files: {} }

function load(folder: string): Contents {
  try {
    const read = JSON.parse(readFileSync(join(folder, FILE), 'utf8')) as Partial<Contents>
    const { version, formats, files } = read
    if (version !== 1 || !Array.isArray(formats) || typeof files !== 'object') throw new Error()
    return { version, formats, files }
  } catch {
    return { version: 1, formats: [], files: {} }
  }
}

/** In one step, so that a reader never sees half of it. */
function write(folder: string, contents: Contents): void {
  try {
    mkdirSync(folder, { recursive: true })
    const temporary = join(folder, `${FILE}.${randomUUID()}`)
    writeFileSync(temporary, JSON.stringify(contents))
    renameSync(temporary, join(folder, FILE))
  } catch {
    // The memory saves time only.
  }
}

const FLAGS = ['gzip', 'header', 'timestamped', 'told', 'sawInstance'] as const

function toEntry(source: TextSource, formats: string[]): Entry {
  const format = source.fields.map((field) => field?.token ?? '?').join(' ')
  let index = formats.indexOf(format)
  if (index === -1) index = formats.push(format) - 1
  const { lines, records } = source.count!
  const flags = FLAGS.filter((flag) => source[flag]).join(' ')
  return [source.size, source.mtimeMs, lines, records, index, flags]
}

function fromEntry(entry: Entry | undefined, formats: readonly string[]): Remembered | undefined {
  if (!Array.isArray(entry)) return undefined
  const [size, mtimeMs, lines, records, format, flags] = entry
  const tokens = formats[format]?.split(' ')
  if (!tokens || typeof flags !== 'string') return undefined
  const set = new Set(flags.split(' '))
  return {
    kind: 'text',
    size,
    mtimeMs,
    gzip: set.has('gzip'),
    header: set.has('header'),
    timestamped: set.has('timestamped'),
    told: set.has('told'),
    sawInstance: set.has('sawInstance'),
    irregular: false,
    fields: tokens.map((token) => fieldByToken(token)),
    count: { lines, records },
  }
}

function sameFields({ fields }: Remembered, told: Format): boolean {
  return fields.length === told.length && fields.every((field, index) => field === told[index])
}
