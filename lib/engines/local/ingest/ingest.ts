import { throwIfAborted } from '../../../errors'
import type { Notice } from '../../../results/notice'
import { newWorkspace, type Workspace } from '../duckdb/workspace'
import type { LocalOptions } from '../local-engine'
import type { CopiedSource } from './copy-metadata'
import { existingCopies, type CopyGroups } from './existing-copies'
import { findSources } from './find-sources'
import type { GroupOutcome } from './group-outcome'
import { copyStock, planSources, type PlannedGroup } from './plan-sources'
import { groupSources, type SourceFile } from './source-groups'
import { goneNotes, problemNotices, skippedFile, withoutWriting } from './unwritten'
import { writeBatch } from './write-batch'

export interface IngestOptions extends Pick<
  LocalOptions,
  'paths' | 'logFormat' | 'temporaryFolder'
> {
  /** Where the copies are; absolute. */
  readonly out: string
  /** Only say what would be done. */
  readonly isDryRun: boolean
}

export interface IngestRun {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((share: number) => void) | undefined
  readonly onNotice: (notice: Notice) => void
}

/** DuckDB and the threads that read together stay below 2 GB. */
const MEMORY_LIMIT_BYTES = 1e9
/** Sources that are read together, so that threads have work and temporary files stay few. */
const BATCH_BYTES = 64e6
const BATCH_FILES = 2000

/**
 * Copies flow logs to Parquet files in AWS's layout, group by group, and gives the outcome of each group.
 * Each copy is whole or absent whenever the run ends; what is there already is not written again.
 * @throws {UserError} when there is nothing to copy, or files cannot be read or written.
 */
export async function* ingest(
  options: IngestOptions,
  run: IngestRun,
): AsyncGenerator<GroupOutcome> {
  const { temporaryFolder } = options
  const { signal } = run
  throwIfAborted(signal)
  const workspace = newWorkspace({ temporaryFolder, memoryLimitBytes: MEMORY_LIMIT_BYTES, signal })
  try {
    yield* ingestGroups(options, run, workspace)
  } catch (error) {
    throwIfAborted(signal, error)
    throw error
  } finally {
    await workspace.close()
  }
}

async function* ingestGroups(
  { paths, logFormat, out, isDryRun }: IngestOptions,
  run: IngestRun,
  workspace: Workspace,
): AsyncGenerator<GroupOutcome> {
  const { signal, onProgress = () => undefined, onNotice } = run
  const copies = await existingCopies(out, () => workspace.database())
  const find = { paths, logFormat, copied: namesOfSources(copies), signal }
  const { files, unusable } = await findSources(find, workspace, onNotice)
  for (const file of unusable) yield skippedFile(file)

  const groups = groupSources(files)
  const stock = copyStock(copies, groups)
  const gone: CopiedSource[] = []
  const total = sizeOf(files)
  let done = 0
  let batch: PlannedGroup[] = []

  async function* endBatch(): AsyncGenerator<GroupOutcome> {
    yield* writeBatch(batch, { out, workspace, onNotice })
    done += sizeOf(batch.flatMap(({ group }) => group.files))
    onProgress(done / total)
    batch = []
  }

  for (const group of groups) {
    throwIfAborted(signal)
    const planned = await planSources(group, stock, signal)
    gone.push(...planned.plan.gone)
    if (isDryRun || planned.plan.kind === 'present' || planned.plan.kind === 'conflict') {
      problemNotices(planned).forEach(onNotice)
      yield withoutWriting(planned)
      done += sizeOf(group.files)
      continue
    }
    batch.push(planned)
    const waiting = batch.flatMap((each) => each.group.files)
    if (sizeOf(waiting) >= BATCH_BYTES || waiting.length >= BATCH_FILES) yield* endBatch()
  }
  yield* endBatch()
  for (const each of stock.withoutFiles.values())
    gone.push(...each.flatMap(({ sources }) => sources))
  goneNotes(gone).forEach(onNotice)
}

function namesOfSources(copies: CopyGroups): ReadonlySet<string> {
  const all = [...copies.values()].flat()
  return new Set(all.flatMap(({ sources }) => sources.map(({ name }) => name)))
}

function sizeOf(files: readonly SourceFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0)
}
