import { statSync } from 'node:fs'
import type { Notice } from '../../engine'
import { answerInto, attempt, type Attempt } from './attempt'
import type { Database } from '../duckdb/database'
import { corruptNotice, salvageNotices } from '../answer/notices'
import { salvage } from './salvage'
import { TABLE, viewSql } from '../duckdb/view-sql'
import { isUnread, type Source, type TextSource } from '../sources'
import type { Verifier } from './verifier'
import { fileToVerify, verify, type Verification } from './verify'

export interface FirstReading {
  /** What DuckDB reads in the end: every line of it is known to be readable. */
  readonly sources: readonly Source[]
  readonly notices: readonly Notice[]
  readonly linesUnreadable: number
  /** The answer waits in its table. */
  readonly answered: boolean
}

export interface FirstReadingOptions {
  readonly sql: string
  readonly columns: number
  readonly database: Database
  /** Has got every regular text file that was not read before. */
  readonly verifier: Verifier
  readonly signal: AbortSignal | undefined
  /** Gets a function that tells the share that is done. */
  readonly onProgress: (progress: () => number) => void
  /** A file whose every line was read as a record, a header or a blank line. */
  readonly onClean: (source: TextSource) => void
}

/**
 * Answers a query over files that were not read before. zlib checks every byte, then DuckDB reads what zlib inflated as if nothing
 * was wrong; where either finds something, the file is read line by line into a clean one and the query runs again.
 * A line is a record, a header, blank or reported: their numbers must come out even.
 */
export async function readFirst(
  all: readonly Source[],
  { sql, columns, database, verifier, signal, onProgress, onClean }: FirstReadingOptions,
): Promise<FirstReading> {
  let sources = all
  const notices: Notice[] = []
  let linesUnreadable = 0

  async function replace(damaged: readonly TextSource[], found: Verifications): Promise<void> {
    const replacements = new Map<Source, readonly Source[]>()
    for (const source of damaged) {
      const { state, reason } =
        found.get(source.path) ?? (await verify(fileToVerify(source), { signal }))
      if (state === 'corrupt') {
        notices.push(corruptNotice(source, reason ?? 'unknown'))
        replacements.set(source, [])
        continue
      }
      const saved = await salvage(source, state, database.folder, signal)
      notices.push(...salvageNotices(source.shown, { state }, saved))
      linesUnreadable += saved.unreadable
      replacements.set(source, saved.sources)
    }
    sources = sources.flatMap((source) => replacements.get(source) ?? [source])
  }

  onProgress(() => (verifier.progress() + database.progress()) / 2)
  await replace(
    sources.filter(isUnread).filter(({ irregular }) => irregular),
    new Map(),
  )
  // In some broken streams DuckDB inflates for ever, and nothing can interrupt it: none may reach it.
  const found = new Map(await verifier.results())
  await replace(
    sources.filter(isUnread).filter(({ path }) => found.get(path)!.state !== 'whole'),
    found,
  )

  for (;;) {
    const open = sources.filter(isUnread)
    if (open.length === 0) return { sources, notices, linesUnreadable, answered: false }

    await database.run(viewSql(asRead(sources, found)))
    let tried = await answerInto(sql, columns, database)
    if (giveUpCopies(open, found, tried)) continue
    let damaged = damagedOf(open, found, tried)

    if (damaged.length === 0 && !comesOutEven(sources, found, tried) && !tried.failure) {
      // The query did not have to read everything, as with a limit before any sort.
      tried = await attempt(`SELECT count(*) FROM ${TABLE}`, database)
      if (giveUpCopies(open, found, tried)) continue
      damaged = damagedOf(open, found, tried)
    }
    const even = comesOutEven(sources, found, tried)
    if (damaged.length === 0 && !even) damaged = open
    if (even) {
      const bad = new Set(damaged)
      const clean = new Map(
        open
          .filter((source) => !bad.has(source))
          .map((source) => [
            source as Source,
            { ...source, count: countOf(found.get(source.path)!) },
          ]),
      )
      sources = sources.map((source) => clean.get(source) ?? source)
      for (const source of clean.values()) if (isUnchanged(source)) onClean(source)
      if (damaged.length === 0) return { sources, notices, linesUnreadable, answered: true }
    }
    await replace(damaged, found)
  }
}

type Verifications = ReadonlyMap<string, Verification>

/** As DuckDB reads them now: plain copies instead of gzip files that were inflated to verify them, each once. */
function asRead(sources: readonly Source[], found: Verifications): readonly Source[] {
  const read = sources.map((source): Source => {
    if (source.kind !== 'text') return source
    const path = found.get(source.path)?.inflated
    return path === undefined ? source : { ...source, gzip: false, path }
  })
  return [...new Map(read.map((source) => [source.path, source])).values()]
}

/** A copy in which something was rejected holds several files: which of them it was shows when each is read by itself. */
function giveUpCopies(
  open: readonly TextSource[],
  found: Map<string, Verification>,
  tried: Attempt,
): boolean {
  const culprit = culpritOf(tried)
  const spoiled = open.filter(({ path }) => {
    const copy = found.get(path)!.inflated
    return copy !== undefined && (tried.rejected.has(copy) || copy === culprit)
  })
  for (const { path } of spoiled) found.set(path, { ...found.get(path)!, inflated: undefined })
  return spoiled.length > 0
}

/** The file at which the reader gave up. */
function culpritOf({ failure }: Attempt): string | undefined {
  return /file = (.*)/.exec((failure?.cause as Error | undefined)?.message ?? '')?.[1]
}

function damagedOf(
  open: readonly TextSource[],
  found: Verifications,
  tried: Attempt,
): TextSource[] {
  const culprit = culpritOf(tried)
  return open.filter(({ path }) => {
    const { state, irregular, inflated } = found.get(path)!
    const read = inflated ?? path
    return state !== 'whole' || irregular || tried.rejected.has(read) || read === culprit
  })
}

/** Whether the records that were read and the lines that could not be are all the lines there are. */
function comesOutEven(
  sources: readonly Source[],
  found: Verifications,
  { scanned, rejected, failure }: Attempt,
): boolean {
  if (failure) return false
  let expected = 0
  for (const source of sources) {
    if (source.kind === 'text')
      expected += (source.count ?? countOf(found.get(source.path)!)).records
  }
  for (const lines of rejected.values()) expected -= lines
  return scanned === expected
}

function countOf({ lines, headers, blanks }: Verification) {
  return { lines, records: lines - headers - blanks }
}

/** A file that grew while it was read is not remembered. */
function isUnchanged({ path, size, mtimeMs }: TextSource): boolean {
  const now = statSync(path, { throwIfNoEntry: false })
  return now?.size === size && now.mtimeMs === mtimeMs
}
