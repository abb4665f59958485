import { statSync } from 'node:fs'
import { throwIfAborted, UsageError, UserError } from '../../../errors'
import { formatString, FORMATS, type Format } from '../../../flow-log/format'
import type { TimeRange } from '../../../time-range'
import type { Notice } from '../../engine'
import { findFiles, type FoundFile, type FoundFiles } from '../find/find-files'
import { readHead } from './head'
import { mayHold, slotOf, type Slot } from '../find/time-span'
import { damage } from '../../notices'
import { corruptNotice, filesNote } from '../answer/notices'
import { readFooters } from './parquet-footers'
import { sniffText } from './sniff'
import { isUnread, type Source, type SourceFile } from '../sources'
import type { VerifiedFiles } from './verified-files'
import type { Workplace } from '../duckdb/workspace'

/** The files that can hold the records of a range, and what they are. */
export interface Log {
  readonly sources: readonly Source[]
  /** Files of the log, of whatever time. */
  readonly filesFound: number
  /** Files that hold nothing or nothing that can be read; they are among the files read. */
  readonly barren: readonly SourceFile[]
  readonly notices: readonly Notice[]
  /** The time that all files cover by their paths; undefined when a path tells none. */
  readonly slot: Slot | undefined
}

export interface LogOptions {
  readonly paths: readonly string[]
  readonly logFormat?: Format | undefined
  readonly latenessSeconds: number
  readonly range: TimeRange | undefined
}

/**
 * Finds the files of a log, chooses those of the range and tells what each is.
 * @throws {UsageError} for a path that does not exist, a named file that is no flow log, and records in an order that nobody told; {UserError} when there is no flow log at all.
 */
export async function openLog(
  { paths, logFormat, latenessSeconds, range }: LogOptions,
  memory: VerifiedFiles,
  place: Workplace,
  signal?: AbortSignal,
): Promise<Log> {
  const found = findFiles(paths)
  const slots = found.files.map((file) => slotOf(file))
  const chosen = found.files.filter((_, index) => mayHold(slots[index], range, latenessSeconds))
  // DuckDB opens in a thread of its own while the files are looked at; who reads the answer hears of a failure.
  if (chosen.length > 0) place.database().catch(() => undefined)

  const reading: Reading = {
    known: [],
    parquet: [],
    empty: [],
    others: [],
    barren: [],
    notices: [],
  }
  for (const [index, file] of chosen.entries()) {
    if (index % BREATH === 0) await breathe(signal)
    const source = open(file, logFormat, memory, reading)
    if (source && isUnread(source) && !source.irregular) place.verifier().add(source)
  }
  const named = new Set(found.files.filter((file) => file.named).map(({ path }) => path))
  const footers =
    reading.parquet.length > 0
      ? await readFooters(reading.parquet, await place.database())
      : undefined
  for (const { file, reason } of footers?.broken ?? []) {
    reading.barren.push(file)
    reading.notices.push(damage(`${file.shown}: the Parquet file cannot be read: ${reason}`))
  }
  for (const file of footers?.others ?? []) {
    if (named.has(file.path)) throw noFlowLog(file.shown)
    reading.others.push(file.shown)
  }

  for (const source of footers?.sources ?? []) memory.add(source)
  // In the order of their paths, whether they were remembered or not.
  const sources = [...reading.known, ...(footers?.sources ?? [])].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  )
  const passedOver = notes(reading, found)
  const filesFound = found.files.length - reading.others.length
  if (filesFound === 0) throw nothingFound(paths, found, passedOver)

  return {
    sources,
    filesFound,
    barren: reading.barren,
    notices: [...passedOver, ...reading.notices],
    slot: hull(slots),
  }
}

interface Reading {
  readonly known: Source[]
  /** Their footers are not read yet. */
  readonly parquet: SourceFile[]
  readonly empty: string[]
  readonly others: string[]
  readonly barren: SourceFile[]
  readonly notices: Notice[]
}

/** Files between two looks at whether the work was stopped. */
const BREATH = 16

async function breathe(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  throwIfAborted(signal)
}

