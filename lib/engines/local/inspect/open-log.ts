import { throwIfAborted, UserError } from '../../../errors'
import type { Format } from '../../../flow-log/format'
import type { TimeRange, TimeSpan } from '../../../time'
import type { ListedFiles } from '../../listed-files'
import type { Workspace } from '../duckdb/workspace'
import type { FileState, LogFile, SkippedFile, UnreadParquet } from '../file-state'
import { findFiles, type FoundFiles } from '../find/find-files'
import { canHold, coveringSpan } from '../../../flow-log/time-span'
import { skippedNotes } from '../answer/notices'
import { readOnce, withoutCopies } from '../ingest/copied-files'
import { findRedundantCopies } from '../keep/redundant-copies'
import { inspectFile } from './inspect-file'
import { readFooters, type InspectedParquet } from './parquet-footers'
import { notAFlowLog } from './refusals'
import type { VerifiedFiles } from './verified-files'

/** The files that can hold the records of a range, and what they are. */
export interface Log {
  /** In the order of their paths. */
  readonly files: readonly LogFile[]
  readonly skipped: readonly SkippedFile[]
  /** Files of the log, of any time. */
  readonly filesFound: number
  /** The time of all files of the log by their paths; undefined when one path names none. */
  readonly timeSpan: TimeSpan | undefined
}

interface LogOptions {
  readonly paths: readonly string[]
  readonly listed: readonly ListedFiles[]
  /** Whether copies of files are part of the log; default: they are, and their sources are then skipped. */
  readonly takesCopies?: boolean
  readonly logFormat?: Format | undefined
  readonly latenessSeconds: number
  readonly range: TimeRange | undefined
}

/**
 * Finds the files of a log, chooses those of the range and says what each is.
 * @throws {UsageError} for a path that does not exist, a named file that is not a flow log, and records in an unknown format; {UserError} when there is no flow log at all.
 */
export async function openLog(
  { paths, listed, takesCopies = true, logFormat, latenessSeconds, range }: LogOptions,
  memory: VerifiedFiles,
  workspace: Workspace,
  signal?: AbortSignal,
): Promise<Log> {
  const found = await findFiles(paths, listed)
  const { files: once, skipped: copied } = takesCopies
    ? await readOnce(found.files, () => workspace.database(), signal)
    : { files: withoutCopies(found.files), skipped: [] }
  const chosen = once.filter(({ origin }) => canHold(origin.timeSpan, range, latenessSeconds))
  // DuckDB opens in its own thread while files are inspected; a failure shows where the database is used.
  if (chosen.length > 0) workspace.database().catch(() => undefined)

  const inspected: (LogFile | SkippedFile | UnreadParquet)[] = []
  for (const [index, file] of chosen.entries()) {
    if (index % YIELD_EVERY === 0) await yieldToOthers(signal)
    inspected.push(inspectFile(file, logFormat, memory))
  }
  const parquets = await readParquet(inspected.filter(isUnreadParquet), workspace)
  for (const file of parquets) if (file.kind === 'parquet') memory.add(file)

  const all = [...inspected.filter((file) => !isUnreadParquet(file)), ...parquets]
  const redundant = await findRedundantCopies(all, () => workspace.database(), signal)
  const states = all.map((file) => (isIn(redundant, file) ? companion(file) : file))
  const files = states.filter((file) => file.kind !== 'skipped').sort(byPath)
  const foreign = states.filter(isSkipped)
  const foreignNames = new Set(foreign.map(({ shown }) => shown))
  const ofLog = once.filter(({ shown }) => !foreignNames.has(shown))
  const skipped = [...foreign, ...copied, ...found.skipped]
  if (once.length === 0 && found.files.length > 0) throw onlyCopies(paths)
  if (ofLog.length === 0) throw nothingFound(paths, found, skipped)
  return {
    files,
    skipped,
    filesFound: ofLog.length,
    timeSpan: coveringSpan(ofLog.map(({ origin }) => origin.timeSpan)),
  }
}

/** Files between two checks whether the run was interrupted. */
const YIELD_EVERY = 16

async function yieldToOthers(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  throwIfAborted(signal)
}

async function readParquet(
  files: readonly UnreadParquet[],
  workspace: Workspace,
): Promise<readonly InspectedParquet[]> {
  if (files.length === 0) return []
  const inspected = await readFooters(files, await workspace.database())
  const refused = files.find(({ isNamed }, index) => isNamed && isSkipped(inspected[index]!))
  if (refused) throw notAFlowLog(refused.shown)
  return inspected
}

function isUnreadParquet(file: FileState): file is UnreadParquet {
  return file.kind === 'unread-parquet'
}

function isSkipped(file: FileState): file is SkippedFile {
  return file.kind === 'skipped'
}

function isIn(paths: ReadonlySet<string>, file: LogFile | SkippedFile): boolean {
  return file.kind !== 'skipped' && paths.has(file.path)
}

function companion({ shown }: LogFile | SkippedFile): SkippedFile {
  return { kind: 'skipped', shown, reason: 'known-companion' }
}

function byPath(a: LogFile, b: LogFile): number {
  return a.path < b.path ? -1 : 1
}

function onlyCopies(paths: readonly string[]): UserError {
  const where = paths.map((path) => `\`${path}\``).join(', ')
  return new UserError(`all flow logs in ${where} are copies that natlens made`, {
    help: 'use --path for the files that they were made of',
  })
}

function nothingFound(
  paths: readonly string[],
  { folders }: FoundFiles,
  skipped: readonly SkippedFile[],
): UserError {
  const where = (folders.length > 0 ? folders : paths).map((path) => `\`${path}\``)
  return new UserError(`no flow logs in ${where.join(', ')}`, {
    help: skippedNotes(skipped)[0]?.message,
  })
}
