import type { S3Client } from '@aws-sdk/client-s3'
import { glueExpression, LATENESS_SECONDS } from '../../dialects/partitions'
import { InterruptedError, UserError } from '../../errors'
import type { FlowLogChoice } from '../../flow-log/flow-log-choice'
import { TIME_KEYS } from '../../flow-log/object-keys'
import type { TimeRange } from '../../time'
import type { Notice } from '../engine'
import {
  checkHourKeys,
  checkPartitions,
  UNCHECKED,
  type ExpectedAccount,
  type PartitionCheck,
} from '../partition-check'
import { flowLogNotices, unlistedNote } from '../seen-flow-logs'
import type { Waiting } from '../wait'
import type { FlowLogTable, GlueClients, TableName } from './flow-log-table'
import { gluePartitions, type GluePartition } from './glue-partitions'
import { listFlowLogs } from './list-flow-logs'

export interface TablePartitionsOptions extends TableName {
  /** How long after its start a record may be delivered; default: 30 minutes. */
  readonly latenessSeconds?: number | undefined
  /** Days that the logs stay in the lake, to distinguish an expired range from missing partitions. */
  readonly retentionDays?: number | undefined
  /** An account and a region whose partitions must be there. */
  readonly expectedAccount?: ExpectedAccount | undefined
  /** The flow logs that count; default: all, with a note. */
  readonly flowLogs?: FlowLogChoice | undefined
}

/**
 * Notes the hours of a range without a partition, and several flow logs in the folders of the others. A table with computed
 * partitions is not checked.
 * @throws {UserError} for a chosen flow log that the range lacks, and for a table that has no hourly partitions.
 */
export async function checkTable(
  { database, table, ...options }: TablePartitionsOptions,
  { partitionKeys: keys, isProjected }: Pick<FlowLogTable, 'partitionKeys' | 'isProjected'>,
  range: TimeRange,
  clients: GlueClients & { readonly s3?: S3Client | undefined },
  waiting: Waiting,
  notify: (notice: Notice) => void,
): Promise<PartitionCheck> {
  const { latenessSeconds = LATENESS_SECONDS, retentionDays, expectedAccount, flowLogs } = options
  const name = `${database}.${table}`
  checkHourKeys(name, keys)
  if (isProjected) {
    const isChosen = flowLogs !== undefined
    if (flowLogs !== 'all') notify(unlistedNote(name, 'partition projection', isChosen))
    return UNCHECKED
  }

  const found: GluePartition[] = []
  const list = async function* (of?: TimeRange): AsyncGenerator<readonly string[]> {
    const expression = of && glueExpression(of, latenessSeconds)
    for await (const each of gluePartitions({ database, table }, clients, waiting, expression)) {
      found.push(each)
      yield each.values
    }
  }
  const addHint = '`natlens partitions add --from … --to …` adds them'
  const check = { name, keys, addHint, latenessSeconds, retentionDays, expectedAccount, list }
  const checked = await checkPartitions(check, range, waiting.clock.now(), notify)
  if (!checked.hasPartitions || flowLogs === 'all') return checked

  const folders = foldersOf(found, keys, checked)
  const { s3 } = clients
  if (!s3 || folders.length === 0) return checked
  try {
    flowLogNotices(await listFlowLogs(folders, s3, waiting), flowLogs).forEach(notify)
  } catch (error) {
    const isFinal = error instanceof UserError || error instanceof InterruptedError
    if (isFinal || !(error instanceof Error)) throw error
    notify(unlistedNote(name, error.name, flowLogs !== undefined))
  }
  return checked
}

/** The folders of the partitions that are read. */
function foldersOf(
  partitions: readonly GluePartition[],
  keys: readonly string[],
  { hours = [] }: PartitionCheck,
): readonly string[] {
  const read = new Set<string>(hours)
  const hourOf = (values: readonly string[]) =>
    TIME_KEYS.map((key) => values[keys.indexOf(key)] ?? '').join('')
  const folders = partitions
    .filter(({ values }) => read.has(hourOf(values)))
    .flatMap(({ location }) => location ?? [])
  return [...new Set(folders)]
}
