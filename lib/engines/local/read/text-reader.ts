import type { Field } from '../../../flow-log/fields'
import { knownFields, type LogFile, type TextFile } from '../file-state'
import { corruptProblem } from '../inspect/problems'
import { loadKernel } from './kernel-module'
import { readPool, type ReadPool } from './read-pool'
import type { TextReading } from './text-file-reader'

/** Reads text files into Parquet files for DuckDB: the one door to this folder. */
export interface TextReader {
  /** Whether plain JavaScript reads, because the WebAssembly kernel is not built. */
  readonly isPlain: boolean
  /** @throws {UserError} when a file cannot be read. */
  read(files: readonly TextFile[], options: ReadTextOptions): Promise<ReadTexts>
  /** Nothing is written afterwards. */
  readonly close: () => Promise<void>
}

export interface ReadTextOptions {
  /** What the query reads. */
  readonly columns: readonly Field[]
  /** Gets a function that gives the share of bytes that are read, 0 to 1. */
  readonly onProgress: (share: () => number) => void
}

export interface ReadTexts {
  /** Each file as it was read, by path. */
  readonly files: ReadonlyMap<string, LogFile>
  readonly records: readonly ReadRecords[]
}

/** The records of files that have the same of the wanted columns. */
export interface ReadRecords {
  /** Parquet files, in the order of the text files. */
  readonly paths: readonly string[]
  readonly columns: readonly Field[]
}

export function textReader(folder: string, signal: AbortSignal | undefined): TextReader {
  const kernel = loadKernel()
  const pools: ReadPool[] = []

  function newPool(columns: readonly Field[], files: readonly TextFile[]): ReadPool {
    const pool = readPool({ folder, prefix: `records-${pools.length}`, columns, kernel, signal })
    pools.push(pool)
    for (const { path, shown, size, codec, layout } of files) {
      const { fields, prefixColumns } = layout
      pool.add({ path, shown, size, codec: codec.name, fields, prefixColumns })
    }
    return pool
  }

  return {
    isPlain: kernel === undefined,
    async read(texts, { columns, onProgress }) {
      const files = new Map<string, LogFile>()
      const records: ReadRecords[] = []
      const totalBytes = bytesOf(texts)
      let doneBytes = 0
      for (const group of groupByColumns(texts, columns)) {
        const pool = newPool(group.columns, group.files)
        const bytes = bytesOf(group.files)
        const before = doneBytes
        onProgress(() => (totalBytes === 0 ? 1 : (before + pool.progress() * bytes) / totalBytes))
        const { readings, outputs } = await pool.finish()
        for (const file of group.files)
          files.set(file.path, readFile(file, readings.get(file.path)!))
        records.push({ paths: outputs, columns: group.columns })
        doneBytes += bytes
      }
      return { files, records }
    },
    close: async () => void (await Promise.all(pools.map((pool) => pool.close()))),
  }
}

function bytesOf(files: readonly TextFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}

interface Group {
  readonly columns: readonly Field[]
  readonly files: TextFile[]
}

/** A field that a file lacks must stay apart from a value that is missing. A file without any wanted column gives its first. */
function groupByColumns(files: readonly TextFile[], wanted: readonly Field[]): readonly Group[] {
  const groups = new Map<string, Group>()
  // A thousand files of one format share its list.
  const byFields = new Map<unknown, Group>()
  for (const file of files) {
    let group = byFields.get(file.layout.fields)
    if (!group) {
      const known = knownFields(file)
      const has = wanted.filter((field) => known.includes(field))
      const columns = has.length > 0 ? has : known.slice(0, 1)
      const key = columns.map(({ token }) => token).join(' ')
      group = groups.get(key) ?? { columns, files: [] }
      groups.set(key, group)
      byFields.set(file.layout.fields, group)
    }
    group.files.push(file)
  }
  return [...groups.values()]
}

function readFile(file: TextFile, { state, reason, records, unreadable }: TextReading): LogFile {
  if (state === 'corrupt') {
    const problem = corruptProblem(file, file.codec, reason ?? 'unknown')
    return { ...file, kind: 'unusable', problem }
  }
  const isTruncated = state === 'truncated'
  if (!isTruncated && unreadable.count === 0) return { ...file, kind: 'read', records }
  return {
    ...file,
    kind: 'partly-read',
    records,
    isTruncated,
    unreadable: unreadable.count,
    firstUnreadable: unreadable.lines[0],
  }
}
