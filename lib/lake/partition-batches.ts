import type { PartitionError } from '@aws-sdk/client-glue'
import { InterruptedError, UserError } from '../errors'
import { isTransientCode, retrying } from '../engines/retry'
import type { Waiting } from '../engines/wait'
import { describePartitions } from './describe-partitions'
import type { LakeTable } from './lake'
import { partitionValues, type Partition } from './layout'

/** One call of Glue that takes many partitions and answers for each. */
export interface BatchCall {
  /** `added` or `deleted`: what happens to a partition. */
  readonly done: string
  /** How many partitions one call takes. */
  readonly size: number
  /** The error of a partition that was already as it should be. */
  readonly already: string
  send(batch: readonly Partition[]): Promise<readonly PartitionError[]>
}

export interface BatchOutcome {
  readonly done: readonly Partition[]
  readonly already: readonly Partition[]
}

/** Is told, before each call and at the end, the share of the partitions that were tried: 0 to 1. */
export type OnShare = (share: number) => void

/** Why one partition is not as it should be. */
interface Failed {
  readonly partition: Partition
  readonly code: string
  readonly message: string
  /** Of a call that failed as a whole. */
  readonly cause?: Error
}

/**
 * Tries every batch, whatever becomes of the others. A call that fails for the moment is made again, and so are the items
 * of an answer; an item that is already as it should be counts as such.
 * @throws {UserError} naming what failed, its code and what was done.
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
    help: 'run it again: what is done stays done',
    cause: failed[0]?.cause,
  })
}

/** Items that failed for the moment, thrown so that one back-off serves whole calls and single items. */
class ItemsFailed extends Error {
  override readonly name = 'ThrottlingException'
}

/** What became of a batch so far. */
interface Progress {
  readonly done: Partition[]
  readonly already: Partition[]
  /** For good. */
  readonly failed: Failed[]
  /** To be sent, again or for the first time. */
  left: readonly Partition[]
  /** For the moment; what is left, once a call was answered. */
  passing: readonly Failed[]
}

async function tryBatch(
  batch: readonly Partition[],
  call: BatchCall,
  waiting: Waiting,
): Promise<Progress> {
  const progress: Progress = { done: [], already: [], failed: [], left: batch, passing: [] }
  try {
    await retrying(() => attempt(progress, call), waiting)
  } catch (error) {
    if (error instanceof InterruptedError) throw error
    if (error instanceof ItemsFailed) progress.failed.push(...progress.passing)
    else await wholeCallFailed(error as Error, progress, call, waiting)
  }
  return progress
}

async function attempt(progress: Progress, call: BatchCall): Promise<void> {
  const { left } = progress
  progress.passing = []
  const errors = new Map((await call.send(left)).map((error) => [nameOf(error), error]))

  const names = new Set(left.map((partition) => partitionValues(partition).join('/')))
  const stray = [...errors.keys()].find((name) => !names.has(name))
  if (stray !== undefined) {
    throw new Error(`Glue answered for the partition \`${stray}\`, which it was not asked for`)
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
  progress.passing = failed.filter(({ code }) => isTransientCode(code))
  progress.left = progress.passing.map(({ partition }) => partition)
  if (progress.left.length > 0) throw new ItemsFailed()
}

/** A call may fail as a whole because of one partition that is already as it should be: then each is tried alone. */
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

/** One sentence part for each code: the partitions together, then what Glue says of the first. */
function reasons(failed: readonly Failed[]): string {
  return [...new Set(failed.map(({ code }) => code))]
    .map((code) => {
      const items = failed.filter((item) => item.code === code)
      const said = items[0]?.message ? `: ${items[0].message}` : ''
      return `${describePartitions(items.map(({ partition }) => partition))} (${code}${said})`
    })
    .join('; ')
}
