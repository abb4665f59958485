import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SourceFile } from '../../../../lib/engines/local/read/part'
import {
  partReader,
  type PartReader,
  type PartReaderOptions,
} from '../../../../lib/engines/local/read/part-reader'
import type { TextReading } from '../../../../lib/engines/local/read/text-file-reader'
import { FORMATS } from '../../../../lib/flow-log/format'
import { readBack, rowsIn, type ReadBack } from './read-back'

type BenchOptions = Pick<PartReaderOptions, 'kernel'> & Partial<PartReaderOptions>

interface Read {
  readonly readings: readonly TextReading[]
  /** The path of the Parquet file. */
  readonly out: string
}

/** A folder for files to read, and DuckDB to read back what came of them. */
export interface ReadBench {
  readonly folder: string
  readonly database: ReadBack
  /** Writes a file; its name ends in `.gz` when it is one. */
  file(bytes: Buffer | string, more?: Partial<SourceFile>): SourceFile
  /** Reads files, all columns of version 2, into one Parquet file. */
  readInto(files: readonly SourceFile[], options: BenchOptions): Promise<Read>
  /** The same with the rows of the Parquet file; many rows take seconds. */
  read(
    files: readonly SourceFile[],
    options: BenchOptions,
  ): Promise<Read & { readonly rows: string[] }>
  remove(): void
}

export async function readBench(): Promise<ReadBench> {
  const folder = mkdtempSync(join(tmpdir(), 'natlens-read-'))
  const database = await readBack()
  let count = 0
  /** A reader takes megabytes of memory, and can read one part after the other. */
  const readers = new Map<string, PartReader>()
  function readerOf(options: BenchOptions): PartReader {
    const { kernel, columns = FORMATS.v2, ...rest } = options
    const names = columns.map(({ token }) => token)
    const key = JSON.stringify([kernel !== undefined, names, rest])
    const reader = readers.get(key) ?? partReader({ columns, ...options })
    readers.set(key, reader)
    return reader
  }
  async function readInto(files: readonly SourceFile[], options: BenchOptions): Promise<Read> {
    const out = join(folder, `${++count}.parquet`)
    const reader = readerOf(options)
    const readings = await reader.read({ out, files })
    reader.end(out, { kind: 'close' })
    return { readings, out }
  }
  return {
    folder,
    database,
    file(bytes, more = {}) {
      const content = Buffer.from(bytes as Buffer)
      const isGzip = content[0] === 0x1f && content[1] === 0x8b
      const name = `${++count}.log${isGzip ? '.gz' : ''}`
      const path = join(folder, name)
      writeFileSync(path, content)
      return {
        path,
        shown: name,
        size: statSync(path).size,
        codec: isGzip ? 'gzip' : 'none',
        fields: FORMATS.v2,
        prefixColumns: 0,
        ...more,
      }
    },
    readInto,
    async read(files, options) {
      const { readings, out } = await readInto(files, options)
      return { readings, rows: await rowsIn(database, out), out }
    },
    remove() {
      for (const reader of readers.values()) reader.close()
      database.close()
      rmSync(folder, { recursive: true })
    },
  }
}

/** A record of version 2, of which some fields can be others. */
export function record(number = 0, fields: Readonly<Record<number, string>> = {}): string {
  const values =
    `2 123456789012 eni-0123456789abcdef0 10.0.${number >> 8}.${number & 255} 198.51.100.7 443 ` +
    `${1024 + (number % 60000)} 6 10 ${1000 + number} ${1773446400 + number} ${1773446460 + number} ACCEPT OK`
  return values
    .split(' ')
    .map((value, index) => fields[index] ?? value)
    .join(' ')
}

export const HEADER = FORMATS.v2.map(({ token }) => token).join(' ')

/** The lines of a file, each with its end. */
export function log(...lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('')
}

export function records(count: number): string[] {
  return Array.from({ length: count }, (_, number) => record(number))
}