/** The file as a source, when that is known without its footer. */
function open(
  found: FoundFile,
  logFormat: Format | undefined,
  memory: VerifiedFiles,
  reading: Reading,
): Source | undefined {
  const { size, mtimeMs } = statSync(found.path)
  const file: SourceFile = { path: found.path, shown: found.shown, size, mtimeMs }
  const remembered = memory.find(file, logFormat)
  if (remembered) {
    const source = { ...remembered, ...file }
    reading.known.push(source)
    return source
  }
  const head = read(file)
  switch (head.kind) {
    case 'parquet':
      if (head.whole) {
        reading.parquet.push(file)
      } else {
        reading.barren.push(file)
        reading.notices.push(damage(`${file.shown}: the Parquet file has no end: its records are left out`)) // prettier-ignore
      }
      return undefined
    case 'empty':
      reading.barren.push(file)
      if (head.gzip && file.size === 0)
        reading.notices.push(damage(`${file.shown}: the file is empty and no gzip stream`))
      else reading.empty.push(file.shown)
      return undefined
    case 'corrupt':
      reading.barren.push(file)
      reading.notices.push(corruptNotice(file, head.reason))
      return undefined
    case 'binary':
      other(found, reading)
      return undefined
    case 'text': {
      const sniffed = sniffText(head, logFormat)
      if (sniffed.kind === 'unknown-order') throw unknownOrder(file, sniffed.columns, logFormat)
      if (sniffed.kind === 'other') {
        other(found, reading)
      } else if (sniffed.kind === 'blank') {
        reading.barren.push(file)
        reading.empty.push(file.shown)
      } else {
        const source: Source = { ...file, ...sniffed, count: undefined }
        reading.known.push(source)
        return source
      }
      return undefined
    }
  }
}

function read({ path, shown, size }: SourceFile) {
  try {
    return readHead(path, size)
  } catch (cause) {
    throw new UserError(`\`${shown}\` cannot be read: ${(cause as Error).message}`, { cause })
  }
}

function other(file: FoundFile, reading: Reading): void {
  if (file.named) throw noFlowLog(file.shown)
  reading.others.push(file.shown)
}

function noFlowLog(shown: string): UsageError {
  return new UsageError(`\`${shown}\` is not a flow log`, {
    help: 'text (plain or gzip), Parquet and CloudWatch Logs exports are read',
  })
}

function unknownOrder(
  { shown }: SourceFile,
  columns: number,
  told: Format | undefined,
): UsageError {
  const has = `\`${shown}\` has ${columns} ${columns === 1 ? 'column' : 'columns'} and no header line`
  return told
    ? new UsageError(`${has}: its records do not fit --log-format, which has ${told.length} fields`)
    : new UsageError(`${has}: its format is not one of AWS's own`, {
        help: `--log-format '${formatString(FORMATS.default.slice(0, 3))} …' tells the fields in their order`,
      })
}

function nothingFound(paths: readonly string[], found: FoundFiles, notices: readonly Notice[]) {
  const where = (found.folders.length > 0 ? found.folders : paths).map((path) => `\`${path}\``)
  const verb = where.length === 1 ? 'holds' : 'hold'
  return new UserError(`${where.join(', ')} ${verb} no flow-log files`, {
    help: notices[0]?.message,
  })
}

/** One note for each reason to pass files over. */
function notes({ others, empty }: Reading, { hidden, broken }: FoundFiles): Notice[] {
  return [
    ...filesNote(others, 'is no flow log and ignored', 'are no flow logs and ignored'),
    ...filesNote(hidden, 'is hidden and ignored', 'are hidden and ignored'),
    ...filesNote(broken, 'is a link that leads nowhere', 'are links that lead nowhere'),
    ...filesNote(empty, 'is empty', 'are empty'),
  ]
}

function hull(slots: readonly (Slot | undefined)[]): Slot | undefined {
  let from = Infinity
  let to = -Infinity
  for (const slot of slots) {
    if (!slot) return undefined
    from = Math.min(from, slot.from)
    to = Math.max(to, slot.to)
  }
  return slots.length === 0 ? undefined : { from, to }
}
