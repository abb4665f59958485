import { statSync } from 'node:fs'
import { TABLE, viewSql } from '../duckdb/view-sql'
import { countRecords, type LogFile, type ReadFile, type TextFile, type TextInput, type UnusableFile, type PartlyReadFile } from '../file-state' // prettier-ignore
import { none } from '../inspect/codecs/none'
import { corruptProblem } from '../inspect/problems'
import { ANSWER, answerInto, attempt, type Attempt } from './attempt'
import { fileToVerify } from './file-to-verify'
import { salvage } from './salvage'
import type { Reading, ReadQuery } from './reading'
import type { Verifier } from './verifier'
import { verify, type Verification } from './verify'

export interface ReadFilesOptions extends ReadQuery {
  /** Has every regular text file. */
  readonly verifier: Verifier
  readonly signal: AbortSignal | undefined
}

type Verifications = ReadonlyMap<string, Verification>

/**
 * Answers a query over files of which some were never read. zlib checks every byte, then DuckDB reads the inflated text;
 * where either finds something wrong, the file is copied line by line without what is unreadable, and the query runs again.
 * Each line is a record, a header, blank or unreadable: their numbers must match the number of lines.
 */
export async function readFiles(
  all: readonly LogFile[],
  { sql, columnCount, database, verifier, signal, onProgress, onSound }: ReadFilesOptions,
): Promise<Reading> {
  let files = all

  async function copyLines(damaged: readonly TextFile[], found: Verifications): Promise<void> {
    const copied = new Map<LogFile, LogFile>()
    for (const file of damaged) {
      const verification = found.get(file.path) ?? (await verify(fileToVerify(file), { signal }))
      copied.set(file, await readLines(file, verification, database.folder, signal))
    }
    files = files.map((file) => copied.get(file) ?? file)
  }

  onProgress(() => (verifier.progress() + database.progress()) / 2)
  await copyLines(
    textFiles(files).filter(({ isIrregular }) => isIrregular),
    new Map(),
  )
  // DuckDB inflates some broken streams forever, and nothing can interrupt it: such a stream must not reach it.
  const found = new Map(await verifier.results())
  await copyLines(
    textFiles(files).filter(({ path }) => found.get(path)!.state !== 'whole'),
    found,
  )

  for (;;) {
    await copyLines(
      textFiles(files).filter((file) => !isReadable(file, found)),
      found,
    )
    const open = textFiles(files)
    const view = viewOf(files, found)
    if (view) await database.run(view)
    if (open.length === 0) return { files, rowsSql: view && sql }

    let tried = await answerInto(sql, columnCount, database)
    if (dropSharedCopies(open, found, tried)) continue
    let damaged = damagedOf(open, found, tried)

    if (damaged.length === 0 && !lineCountsMatch(files, found, tried) && !tried.failure) {
      // The query did not have to read everything, as with a limit before any sort.
      tried = await attempt(`SELECT count(*) FROM ${TABLE}`, database)
      if (dropSharedCopies(open, found, tried)) continue
      damaged = damagedOf(open, found, tried)
    }
    const isMatch = lineCountsMatch(files, found, tried)
    if (damaged.length === 0 && !isMatch) damaged = open
    if (isMatch) {
      const sound = new Map(
        open
          .filter((file) => !damaged.includes(file))
          .map((file) => [file as LogFile, readFile(file, found.get(file.path)!)]),
      )
      files = files.map((file) => sound.get(file) ?? file)
      for (const file of sound.values()) {
        if (file.codec.duckdb !== undefined && isUnchanged(file)) onSound(file)
      }
      if (damaged.length === 0) return { files, rowsSql: `FROM ${ANSWER}` }
    }
    await copyLines(damaged, found)
  }
}

function textFiles(files: readonly LogFile[]): TextFile[] {
  return files.filter((file) => file.kind === 'text')
}

