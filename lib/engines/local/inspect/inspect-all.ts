import { throwIfAborted, UserError } from '../../../errors'
import type { LineFields } from '../../../flow-log/format'
import type { Workspace } from '../duckdb/workspace'
import type {
  FileState,
  FoundFile,
  LogFile,
  SkippedFile,
  UnreadArchive,
  UnreadParquet,
  UnusableFile,
} from '../file-state'
import { inspectFile } from './inspect-file'
import { OTHER_PARQUET, readFooters, type InspectedParquet } from './parquet-footers'
import { notAFlowLog } from './refusals'
import type { TimeChoice } from './choose-times'
import { unpack } from './unpack'
import type { VerifiedFiles } from './verified-files'

export interface InspectOptions {
  readonly logFormat: LineFields | undefined
  readonly memory: VerifiedFiles
  readonly workspace: Workspace
  readonly times: TimeChoice
  /** Whether a file that a question would refuse is part of the list. */
  readonly isListing?: boolean | undefined
  readonly signal: AbortSignal | undefined
}

export interface InspectedFiles {
  readonly states: readonly (LogFile | SkippedFile)[]
  /** The members of each archive, by its shown name. */
  readonly members: ReadonlyMap<string, readonly FoundFile[]>
}

type Inspected = LogFile | SkippedFile | UnreadParquet

/** Says what files are; archives are replaced by their members. */
export async function inspectAll(
  files: readonly FoundFile[],
  options: InspectOptions,
): Promise<InspectedFiles> {
  const { memory } = options
  const members = new Map<string, readonly FoundFile[]>()
  const inspected = await inspectEach(files, options, members, 0)
  const parquets = await readParquet(inspected.filter(isUnreadParquet), options)
  for (const file of parquets) {
    if (file.kind === 'parquet' && file.expansion === undefined) memory.add(file)
  }
  return {
    states: [...inspected.filter((file) => !isUnreadParquet(file)), ...parquets],
    members,
  }
}

/** Files between two checks whether the run was interrupted. */
const YIELD_EVERY = 16
/** An archive in an archive in an archive. */
const MAX_DEPTH = 3

async function inspectEach(
  files: readonly FoundFile[],
  options: InspectOptions,
  members: Map<string, readonly FoundFile[]>,
  depth: number,
): Promise<readonly Inspected[]> {
  const { logFormat, memory, isListing = false, signal } = options
  const inspected: Inspected[] = []
  for (const [index, file] of files.entries()) {
    if (index % YIELD_EVERY === 0) await yieldToOthers(signal)
    const state = await inspectFile(file, logFormat, memory).catch(
      isListing ? (error: unknown) => refused(file, error) : undefined,
    )
    if (state.kind === 'unread-archive') {
      inspected.push(...(await inspectMembers(state, options, members, depth)))
    } else {
      inspected.push(state)
    }
  }
  return inspected
}

async function inspectMembers(
  file: UnreadArchive,
  options: InspectOptions,
  members: Map<string, readonly FoundFile[]>,
  depth: number,
): Promise<readonly Inspected[]> {
  if (depth === MAX_DEPTH) {
    return [{ ...file, kind: 'unusable', problem: `more than ${MAX_DEPTH} archives in each other, skipped` }] // prettier-ignore
  }
  const { workspace, times, signal } = options
  const isWanted = times.mayHold
  const unpacked = await unpack(file, { folder: workspace.folder(), isWanted, signal })
  if ('problem' in unpacked) return [unpacked]
  members.set(file.shown, unpacked)
  return inspectEach(times.choose(unpacked), options, members, depth + 1)
}

function refused(file: FoundFile, error: unknown): UnusableFile {
  if (!(error instanceof UserError)) throw error
  return { ...file, size: 0, mtimeMs: 0, kind: 'unusable', problem: error.message }
}

async function yieldToOthers(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  throwIfAborted(signal)
}

async function readParquet(
  files: readonly UnreadParquet[],
  { workspace, isListing }: InspectOptions,
): Promise<readonly InspectedParquet[]> {
  if (files.length === 0) return []
  const inspected = await readFooters(files, await workspace.database())
  const refused = inspected.find((file, index) => file.kind === 'skipped' && files[index]!.isNamed)
  if (refused && !isListing) throw notAFlowLog(refused.shown, { what: OTHER_PARQUET })
  return inspected
}

function isUnreadParquet(file: FileState): file is UnreadParquet {
  return file.kind === 'unread-parquet'
}
