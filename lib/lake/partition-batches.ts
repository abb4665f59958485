import type { PartitionError } from '@aws-sdk/client-glue'
import { InterruptedError, UserError } from '../errors'
import { isTransientCode, retrying } from '../engines/retry'
import type { Waiting } from '../engines/wait'
import { describePartitions } from './describe-partitions'
import type { LakeTable } from './lake'
import { partitionValues, type Partition } from './layout'

/** A Glue call for many partitions, which returns an error for each failed one. */
export interface BatchCall {
  /** For messages: `added` or `deleted`. */
  readonly done: string
  /** The maximum number of partitions in one call. */
  readonly size: number
  /** The error code of a partition that is already added or deleted. */
  readonly already: string
  send(batch: readonly Partition[]): Promise<readonly PartitionError[]>
}

export interface BatchOutcome {
  readonly done: readonly Partition[]
  readonly already: readonly Partition[]
}

/** Called before each call and at the end with the share of partitions that were tried: 0 to 1. */
export type OnShare = (share: number) => void

/** The error of one partition. */
interface Failed {
  readonly partition: Partition
  readonly code: string
  readonly message: string
  /** When the whole call failed. */
  readonly cause?: Error
}

/**
 * Tries every batch, also after errors. Calls and items with transient errors are retried.
 * @throws {UserError} with the failed partitions, their error codes and the counts of the others.
 */
export async function inBatches(
  { database, table }: LakeTable,
  partitions: readonly Partition[],
  call: BatchCall,
  waiting: Waiting,
  onShare: OnShare = () => undefined,
): Promise<BatchOutcome> {
  const done: Partition[] = []
  const already: Partition[] = []
  const failed: Failed[] = []
  for (let start = 0; start < partitions.length; start += call.size) {
    onShare(start / partitions.length)
    const outcome = await tryBatch(partitions.slice(start, start + call.size), call, waiting)
    done.push(...outcome.done)
    already.push(...outcome.already)
    failed.push(...outcome.failed)
  }
  onShare(1)
  if (failed.length === 0) return { done, already }

  const share = `${failed.length} of ${partitions.length} partitions were not ${call.done}`
  const others = `${done.length} were, ${already.length} already`
  throw new UserError(`table \`${database}.${table}\`: ${share}: ${reasons(failed)}; ${others}`, {
    help: 'run it again; completed partitions are kept',
    cause: failed[0]?.cause,
  })
}

/** Thrown for items with transient errors, so that they have the same back-off as whole calls. */
class ItemsFailed extends Error {
  override readonly name = 'ThrottlingException'
}

/** The state of a batch. */
interface Progress {
  readonly done: Partition[]
  readonly already: Partition[]
  /** Without retry. */
  readonly failed: Failed[]
  /** To send, again or for the first time. */
  left: readonly Partition[]
  /** The transient errors of the last call. */
  transient: readonly Failed[]
}

async function tryBatch(
  batch: readonly Partition[],
  call: BatchCall,
  waiting: Waiting,
): Promise<Progress> {
  const progress: Progress = { done: [], already: [], failed: [], left: batch, transient: [] }
  try {
    await retrying(() => attempt(progress, call), waiting)
  } catch (error) {
    if (error instanceof InterruptedError) throw error
    if (error instanceof ItemsFailed) progress.failed.push(...progress.transient)
    else await wholeCallFailed(error as Error, progress, call, waiting)
  }
  return progress
}

async function attempt(progress: Progress, call: BatchCall): Promise<void> {
  const { left } = progress
  progress.transient = []
  const errors = new Map((await call.send(left)).map((error) => [nameOf(error), error]))

  const names = new Set(left.map((partition) => partitionValues(partition).join('/')))
  const stray = [...errors.keys()].find((name) => !names.has(name))
  if (stray !== undefined) {
    throw new Error(
      `Glue returned an error for the partition \`${stray}\`, which was not in the request`,
    )
  }

  const failed: Failed[] = []
  for (const partition of left) {
    const detail = errors.get(partitionValues(partition).join('/'))?.ErrorDetail
    const isError = errors.has(partitionValues(partition).join('/'))
    const { ErrorCode: code = 'no error code', ErrorMessage: message = '' } = detail ?? {}
    if (!isError) progress.done.push(partition)
    else if (code === call.already) progress.already.push(partition)
    else failed.push({ partition, code, message })
  }
  progress.failed.push(...failed.filter(({ code }) => !isTransientCode(code)))
  progress.transient = failed.filter(({ code }) => isTransientCode(code))
  progress.left = progress.transient.map(({ partition }) => partition)
  if (progress.left.length > 0) throw new ItemsFailed()
}

/** One partition that is already added or deleted can fail a whole call: then each partition is tried alone. */
async function wholeCallFailed(
  cause: Error,
  progress: Progress,
  call: BatchCall,
  waiting: Waiting,
): Promise<void> {
  const { left } = progress
  const { name: code, message } = cause
  if (code !== call.already) {
    progress.failed.push(...left.map((partition) => ({ partition, code, message, cause })))
  } else if (left.length === 1) {
    progress.already.push(...left)
  } else {
    for (const partition of left) {
      const alone = await tryBatch([partition], call, waiting)
      progress.done.push(...alone.done)
      progress.already.push(...alone.already)
      progress.failed.push(...alone.failed)
    }
  }
}

function nameOf({ PartitionValues = [] }: PartitionError): string {
  return PartitionValues.join('/')
}

/** For each error code its partitions and the message of the first. */
function reasons(failed: readonly Failed[]): string {
  return [...new Set(failed.map(({ code }) => code))]
    .map((code) => {
      const items = failed.filter((item) => item.code === code)
      const detail = items[0]?.message ? `: ${items[0].message}` : ''
      return `${describePartitions(items.map(({ partition }) => partition))} (${code}${detail})`
    })
    .join('; ')
}
