import type { Format } from '../../flow-log/format'
import type { OutputColumn } from '../../language/plan'
import type { Result, Row } from '../../results/result'
import type { Engine, Notice, Question, RunOptions } from '../engine'
import { note } from '../notices'
import { resultColumns } from '../result-columns'
import { waitForever, type Waiting } from '../wait'
import { answerNotices, mayRunTwice, noRecords, WAITING_TO_START } from './answer-notices'
import { pacedCalls, type CallContext } from './calls'
import { decodeRows } from './cells'
import { logsClient, type CloudwatchClients } from './clients'
import { findFields, presentFields, type FieldAccess } from './field-access'
import { fieldCache, type FieldCache } from './field-cache'
import { waitForAnswer, type InsightsStatistics } from './insights-query'
import { describeGroups, groupIdentifiers, type DescribedGroup } from './log-groups'
import { columnsSeen, opaqueQuery, UNTYPED } from './opaque-query'
import { scanUsd } from './price'
import { chooseWindow, type ChosenWindow } from './query-window'
import { sentQuery, type FieldReading } from './sent-query'
import { sharedInterfaceNotices } from './shared-interfaces'
import { startFirst } from './start-first'

export interface CloudwatchOptions {
  /** Names or ARNs, 50 at most. */
  readonly logGroups: readonly string[]
  /** The format of the records: with it, fields that CloudWatch does not discover are parsed. */
  readonly logFormat?: Format | undefined
  /** By discovered names or a `parse`; default: what the log groups require. */
  readonly fieldNames?: FieldReading | undefined
  /** Dollars for a GB (2^30 bytes) scanned; default: 0.005. */
  readonly usdPerGB?: number | undefined
  /** Where the fields of log groups are kept from one run to the next. */
  readonly cacheFolder?: string | undefined
}

export interface CloudwatchWorld {
  readonly clients?: CloudwatchClients
  /** The signal of a run, if any, replaces its signal. */
  readonly waiting?: Waiting
}

/** What all runs of an engine share. */
interface EngineState {
  readonly options: CloudwatchOptions
  readonly identifiers: readonly string[]
  readonly cache: FieldCache
  /** Once the first run has described them. */
  groups?: readonly DescribedGroup[]
}

/** One question on its way through an engine. */
interface QuestionRun {
  readonly question: Question
  readonly options: RunOptions
  readonly context: CallContext
  readonly notify: (notice: Notice) => void
}

/** An engine over log groups of flow logs: CloudWatch Logs Insights runs the question's own text. */
export function cloudwatchEngine(
  options: CloudwatchOptions,
  { clients = { logs: logsClient() }, waiting = waitForever }: CloudwatchWorld = {},
): Engine {
  const calls = pacedCalls()
  const state: EngineState = {
    options,
    identifiers: groupIdentifiers(options.logGroups),
    cache: fieldCache(options.cacheFolder),
  }
  return {
    name: 'cloudwatch',
    run(question, run = {}) {
      const context = { clients, calls, waiting: { ...waiting, signal: run.signal ?? waiting.signal } } // prettier-ignore
      const notify = run.onNotice ?? (() => undefined)
      return answerQuestion({ question, options: run, context, notify }, state)
    },
  }
}

async function answerQuestion(run: QuestionRun, state: EngineState): Promise<Result> {
  const { question, context, notify } = run
  const { clock } = context.waiting
  const started = clock.now()

  state.groups ??= await describeGroups(state.identifiers, context)
  const chosen = chooseWindow(question.range, state.groups, clock.now(), notify)
  if (!chosen) {
    notify(noRecords(question, state.groups))
    return makeResult({
      columns: question.plan.columns,
      rows: [],
      statistics: {},
      seconds: 0,
      usd: 0,
    })
  }
  const { logFormat, fieldNames } = state.options
  const source = { ...chosen, format: logFormat, fieldNames }
  const shared = await sharedInterfaceNotices(chosen.groups, chosen.window, context)
  shared.forEach(notify)
  const access = await findFields({ question, source, context, notify }, state.cache)
  const fields = presentFields(access, logFormat)
  // No call of CloudWatch says whether the log has interfaces of instances.
  run.options.onLog?.({ log: { fields, table: state.identifiers }, sawInstance: true })

  const { columns, rows, statistics } = await runQuery(run, chosen, access, state.options)
  const seconds = (clock.now() - started) / 1000
  return makeResult({ columns, rows, statistics, seconds, usd: usdOf(statistics, state.options) })
}

interface QueryResult {
  readonly columns: readonly Pick<OutputColumn, 'name' | 'type'>[]
  readonly rows: readonly Row[]
  readonly statistics: InsightsStatistics
}

async function runQuery(
  { question, options: { onState }, context, notify }: QuestionRun,
  { window, groups }: ChosenWindow,
  { reading, discovered }: FieldAccess,
  options: CloudwatchOptions,
): Promise<QueryResult> {
  let isWaiting = false
  const { tries, names, wanted } = question.isOpaque
    ? opaqueQuery(question)
    : sentQuery(question, reading, discovered, options.logFormat)
  const { id, limit } = await startFirst({ name: question.name, tries, groups, window }, context, {
    onWait: () => {
      onState?.({ state: 'Waiting' })
      if (!isWaiting) notify(WAITING_TO_START)
      isWaiting = true
    },
    onUnsure: (fault) => notify(mayRunTwice(fault)),
  })
  const answer = await waitForAnswer(
    id,
    context,
    (state, { recordsScanned, bytesScanned }) =>
      onState?.({ state, recordsScanned, bytesScanned, usd: usdOf({ bytesScanned }, options) }),
    (message) => notify(note(message)),
  )
  const columns = question.isOpaque ? columnsSeen(answer.rows) : question.plan.columns
  const { rows, unknownNames } = decodeRows(answer.rows, columns, names)
  if (question.isOpaque) notify(UNTYPED)
  answerNotices({ question, groups, answer, wanted, limit, unknownNames }).forEach(notify)
  return { columns, rows, statistics: answer.statistics }
}

function usdOf(
  { bytesScanned }: Pick<InsightsStatistics, 'bytesScanned'>,
  { usdPerGB }: CloudwatchOptions,
): number | undefined {
  return bytesScanned === undefined ? undefined : scanUsd(bytesScanned, usdPerGB)
}

const BATCH_ROWS = 10_000

function makeResult({
  columns,
  rows,
  statistics: { recordsScanned, recordsMatched, bytesScanned = 0 },
  seconds,
  usd,
}: QueryResult & { readonly seconds: number; readonly usd: number | undefined }): Result {
  async function* batches(): AsyncGenerator<readonly Row[]> {
    for (let start = 0; start < rows.length; start += BATCH_ROWS) {
      yield await Promise.resolve(rows.slice(start, start + BATCH_ROWS))
    }
  }
  return {
    columns: resultColumns({ columns }),
    batches: batches(),
    statistics: () => ({
      rows: rows.length,
      seconds,
      bytesRead: bytesScanned,
      recordsScanned,
      recordsMatched,
      usd,
    }),
  }
}
