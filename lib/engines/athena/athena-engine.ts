import { randomUUID } from 'node:crypto'
import { athena } from '../../dialects/athena'
import type { LogDescription, SqlDialect } from '../../dialects/dialect'
import type { Coverage, Result, Row } from '../../results/result'
import type { Engine, Notice, Question, RunOptions } from '../engine'
import { note } from '../notices'
import { checkNeededFields } from '../needed-fields'
import { UNCHECKED } from '../partition-check'
import { resultColumns } from '../result-columns'
import { checkColumnTypes, tableFields } from '../table-fields'
import { waitForever, type Waiting } from '../wait'
import { answerBatches, type AnswerClients } from './answer-batches'
import { startAndWait, type Execution } from './execution'
import { readTable, type GlueClients } from './flow-log-table'
import { scanUsd } from './price'
import { checkTable, type TablePartitionsOptions } from './table-partitions'

export interface AthenaOptions extends TablePartitionsOptions {
  readonly workgroup: string
  /** Athena's data source over the same Glue catalog; default: `AwsDataCatalog`. */
  readonly catalog?: string | undefined
  /** Minutes, up to 10,080, that an earlier answer to the same SQL may be old; by default nothing is reused. */
  readonly reuseMinutes?: number | undefined
  /** Dollars for a TB (2^40 bytes) scanned; default: 5. */
  readonly usdPerTB?: number | undefined
  /** The region of the records where partitions do not say it. */
  readonly region?: string | undefined
}

export interface AthenaEngineClients extends AnswerClients, GlueClients {}

/** The outside world of the engine, for tests. */
export interface AthenaSurroundings {
  readonly waiting?: Omit<Waiting, 'signal'>
  readonly dialect?: SqlDialect
}

/** An engine over the lake's table: Athena runs the SQL, Glue has the fields and the partitions. */
export function athenaEngine(
  options: AthenaOptions,
  clients: AthenaEngineClients,
  { waiting = waitForever, dialect = athena }: AthenaSurroundings = {},
): Engine {
  return {
    name: 'athena',

    async run(question, run = {}) {
      const now = () => waiting.clock.now()
      const started = now()
      const patient: Waiting = { ...waiting, signal: run.signal }
      const call: AthenaCall = { options, clients, waiting: patient, dialect, question, run }

      const { sql, missingHours } = await prepare(call)
      const execution = sql === undefined ? undefined : await execute(sql, call)
      const columns = resultColumns(question.plan)
      const batches = execution
        ? await answerBatches(execution, columns, clients, patient)
        : nothing()
      const result = makeResult(
        columns,
        batches,
        execution,
        () => (now() - started) / 1000,
        options,
      )
      return { ...result, coverage: () => ({ held: 'unknown', missingHours }) }
    },
  }
}

interface AthenaCall {
  readonly options: AthenaOptions
  readonly clients: AthenaEngineClients
  readonly waiting: Waiting
  readonly dialect: SqlDialect
  readonly question: Question
  readonly run: RunOptions
}

interface Prepared extends Pick<Coverage, 'missingHours'> {
  /** Undefined when the table has no partition that can hold a record of the range. */
  readonly sql: string | undefined
}

async function prepare({
  options,
  clients,
  waiting,
  dialect,
  question,
  run,
}: AthenaCall): Promise<Prepared> {
  const { database, table, catalog, latenessSeconds, flowLogs, region } = options
  const notify = run.onNotice ?? (() => undefined)
  const glueTable = await readTable({ database, table }, clients, waiting)
  const fields = tableFields(glueTable.columns)
  checkNeededFields(question, fields, notify)
  checkColumnTypes(question.plan, `${database}.${table}`, glueTable.columns)

  const { plan, range } = question
  const log: LogDescription = {
    fields,
    table: [(catalog ?? 'awsdatacatalog').toLowerCase(), database, table],
    latenessSeconds,
    flowLogIds: flowLogs === 'all' ? undefined : flowLogs,
  }
  const {
    hasPartitions,
    missingHours,
    regions = [region ?? []].flat(),
  } = range ? await checkTable(options, glueTable, range, clients, waiting, notify) : UNCHECKED
  // What writes to the table is not known: the log may be of more than NAT gateways.
  run.onLog?.({ log, sawInstance: true, regions })
  return { sql: hasPartitions ? dialect.compile(plan, log, range).text : undefined, missingHours }
}

function execute(sql: string, { options, clients, waiting, run }: AthenaCall): Promise<Execution> {
  const { workgroup, database, catalog, reuseMinutes } = options
  // One token for each run: a call that is made again after a fault starts no second execution.
  const id = randomUUID()
  const token = (attempt: number) => `natlens-${id}-${attempt}`
  return startAndWait(
    { sql, workgroup, database, catalog, reuseMinutes, token, isOwn: true },
    clients,
    waiting,
    1,
    {
      onState: (state, bytesScanned) =>
        run.onState?.({ state, bytesScanned, usd: scanUsd(bytesScanned, options.usdPerTB) }),
      onLeft: (left, reason) => run.onNotice?.(leftNote(left, reason)),
    },
  )
}

function leftNote(id: string, reason: string): Notice {
  return note(`athena: query execution ${id} continues, as it could not be stopped (${reason})`)
}

function makeResult(
  columns: Result['columns'],
  batches: AsyncIterable<readonly Row[]>,
  execution: Execution | undefined,
  elapsed: () => number,
  { usdPerTB }: AthenaOptions,
): Result {
  let rows = 0
  let seconds: number | undefined
  const bytesRead = execution?.bytesScanned ?? 0
  const isFree = execution === undefined || execution.reused
  return {
    columns,
    batches: (async function* () {
      for await (const batch of batches) {
        rows += batch.length
        yield batch
      }
      seconds = elapsed()
    })(),
    statistics: () => ({
      rows,
      seconds: seconds ?? elapsed(),
      bytesRead,
      usd: isFree ? 0 : scanUsd(bytesRead, usdPerTB),
    }),
  }
}

async function* nothing(): AsyncGenerator<readonly Row[]> {
  // No batch: there are no rows.
}
