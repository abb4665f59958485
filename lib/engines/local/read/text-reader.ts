import { join } from 'node:path'
import type { TimeRange } from '../../../time'
import type { Field } from '../../../flow-log/fields'
import { knownFields, type LogFile, type TextFile } from '../file-state'
import { groupByColumns, groupByOrigin, wantedColumns, type OriginGroup } from './column-groups'
import { loadKernel } from './kernel-module'
import type { LineCounts } from './line-counts'
import type { ParquetSize } from './parquet/parquet-file'
import { divideIntoParts, sizeOf, type Part, type PartEnd } from './part'
import { startRange, type StartRange } from './scanner'
import { partPool, type PartPool, type PartPoolOptions, type PoolEvents } from './part-pool'
import { fileAfter, sourceOf } from './source-file'
import type { TextReading } from './text-file-reader'

/** Reads text files into Parquet files for DuckDB: the one door to this folder. */
export interface TextReader {
  /** Whether plain JavaScript reads, because the WebAssembly kernel is not built. */
  readonly isPlain: boolean
  /**
   * Reads some columns of files, for one run.
   * @throws {UserError} when a file cannot be read.
   */
  read(files: readonly TextFile[], options: ReadTextOptions): Promise<ReadTexts>
  /**
   * Copies each file, whole, into a Parquet file of its own, and gives what came of it by the path of the file.
   * A copy has a column for each known field of the file, in the order of its format, with AWS's names and types in
   * Parquet; every record that is readable, in the order of the file, without a codec; statistics of the
   * columns of numbers. A value is NULL where a line lacks the field and where a number is `-`; a text `-` stays.
   * A corrupt file leaves no copy, a truncated one that of its whole lines.
   * The copy is written at `pathOf` and is complete only when the promise resolves: after an error or an interrupt a
   * part of it may be left there. So the caller names a temporary path, and renames it or removes it.
   * @throws {UserError} when a file cannot be read, or a copy cannot be written.
   */
  copy(files: readonly TextFile[], options: CopyTextOptions): Promise<ReadonlyMap<string, TextCopy>>
  /**
   * Reads files that have the same fields into one Parquet file, for each join, as {@link copy} writes it; records
   * that do not start in the range of the join are counted, but not written.
   */
  join(joins: readonly TextJoin[]): Promise<void>
  /** Nothing is written afterwards. */
  readonly close: () => Promise<void>
}

export interface ReadTextOptions {
  /** What the query reads. */
  readonly columns: readonly Field[]
  /** Other records of files with the field `start` are only counted. */
  readonly range: TimeRange | undefined
  /** Whether records of different origins are kept apart; default: false. */
  readonly isByOrigin?: boolean | undefined
  /** Gets a function that gives the share of bytes that are read, 0 to 1. */
  readonly onProgress: (share: () => number) => void
}

export interface ReadTexts {
  /** Each file as it was read, by path. */
  readonly files: ReadonlyMap<string, LogFile>
  readonly records: readonly ReadRecords[]
}

/** The records of files that have the same of the wanted columns, and the same origin where origins are kept apart. */
export interface ReadRecords {
  readonly origin?: string | undefined
  /** Parquet files, in the order of the text files. */
  readonly paths: readonly string[]
  readonly columns: readonly Field[]
}

export interface CopyTextOptions {
  readonly onProgress: (share: () => number) => void
  /** Where the copy of a file is written. */
  readonly pathOf: (file: TextFile) => string
  /** Whether the readings and the copies get checksums, in the same pass over their bytes; default: false. */
  readonly hashes?: boolean
  /** Texts by key for the footer of a copy; called when the file is read, but not for a corrupt one. */
  readonly metadataOf?: (file: LogFile, reading: TextReading) => Readonly<Record<string, string>>
}

/** A file that was copied. */
export interface TextCopy {
  /** `read`, `partly-read` or `unusable`. */
  readonly file: LogFile
  /** Of the whole file, with sums of bytes and packets; without lines where it is corrupt. */
  readonly counts: LineCounts
  /** Undefined where the file is corrupt and left no copy. */
  readonly output: ParquetSize | undefined
}

interface TextJoin {
  readonly out: string
  readonly files: readonly TextFile[]
  readonly range: StartRange
  /** Gets each file with what was read of it; gives the texts for the footer, or undefined to write no file. */
  readonly onRead: (
    files: readonly Omit<TextCopy, 'output'>[],
  ) => Readonly<Record<string, string>> | undefined
}

interface WorkOptions extends Pick<PoolEvents, 'onRead'> {
  readonly addsUp: boolean
  readonly hashes?: boolean | undefined
  readonly range?: TimeRange | undefined
}