/** Whether DuckDB can read the file or a copy of it. */
function isReadable({ path, codec }: TextFile, found: Verifications): boolean {
  return codec.duckdb !== undefined || found.get(path)?.inflated !== undefined
}

async function readLines(
  file: TextFile,
  { state, reason }: Verification,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<UnusableFile | PartlyReadFile> {
  if (state === 'corrupt') {
    const problem = corruptProblem(file, file.codec, reason ?? 'unknown')
    return { ...file, kind: 'unusable', problem }
  }
  const { inputs, records, unreadable, firstUnreadable } = await salvage(
    file,
    state,
    folder,
    signal,
  )
  const isTruncated = state === 'truncated'
  return { ...file, kind: 'partly-read', inputs, records, isTruncated, unreadable, firstUnreadable }
}

function readFile(file: TextFile, { lines, headers, blanks }: Verification): ReadFile {
  return { ...file, kind: 'read', lines, records: lines - headers - blanks }
}

/** The view over the files as DuckDB reads them now; undefined when there is nothing to read. */
function viewOf(files: readonly LogFile[], found: Verifications): string | undefined {
  const texts = new Map<string, TextInput>()
  for (const file of files) for (const input of inputsOf(file, found)) texts.set(input.path, input)
  const parquets = files.filter((file) => file.kind === 'parquet')
  return texts.size + parquets.length > 0 ? viewSql([...texts.values()], parquets) : undefined
}

/** Plain copies instead of compressed files that were inflated to verify them; several files may share one. */
function inputsOf(file: LogFile, found: Verifications): readonly TextInput[] {
  switch (file.kind) {
    case 'text':
    case 'read': {
      const { path, codec, layout, kind } = file
      const copy = found.get(path)?.inflated
      const input = copy === undefined ? { path, codec } : { path: copy, codec: none }
      return [{ ...input, layout, isChecked: kind === 'read' }]
    }
    case 'partly-read':
      return file.inputs
    case 'parquet':
    case 'empty':
    case 'unusable':
      return []
  }
}

/** A copy with a rejected line holds several files: each of them is then read by itself. */
function dropSharedCopies(
  open: readonly TextFile[],
  found: Map<string, Verification>,
  tried: Attempt,
): boolean {
  const failed = failedFile(tried)
  const shared = open.filter(({ path }) => {
    const copy = found.get(path)!.inflated
    return copy !== undefined && (tried.rejected.has(copy) || copy === failed)
  })
  for (const { path } of shared) found.set(path, { ...found.get(path)!, inflated: undefined })
  return shared.length > 0
}

/** The file at which DuckDB's reader stopped. */
function failedFile({ failure }: Attempt): string | undefined {
  return /file = (.*)/.exec((failure?.cause as Error | undefined)?.message ?? '')?.[1]
}

function damagedOf(open: readonly TextFile[], found: Verifications, tried: Attempt): TextFile[] {
  const failed = failedFile(tried)
  return open.filter(({ path }) => {
    const { state, irregular, inflated } = found.get(path)!
    const read = inflated ?? path
    return state !== 'whole' || irregular || tried.rejected.has(read) || read === failed
  })
}

/** Whether the records that DuckDB read and the lines that it rejected are all lines of the text files. */
function lineCountsMatch(
  files: readonly LogFile[],
  found: Verifications,
  { scanned, rejected, failure }: Attempt,
): boolean {
  if (failure) return false
  const texts = files.map((file) =>
    file.kind === 'text' ? readFile(file, found.get(file.path)!) : file,
  )
  const expected = countRecords(texts.filter(({ kind }) => kind !== 'parquet'))
  const rejectedLines = [...rejected.values()].reduce((sum, lines) => sum + lines, 0)
  return scanned === expected - rejectedLines
}

/** A file that grew while it was read is not remembered. */
function isUnchanged({ path, size, mtimeMs }: ReadFile): boolean {
  const now = statSync(path, { throwIfNoEntry: false })
  return now?.size === size && now.mtimeMs === mtimeMs
}
