import { throwIfAborted, UserError } from '../../../errors'
import type { FlowLogChoice } from '../../../flow-log/flow-log-choice'
import type { LineFields } from '../../../flow-log/format'
import type { FlowLogKind } from '../../../flow-log/transit-gateway'
import type { HourGap } from '../../../flow-log/hour-gaps'
import type { TimeRange, TimeSpan } from '../../../time'
import type { ListedFiles } from '../../listed-files'
import { skippedNotes } from '../answer/notices'
import { checkFlowLogs, chooseFlowLogs, isOfOther, otherFlowLog } from '../choose/choose-flow-logs'
import { readOnce, withoutCopies } from '../ingest/copied-files'
import { findRedundantCopies } from '../keep/redundant-copies'
import type { Workspace } from '../duckdb/workspace'
import type { FileState, FoundFile, LogFile, SkippedFile } from '../file-state'
import { findFiles, type FoundFiles } from '../find/find-files'
import { forbiddenFile } from '../find/forbidden'
import { heldSpan, type FileSpan } from '../../../flow-log/time-span'
import { STDIN, stdinFile } from '../find/stdin-file'
import type { Preference } from '../same/repeat'
import { skipRepeats } from '../same/skip-repeats'
import { chooseKind } from './choose-kind'
import { chooseTimes } from './choose-times'
import { inspectAll } from './inspect-all'
import { gapsOfLog } from './log-gaps'
import type { VerifiedFiles } from './verified-files'

/** The files that can hold the records of a range, and what they are. */
export interface Log {
  /** In the order of their paths. */
  readonly files: readonly LogFile[]
  readonly skipped: readonly SkippedFile[]
  /** Files that cannot hold records of the range, as their names say; they are not inspected. */
  readonly outOfRange: readonly FoundFile[]
  /** Files of the log, of any time. */
  readonly filesFound: number
  /** The time of all files of the log by their paths; undefined when one path names none. */
  readonly timeSpan: TimeSpan | undefined
  /** The time of each file by its name and those beside it, by path. */
  readonly spans: ReadonlyMap<string, FileSpan>
  /** Whether files in folders of the range are left out because of their names. */
  readonly leftByName: boolean
  /** The hours of the range without files. */
  readonly gaps: readonly HourGap[]
  /** The number of flow logs and other origins; files of unknown origin count as one. */
  readonly originCount: number
  /** How long after their start records may be delivered to the files that were chosen. */
  readonly latenessSeconds: number
}

interface LogOptions {
  readonly paths: readonly string[]
  readonly listed?: readonly ListedFiles[] | undefined
  /** Whether copies of files are part of the log; default: they are, and their sources are then skipped. */
  readonly takesCopies?: boolean
  /** The path `-`. */
  readonly stdin?: NodeJS.ReadableStream | undefined
  /** Globs of files and folders that are left out. */
  readonly exclude?: readonly string[] | undefined
  readonly logFormat?: LineFields | undefined
  /** Default: VPC flow logs where there are some. */
  readonly logKind?: FlowLogKind | undefined
  /** Default: all, each byte once. */
  readonly flowLogs?: FlowLogChoice | undefined
  /** Files that are rather read than others with the same records. */
  readonly isPreferred?: Preference | undefined
  /** Whether a file that a question would refuse is part of the list. */
  readonly isListing?: boolean | undefined
  readonly latenessSeconds: number
  readonly range: TimeRange | undefined
  /** Whether folders alone choose the files of the range; default: the names of the files do too. */
  readonly byFolder?: boolean | undefined
}

/**
 * Finds the files of a log, chooses those of the range and says what each is.
 * @throws {UsageError} for a path that does not exist, a named file that is not a flow log, and records in an unknown format; {UserError} when there is no flow log at all.
 */
