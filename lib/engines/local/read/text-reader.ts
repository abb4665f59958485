import type { Field } from '../../../flow-log/fields'
import type { LogFile, TextFile } from '../file-state'
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
  close(): Promise<void>
}

export interface ReadTextOptions {
  /** What the query reads; at least one. */
  readonly columns: readonly Field[]
  /** Gets a function that gives the share of bytes that are read, 0 to 1. */
  readonly onProgress: (share: () => number) => void
}

export interface ReadTexts {
  /** Each file as it was read, by path. */
  readonly files: ReadonlyMap<string, LogFile>
  /** Parquet files with the records, in the order of the files. */
  readonly outputs: readonly string[]
}

export function textReader(folder: string, signal: AbortSignal | undefined): TextReader {
  const kernel = loadKernel()
  let pool: ReadPool | undefined
  return {
    isPlain: kernel === undefined,
    async read(files, { columns, onProgress }) {
      pool = readPool({ folder, columns, kernel, signal })
      onProgress(pool.progress)
      for (const { path, shown, size, codec, layout } of files) {
        const { fields, prefixColumns } = layout
        pool.add({ path, shown, size, codec: codec.name, fields, prefixColumns })
      }
      const { readings, outputs } = await pool.finish()
      const read = files.map(
        (file) => [file.path, readFile(file, readings.get(file.path)!)] as const,
      )
      return { files: new Map(read), outputs }
    },
    close: async () => pool?.close(),
  }
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
