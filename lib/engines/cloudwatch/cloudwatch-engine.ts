import type { FieldName } from '../../flow-log/fields'
import type { Format } from '../../flow-log/format'
import type { Result, Row } from '../../results/result'
import type { Engine, LogSummary, Question, RunOptions } from '../engine'
import { bareFields, checkNeededFields } from '../needed-fields'
import { resultColumns } from '../result-columns'
import { waitForever, type Waiting } from '../wait'
import {
  answerNotices,
  noRecords,
  notEverywhere,
  nothingDiscovered,
  perhapsTwice,
  WAITING_FOR_ROOM,
} from './answer-notices'
import { pacedCalls, type Asking } from './calls'
import { decoded } from './cells'
import { logsClient, type CloudwatchClients } from './clients'
import { discoverFields, type Discovered } from './discovered-fields'
import { fieldMemory } from './field-memory'
import { answerOf, type InsightsStatistics } from './insights-query'
import { describeGroups, groupIdentifiers, type AskedGroup } from './log-groups'
import { columnsSeen, opaqueQuery, UNTYPED } from './opaque-query'
import { scanUsd } from './price'
import { canRead, readingOf, sentQuery, type FieldReading } from './sent-query'
import { startFirst } from './start-first'
import { scopeOf } from './window'

export interface CloudwatchOptions {
  /** Names or ARNs, 50 at most. */
  readonly logGroups: readonly string[]
  /** The format of the records: with it, fields that CloudWatch does not discover are parsed. */
  readonly logFormat?: Format | undefined
  /** By discovered names or a `parse`; whichever the log groups need unless told. */
  readonly fieldNames?: FieldReading | undefined
  /** Dollars for a GB (2^30 bytes) scanned; 0.005 unless told. */
  readonly usdPerGB?: number | undefined
  /** Where it is remembered which fields a log group has; nowhere without it. */
  readonly cacheFolder?: string | undefined
}

export interface CloudwatchWorld {
  readonly clients?: CloudwatchClients
  /** Its signal yields to that of a run. */
  readonly waiting?: Waiting
}

/** An engine over log groups of flow logs: CloudWatch Logs Insights runs the question's own text. */
export function cloudwatchEngine(
  options: CloudwatchOptions,
  { clients = { logs: logsClient() }, waiting = waitForever }: CloudwatchWorld = {},
): Engine {
  const { logFormat: format, usdPerGB } = options
  const identifiers = groupIdentifiers(options.logGroups)
  const calls = pacedCalls()
  const memory = fieldMemory(options.cacheFolder)
  const usd = ({ bytesScanned }: InsightsStatistics) =>
    bytesScanned === undefined ? undefined : scanUsd(bytesScanned, usdPerGB)
  let described: readonly AskedGroup[] | undefined

  async function run(question: Question, run: RunOptions): Promise<Result> {
    const { onNotice = ignore, onState = ignore } = run
    const asking: Asking = { clients, calls, waiting: { ...waiting, signal: run.signal ?? waiting.signal } } // prettier-ignore
    const { clock } = waiting
    const started = clock.now()

    described ??= await describeGroups(identifiers, asking)
    const scope = scopeOf(question.range, described, clock.now(), onNotice)
    if (!scope) {
      onNotice(noRecords(question, described))
      return resultOf(question.plan.columns, [], {}, 0, 0)
    }
    const { window, groups } = scope
    const asked = [...question.plan.fields, ...question.needs]
    const discovered: Discovered =
      asked.length === 0 ? new Map() : await discoverFields(groups, window.endTime, asking, memory)
    const reading = options.fieldNames ?? readingOf(asked, discovered, format)
    const has = (field: FieldName) => canRead(field, reading, discovered, format)
    checkNeededFields(question, { has, hint: format ? undefined : PARSING }, onNotice)
    if (asked.length > 0 && reading === 'discovered' && discovered.size === 0) {
      onNotice(nothingDiscovered(groups, format !== undefined))
    }
    const missed = [...bareFields(question.plan), ...question.needs].filter(
      (name) => discovered.get(name)?.missed,
    )
    if (reading === 'discovered' && missed.length > 0) onNotice(notEverywhere(missed))
    run.onLog?.(summary(reading, discovered))

    let isWaiting = false
    const { tries, names, wanted } = question.isOpaque
      ? opaqueQuery(question)
      : sentQuery(question, reading, discovered, format)
    const { id, limit } = await startFirst({ name: question.name, tries, groups, window }, asking, {
      onWait: () => {
        onState({ state: 'Waiting' })
        if (!isWaiting) onNotice(WAITING_FOR_ROOM)
        isWaiting = true
      },
      onUnsure: (fault) => onNotice(perhapsTwice(fault)),
    })
    const answer = await answerOf(
      id,
      asking,
      (state, { recordsScanned, bytesScanned }) =>
        onState({ state, recordsScanned, bytesScanned, usd: usd({ bytesScanned }) }),
      (message) => onNotice({ kind: 'note', message }),
    )
    const columns = question.isOpaque ? columnsSeen(answer.rows) : question.plan.columns
    const { rows, strange } = decoded(answer.rows, columns, names)
    if (question.isOpaque) onNotice(UNTYPED)
    answerNotices({ question, groups, answer, wanted, limit, strange }).forEach(onNotice)
    const { statistics } = answer
    return resultOf(columns, rows, statistics, (clock.now() - started) / 1000, usd(statistics))
  }

  function summary(reading: FieldReading, discovered: Discovered): LogSummary {
    const known =
      reading === 'parse' && format
        ? format.map(({ name }) => [name as FieldName, 'always'] as const)
        : [...discovered].map(
            ([name, { always }]) => [name, always ? 'always' : 'sometimes'] as const,
          )
    // No call of CloudWatch tells whether interfaces of instances are among them.
    return { log: { fields: new Map(known), table: identifiers }, sawInstance: true }
  }

  return { name: 'cloudwatch', run: (question, options = {}) => run(question, options) }
}

const PARSING = 'if the records do have it, --log-format says so, and it is parsed out of them'

function ignore(): void {}

const BATCH = 10_000

function resultOf(
  columns: Parameters<typeof resultColumns>[0]['columns'],
  rows: readonly Row[],
  { recordsScanned, recordsMatched, bytesScanned = 0 }: InsightsStatistics,
  seconds: number,
  usd: number | undefined,
): Result {
  async function* batches(): AsyncGenerator<readonly Row[]> {
    for (let start = 0; start < rows.length; start += BATCH) {
      yield await Promise.resolve(rows.slice(start, start + BATCH))
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