export async function openLog(
  { stdin, latenessSeconds, range, byFolder = false, takesCopies = true, ...options }: LogOptions,
  memory: VerifiedFiles,
  workspace: Workspace,
  signal?: AbortSignal,
): Promise<Log> {
  const { paths, logFormat, logKind, flowLogs, isListing, isPreferred } = options
  const found = await findFiles(
    paths.filter((path) => path !== STDIN),
    options,
  )
  const {
    files: once,
    skipped: notRead,
    copied,
  } = takesCopies
    ? await readOnce(found.files, () => workspace.database(), signal)
    : { files: withoutCopies(found.files), skipped: [], copied: [] }
  const piped = stdin && paths.includes(STDIN) ? [await stdinFile(stdin, workspace.folder())] : []
  const [all, others] = divide([...once, ...piped], (file) => !isOfOther(file, flowLogs))
  const times = chooseTimes({ range, latenessSeconds, byFolder })
  const chosen = times.choose(all)
  // DuckDB opens in its own thread while files are inspected; a failure shows where the database is used.
  if (chosen.length > 0) workspace.database().catch(() => undefined)

  const sources = comparedSources(chosen, copied).filter(times.mayHold)
  const { states: inspected, members } = await inspectAll([...chosen, ...sources], { logFormat, memory, workspace, times, isListing, signal }) // prettier-ignore
  const redundant = await findRedundantCopies(inspected, () => workspace.database(), signal)
  checkFlowLogs([...once, ...[...members.values()].flat()], flowLogs)
  const states = chooseFlowLogs(
    inspected.map((file) => (isIn(redundant, file) ? companion(file) : file)),
    flowLogs,
  )
  const ofKinds = chooseKind(states, logKind)
  const read = new Set(sources.map(({ shown }) => shown))
  const isRead = ({ shown }: { readonly shown: string }) => read.has(shown)
  const isFirst = (file: LogFile) => isRead(file) || (isPreferred?.(file) ?? false)
  const distinct = (await skipRepeats(ofKinds, { isPreferred: isFirst, signal })).filter(
    (file) => !isRead(file),
  )
  const files = [
    ...distinct.filter((file) => file.kind !== 'skipped'),
    ...found.forbidden.filter((file) => !isOfOther(file, flowLogs)).map(forbiddenFile),
  ].sort(byPath)
  throwIfAborted(signal)

  const repeats = distinct.filter(isSkipped).filter(({ twin }) => twin !== undefined)
  const left = new Set([
    ...[...states.filter(isSkipped), ...repeats].map(({ shown }) => shown),
    ...members.keys(),
  ])
  const ofLog = [
    ...all.filter(({ shown }) => !left.has(shown)),
    ...[...members.values()].flat().filter(({ shown }) => !left.has(shown)),
  ]
  const skipped = [
    ...distinct.filter(isSkipped),
    ...others.map(otherFlowLog),
    ...notRead,
    ...found.skipped,
  ]
  if (once.length === 0 && piped.length === 0 && found.files.length > 0) throw onlyCopies(paths)
  if (ofLog.length === 0 && files.length === 0) throw nothingFound(paths, found, skipped)
  const isChosen = new Set(chosen)
  return {
    files,
    skipped,
    outOfRange: all.filter((file) => !isChosen.has(file)),
    filesFound: ofLog.length,
    timeSpan: heldSpan(ofLog.map(({ path }) => times.spans.get(path))),
    spans: times.spans,
    leftByName: times.leftByName(),
    ...gapsOfLog({ all: ofLog, inspected: states, asked: files }, range),
    latenessSeconds,
  }
}

/** The sources of copies with which files of unknown origin are compared: one can have the content of a source. */
function comparedSources(
  files: readonly FoundFile[],
  copied: readonly FoundFile[],
): readonly FoundFile[] {
  return files.some(({ origin }) => origin.id === undefined) ? copied : []
}

function divide<T>(all: readonly T[], isFirst: (each: T) => boolean): readonly [T[], T[]] {
  return [all.filter(isFirst), all.filter((each) => !isFirst(each))]
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
