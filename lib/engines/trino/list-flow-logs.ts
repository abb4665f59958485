import { FLOW_LOG_OF_PATH } from '../../dialects/flow-log-path'
import { identifier, literal } from '../../dialects/literals'
import { LATENESS_SECONDS, partitionConditions } from '../../dialects/partitions'
import { printSql } from '../../dialects/print-sql'
import { UserError } from '../../errors'
import type { FlowLogChoice } from '../../flow-log/flow-log-choice'
import { TIME_KEYS } from '../../flow-log/object-keys'
import type { TimeRange } from '../../time'
import type { Notice } from '../engine'
import { folderHours, type PartitionCheck } from '../partition-check'
import { evenSample, flowLogNotices, unlistedNote, type SeenFlowLogs } from '../seen-flow-logs'
import type { Waiting } from '../wait'
import type { Connection } from './connection'
import { QueryFailed } from './failure'
import { statementPages } from './statement'

/** Hours whose objects are compared, of all in the range. */
const MAX_HOURS = 24

export interface FlowLogListing {
  readonly path: readonly string[]
  readonly range: TimeRange
  readonly latenessSeconds?: number | undefined
  readonly flowLogs: Exclude<FlowLogChoice, 'all'> | undefined
  readonly connection: Connection
  readonly waiting: Waiting
}

/**
 * Says which flow logs the objects of a range are of, where there are several. Trino reads the names of the objects and no column.
 * @throws {UserError} for a chosen flow log that the range lacks, and for a table that does not know its objects.
 */
export async function compareFlowLogs(
  { path, flowLogs, ...listing }: FlowLogListing,
  { hours: checked }: PartitionCheck,
  notify: (notice: Notice) => void,
): Promise<void> {
  const { range, latenessSeconds = LATENESS_SECONDS, connection, waiting } = listing
  const now = waiting.clock.now()
  const span = { from: range.from ?? new Date(now), to: range.to ?? new Date(now) }
  const hours = checked ?? folderHours(span, latenessSeconds, now)
  if (hours.length === 0) return
  const sample = evenSample(hours, MAX_HOURS)
  const name = path.join('.')
  const sql = [
    `SELECT DISTINCT ${printSql(FLOW_LOG_OF_PATH)}`,
    `FROM ${path.map(identifier).join('.')}`,
    `WHERE ${[
      ...partitionConditions(range, latenessSeconds),
      `${TIME_KEYS.map(identifier).join(' || ')} IN (${sample.map(literal).join(', ')})`,
    ].join('\n  AND ')}`,
  ].join('\n')
  const ids: string[] = []
  try {
    for await (const { data } of statementPages(sql, connection, waiting)) {
      for (const [id] of data) if (typeof id === 'string') ids.push(id)
    }
  } catch (error) {
    if (!(error instanceof QueryFailed)) throw error
    if (flowLogs && error.errorName === 'COLUMN_NOT_FOUND') {
      throw new UserError(`\`${name}\` does not know the objects of its records`, {
        help: 'use --flow-log with the table itself, without a view over it',
        cause: error,
      })
    }
    notify(unlistedNote(name, error.errorName, flowLogs !== undefined))
    return
  }
  const seen: SeenFlowLogs = { ids: ids.sort(), isComplete: sample.length === hours.length }
  flowLogNotices(seen, flowLogs).forEach(notify)
}