/** `folder` gets the records that are read. */
export function textReader(
  folder: string,
  signal: AbortSignal | undefined,
  program: Pick<PartPoolOptions, 'worker'> = {},
): TextReader {
  const kernel = loadKernel()
  const pools: PartPool[] = []
  let groupCount = 0

  /** Reads parts of files of several groups, one group after the other. */
  async function readParts(
    work: readonly { readonly parts: readonly Part[]; readonly columns: readonly Field[] }[],
    onProgress: ReadTextOptions['onProgress'],
    { addsUp, hashes, range, onRead }: WorkOptions,
  ): Promise<ReadonlyMap<string, ParquetSize>> {
    const total = sizeOf(work.flatMap(({ parts }) => parts.flatMap(({ files }) => files)))
    let done = 0
    onProgress(() => (total === 0 ? 1 : Math.min(1, done / total)))
    const outputs = new Map<string, ParquetSize>()
    for (const { parts, columns } of work) {
      const hasStart = columns.some(({ token }) => token === 'start')
      const rangeOf = range && hasStart ? { range: startRange(range) } : {}
      const pool = partPool({ ...program, ...rangeOf, columns, kernel, addsUp, hashes, signal })
      pools.push(pool)
      const written = await pool.read(parts, { onRead, onBytes: (count) => void (done += count) })
      for (const [path, output] of written) outputs.set(path, output)
    }
    return outputs
  }

  function slice({ origin, files }: Partial<OriginGroup> & Pick<OriginGroup, 'files'>) {
    const prefix = join(folder, `records-${groupCount++}`)
    const outputPath = (part: number) => `${prefix}-${part}.parquet`
    return { origin, parts: divideIntoParts(files.map(sourceOf), outputPath) }
  }

  return {
    isPlain: kernel === undefined,
    async read(texts, { columns, range, isByOrigin = false, onProgress }) {
      const byPath = new Map(texts.map((file) => [file.path, file]))
      const files = new Map<string, LogFile>()
      function onRead(part: Part, readings: readonly TextReading[]): PartEnd {
        part.files.forEach(({ path }, index) =>
          files.set(path, fileAfter(byPath.get(path)!, readings[index]!)),
        )
        return { kind: 'close' }
      }
      const groups = groupByColumns(texts, (file) => wantedColumns(file, columns))
      const work = groups.map((group) => {
        const slices = (isByOrigin ? groupByOrigin(group.files) : [group]).map(slice)
        return { columns: group.columns, slices, parts: slices.flatMap(({ parts }) => parts) }
      })
      const outputs = await readParts(work, onProgress, { addsUp: false, range, onRead })
      const records = work.flatMap(({ slices, columns }) =>
        slices.map(({ origin, parts }) => {
          const filled = parts.filter(({ out }) => outputs.get(out)!.rows > 0)
          const paths = (filled.length > 0 ? filled : parts.slice(0, 1)).map(({ out }) => out)
          return { origin, paths, columns }
        }),
      )
      return { files, records }
    },
    async copy(texts, { pathOf, metadataOf, hashes, onProgress }) {
      const byPath = new Map(texts.map((file) => [file.path, file]))
      const copies = new Map<string, Omit<TextCopy, 'output'> & { readonly out: string }>()
      function onRead({ out, files }: Part, [reading]: readonly TextReading[]): PartEnd {
        const { path } = files[0]!
        const file = fileAfter(byPath.get(path)!, reading!)
        copies.set(path, { file, counts: reading!, out })
        if (file.kind === 'unusable') return { kind: 'discard' }
        return { kind: 'close', metadata: metadataOf?.(file, reading!) }
      }
      const work = groupByColumns(texts, knownFields).map(({ columns, files }) => ({
        columns,
        parts: files.map((file) => ({ out: pathOf(file), files: [sourceOf(file)] })),
      }))
      const outputs = await readParts(work, onProgress, { addsUp: true, hashes, onRead })
      return new Map(
        [...copies].map(([path, { out, ...copy }]) => [
          path,
          { ...copy, output: outputs.get(out) },
        ]),
      )
    },
    async join(joins) {
      const byOut = new Map(joins.map((join) => [join.out, join]))
      function onRead({ out }: Part, readings: readonly TextReading[]): PartEnd {
        const join = byOut.get(out)!
        const metadata = join.onRead(
          readings.map((counts, index) => ({
            file: fileAfter(join.files[index]!, counts),
            counts,
          })),
        )
        return metadata ? { kind: 'close', metadata } : { kind: 'discard' }
      }
      const firsts = new Map(joins.map((join) => [join.files[0]!, join]))
      const work = groupByColumns([...firsts.keys()], knownFields).map((group) => ({
        columns: group.columns,
        parts: group.files.map((first) => {
          const { out, files, range } = firsts.get(first)!
          return { out, range, files: files.map(sourceOf) }
        }),
      }))
      await readParts(work, () => undefined, { addsUp: true, onRead })
    },
    close: async () => void (await Promise.all(pools.map((pool) => pool.close()))),
  }
}
