import { join } from 'node:path'
import { UserError } from '../../../errors'
import { column, fieldByToken, type FieldToken } from '../../../flow-log/fields'
import { fileNotices } from '../answer/notices'
import { recordsSql } from '../duckdb/view-sql'
import type { Workspace } from '../duckdb/workspace'
import { knownFields, type LogFile, type ParquetFile, type TextFile } from '../file-state'
import type { ReadRecords } from '../read/text-reader'
import type { CopiedSource } from './copy-metadata'
import type { CheckedSource } from './source-checksum'

/** A source after its reading. */
export interface ReadSource {
  readonly source: CheckedSource
  readonly copied: CopiedSource
  /** Where DuckDB finds the records; undefined for a corrupt source. */
  readonly records: SourceRecords | undefined
}

export type SourceRecords =
  | { readonly kind: 'text'; readonly records: ReadRecords }
  | { readonly kind: 'parquet'; readonly file: ParquetFile }

type Counts = Pick<CopiedSource, 'records' | 'bytes' | 'packets' | 'firstStart' | 'lastStart'>

const NOTHING: Counts = { records: 0, bytes: 0n, packets: 0n, firstStart: undefined, lastStart: undefined } // prettier-ignore

/** Reads text into temporary Parquet files, one for each source, and counts the records of Parquet files. */
export async function readSources(
  sources: readonly CheckedSource[],
  workspace: Workspace,
): Promise<readonly ReadSource[]> {
  const texts = sources.flatMap(({ file }) => (file.kind === 'text' ? [file] : []))
  const numbers = new Map(texts.map(({ path }, index) => [path, index]))
  const pathOf = ({ path }: TextFile) =>
    join(workspace.folder(), `source-${numbers.get(path)}.parquet`)
  const copies = await workspace.reader().copy(texts, { pathOf, onProgress: () => undefined })

  const read: ReadSource[] = []
  for (const source of sources) {
    const { file } = source
    if (file.kind === 'parquet') {
      read.push(await readParquet(source, file, workspace))
      continue
    }
    const { file: after, counts, output } = copies.get(file.path)!
    const { records, sums, firstStart, lastStart } = counts
    const columns = knownFields(file)
    read.push({
      source,
      copied: copiedSource(source, after, { records, ...sums!, firstStart, lastStart }),
      records: output && { kind: 'text', records: { paths: [pathOf(file)], columns } },
    })
  }
  return read
}

async function readParquet(
  source: CheckedSource,
  file: ParquetFile,
  workspace: Workspace,
): Promise<ReadSource> {
  const has = (token: FieldToken) => file.columns.has(fieldByToken(token))
  const of = (token: FieldToken, call: string) =>
    has(token) ? `${call}("${column(fieldByToken(token))}")` : 'NULL'
  const list = [of('bytes', 'sum'), of('packets', 'sum'), of('start', 'min'), of('start', 'max')]
  try {
    const database = await workspace.database()
    const [row] = await database.rows(
      `SELECT count(*), ${list.join(', ')} FROM (${recordsSql([], [file])})`,
    )
    return {
      source,
      copied: copiedSource(source, file, countsOf(row!)),
      records: { kind: 'parquet', file },
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const problem = `unreadable Parquet file, skipped: ${error.message}`
    const after: LogFile = { ...file, kind: 'unusable', problem }
    return { source, copied: copiedSource(source, after, NOTHING), records: undefined }
  }
}

/** Reads a row of count, sums of bytes and packets, first and last start. */
export function countsOf([records, bytes, packets, first, last]: readonly unknown[]): Counts {
  const start = (value: unknown) => (value === null ? undefined : Number(value))
  return {
    records: Number(records),
    bytes: BigInt((bytes ?? 0) as bigint),
    packets: BigInt((packets ?? 0) as bigint),
    firstStart: start(first),
    lastStart: start(last),
  }
}

/** What a copy knows of a source after its reading. */
export function copiedSource(
  { name, size, sha256, stamp }: CheckedSource,
  file: LogFile,
  counts: Counts,
): CopiedSource {
  const isCorrupt = file.kind === 'unusable'
  const problems = fileNotices([file]).map(({ message }) => message.slice(file.shown.length + 2))
  return { name, size, sha256, stamp, isCorrupt, problems, ...(isCorrupt ? NOTHING : counts) }
}
