import { BatchCreatePartitionCommand, BatchDeletePartitionCommand } from '@aws-sdk/client-glue'
import { waitForever, type Waiting } from '../engines/wait'
import type { GlueClients } from '../engines/athena/flow-log-table'
import { gluePartitions } from '../engines/athena/glue-partitions'
import { readDescriptor, type Lake, type LakeTable } from './lake'
import { dayStart, firstKeptDay, type TimeSpan } from '../time'
import {
  partitionFolder,
  partitionsOf,
  partitionValues,
  readPartition,
  type Partition,
} from './layout'
import { inBatches, type OnShare } from './partition-batches'

/** The partitions of a table, and those whose values differ from AWS's form. */
export interface PartitionList {
  readonly partitions: readonly Partition[]
  readonly unreadable: readonly (readonly string[])[]
}

export interface Added {
  readonly added: readonly Partition[]
  readonly present: readonly Partition[]
}

export interface Deleted {
  readonly deleted: readonly Partition[]
  /** Already deleted by another process. */
  readonly gone: readonly Partition[]
  readonly kept: readonly Partition[]
  /** Kept, since their time is unknown. */
  readonly unreadable: readonly (readonly string[])[]
}

/** The partitions of a table in the order of Glue, all pages. */
export async function listPartitions(
  table: LakeTable,
  clients: GlueClients,
  waiting: Waiting = waitForever,
): Promise<PartitionList> {
  const partitions: Partition[] = []
  const unreadable: (readonly string[])[] = []
  for await (const { values } of gluePartitions(table, clients, waiting)) {
    const partition = readPartition(values)
    if (partition) partitions.push(partition)
    else unreadable.push(values)
  }
  return { partitions, unreadable }
}

/**
 * Adds the hours of a span, for every account and region of the lake; existing partitions do not change.
 * @throws {UserError} with the partitions that were not added, after all were tried.
 */
export async function addPartitions(
  lake: Lake,
  span: TimeSpan,
  clients: GlueClients,
  waiting: Waiting = waitForever,
  onShare?: OnShare,
): Promise<Added> {
  return create(lake, partitionsOf(lake, span), clients, waiting, onShare)
}

/**
 * Adds today and the next `daysAhead` days. Also adds missing partitions of earlier days, from the first partition of an account
 * and region that retention keeps.
 */
export async function keepPartitions(
  lake: Lake,
  today: Date,
  { daysAhead, retentionDays }: { readonly daysAhead: number; readonly retentionDays: number },
  clients: GlueClients,
  waiting: Waiting = waitForever,
): Promise<Added> {
  const { partitions } = await listPartitions(lake, clients, waiting)
  const existing = new Set(partitions.map(partitionFolder))
  const kept = firstKeptDay(today, retentionDays).getTime()
  const wanted = lake.accountIds.flatMap((accountId) =>
    lake.regions.flatMap((region) => {
      const days = partitions
        .filter((each) => each.accountId === accountId && each.region === region)
        .map(({ hour }) => dayStart(hour).getTime())
      const first = days.reduce((a, b) => Math.min(a, b), dayStart(today).getTime())
      const from = new Date(Math.max(first, kept))
      const origins = { accountIds: [accountId], regions: [region] }
      return partitionsOf(origins, { from, to: dayStart(today, daysAhead + 1) })
    }),
  )

  const isPresent = (partition: Partition) => existing.has(partitionFolder(partition))
  const missing = wanted.filter((partition) => !isPresent(partition))
  const { added, present } = await create(lake, missing, clients, waiting)
  return { added, present: [...wanted.filter(isPresent), ...present] }
}

/**
 * Deletes the partitions of all accounts and regions whose hour is before `to` and, when given, not before `from`.
 * @throws {UserError} with the partitions that were not deleted, after all were tried.
 */
export async function deletePartitions(
  lake: LakeTable,
  { from, to }: { readonly from?: Date; readonly to: Date },
  { glue }: GlueClients,
  waiting: Waiting = waitForever,
  onShare?: OnShare,
): Promise<Deleted> {
  // Throws for a table with other partition keys.
  await readDescriptor(lake, { glue }, waiting)
  const { partitions, unreadable } = await listPartitions(lake, { glue }, waiting)
  const isInRange = ({ hour }: Partition) => hour < to && (from === undefined || hour >= from)

  const { done, already } = await inBatches(
    lake,
    partitions.filter(isInRange),
    {
      done: 'deleted',
      size: 25,
      already: 'EntityNotFoundException',
      async send(batch) {
        const command = new BatchDeletePartitionCommand({
          DatabaseName: lake.database,
          TableName: lake.table,
          PartitionsToDelete: batch.map((each) => ({ Values: [...partitionValues(each)] })),
        })
        return (await glue.send(command)).Errors ?? []
      },
    },
    waiting,
    onShare,
  )
  const kept = partitions.filter((partition) => !isInRange(partition))
  return { deleted: done, gone: already, kept, unreadable }
}

async function create(
  lake: LakeTable,
  partitions: readonly Partition[],
  { glue }: GlueClients,
  waiting: Waiting,
  onShare?: OnShare,
): Promise<Added> {
  const descriptor = await readDescriptor(lake, { glue }, waiting)
  const { done, already } = await inBatches(
    lake,
    partitions,
    {
      done: 'added',
      size: 100,
      already: 'AlreadyExistsException',
      async send(batch) {
        const command = new BatchCreatePartitionCommand({
          DatabaseName: lake.database,
          TableName: lake.table,
          PartitionInputList: batch.map((partition) => ({
            Values: [...partitionValues(partition)],
            StorageDescriptor: {
              ...descriptor,
              Location: `${descriptor.Location}${partitionFolder(partition)}`,
            },
          })),
        })
        return (await glue.send(command)).Errors ?? []
      },
    },
    waiting,
    onShare,
  )
  return { added: done, present: already }
}
