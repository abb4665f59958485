import { athena } from '../../dialects/athena'
import type { LogDescription, SqlDialect } from '../../dialects/dialect'
import { identifier } from '../../dialects/literals'
import { UserError } from '../../errors'
import type { FlowLogChoice } from '../../flow-log/flow-log-choice'
import type { ResultColumn, Row } from '../../results/result'
import { readCell } from '../../results/values'
import type { Engine, RemoteState } from '../engine'
import { checkNeededFields } from '../needed-fields'
import { UNCHECKED, type ExpectedAccount } from '../partition-check'
import { resultColumns } from '../result-columns'
import { checkColumnTypes, tableFields, type TableColumn } from '../table-fields'
import { waitForever, type Waiting } from '../wait'
import { connect, type Connection, type ConnectionOptions } from './connection'
import { compareFlowLogs } from './list-flow-logs'
import { checkTrinoPartitions, type DescribedTable } from './partitions'
import { statementPages, type TrinoStats } from './statement'

export interface TrinoOptions extends ConnectionOptions {
  readonly catalog: string
  readonly schema: string
  readonly table: string
  /** How long after its start a record may be delivered; default: 30 minutes. */
  readonly latenessSeconds?: number | undefined
  /** Days that the logs stay in the lake, to distinguish an expired range from missing partitions. */
  readonly retentionDays?: number | undefined
  /** An account and a region whose partitions must be there. */
  readonly expectedAccount?: ExpectedAccount | undefined
  /** The flow logs that count; default: all, with a note. */
  readonly flowLogs?: FlowLogChoice | undefined
  /** The region of the records where partitions do not say it. */
  readonly region?: string | undefined
}

/** The outside world of the engine, for tests. */
export interface TrinoSurroundings {
  readonly waiting?: Omit<Waiting, 'signal'>
  readonly dialect?: SqlDialect
}

/**
 * An engine over the lake's table in a Trino cluster (open source, EMR, Starburst), with Athena's SQL.
 * @throws {UsageError} for an invalid server, and where a secret would be sent unencrypted.
 */
export function trinoEngine(
  options: TrinoOptions,
  { waiting = waitForever, dialect = athena }: TrinoSurroundings = {},
): Engine {
  const connection = connect(options)
  const { catalog, schema, table, latenessSeconds, retentionDays, expectedAccount } = options
  const { flowLogs: choice, region } = options
  const flowLogs = choice === 'all' ? undefined : choice
  return {
    name: 'trino',

    async run({ plan, range, ...question }, { signal, ...run } = {}) {
      const started = waiting.clock.now()
      const patient: Waiting = { ...waiting, signal }
      const path = [catalog, schema, table]
      const described = await describeTable(path, connection, patient)
      const notify = run.onNotice ?? (() => undefined)
      const fields = tableFields(described.columns)
      checkNeededFields({ plan, range, ...question }, fields, notify)
      checkColumnTypes(plan, path.join('.'), described.columns)
      const log: LogDescription = { fields, table: path, latenessSeconds, flowLogIds: flowLogs }

      const checking = {
        latenessSeconds,
        retentionDays,
        expectedAccount,
        connection,
        waiting: patient,
      }
      const checked = range
        ? await checkTrinoPartitions(described, range, checking, notify)
        : UNCHECKED
      const { hasPartitions, missingHours, regions = [region ?? []].flat() } = checked
      // What writes to the table is not known: the log may be of more than NAT gateways.
      run.onLog?.({ log, sawInstance: true, regions })
      if (range && hasPartitions && choice !== 'all') {
        const listing = { path, range, latenessSeconds, flowLogs, connection, waiting: patient }
        await compareFlowLogs(listing, checked, notify)
      }

      const columns = resultColumns(plan)
      const batches: (readonly Row[])[] = []
      let stats: TrinoStats | undefined
      // Rows arrive while the query runs and can still fail: they are an answer only when complete.
      const pages = hasPartitions
        ? statementPages(dialect.compile(plan, log, range).text, connection, patient)
        : []
      for await (const page of pages) {
        stats = page.stats
        run.onState?.(remoteState(stats))
        const { progressPercentage: percent } = stats
        if (percent !== undefined) run.onProgress?.(percent / 100)
        if (page.data.length > 0) batches.push(page.data.map((row) => rowOf(row, columns)))
      }
      const seconds = (waiting.clock.now() - started) / 1000
      return {
        columns,
        batches: inOrder(batches),
        coverage: () => ({ held: 'unknown', missingHours }),
        statistics: () => ({
          rows: batches.reduce((sum, { length }) => sum + length, 0),
          seconds,
          bytesRead: bytesOf(stats) ?? 0,
          recordsScanned: stats?.processedRows,
        }),
      }
    },
  }
}

async function describeTable(
  path: readonly string[],
  connection: Connection,
  waiting: Waiting,
): Promise<DescribedTable> {
  const columns: TableColumn[] = []
  const partitionKeys: string[] = []
  const sql = `DESCRIBE ${path.map(identifier).join('.')}`
  for await (const { data } of statementPages(sql, connection, waiting)) {
    for (const [name, type, extra] of data) {
      if (extra === 'partition key') partitionKeys.push(String(name))
      else columns.push({ name: String(name), type: String(type) })
    }
  }
  if (columns.length > 0) return { path, columns, partitionKeys }
  throw new UserError(`trino: the table \`${path.join('.')}\` has no columns`)
}

function remoteState(stats: TrinoStats): RemoteState {
  const { state, processedRows: recordsScanned } = stats
  return { state, recordsScanned, bytesScanned: bytesOf(stats) }
}

/** Older servers report only processed bytes. */
function bytesOf(stats: TrinoStats | undefined): number | undefined {
  return stats?.physicalInputBytes ?? stats?.processedBytes
}

function rowOf(values: readonly unknown[], columns: readonly ResultColumn[]): Row {
  return columns.map(({ type }, index) => {
    const value = values[index]
    if (typeof value === 'number') return value
    if (typeof value === 'boolean') return value ? 1 : 0
    return readCell(value as string | null | undefined, type)
  })
}

async function* inOrder(batches: readonly (readonly Row[])[]): AsyncGenerator<readonly Row[]> {
  yield* await Promise.resolve(batches)
}
