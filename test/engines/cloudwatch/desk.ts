import {
  cloudwatchEngine,
  type CloudwatchOptions,
} from '../../../lib/engines/cloudwatch/cloudwatch-engine'
import type { LogSummary, Notice, RemoteState } from '../../../lib/engines/engine'
import type { FieldName } from '../../../lib/flow-log/fields'
import type { ResultColumn, Row, Statistics } from '../../../lib/results/result'
import type { TimeRange } from '../../../lib/time-range'
import type { AwsServer } from '../../aws-server/aws-server'
import { fakeWaiting, type FakeWaiting } from '../../aws-server/fake-waiting'
import { planOf } from '../../example-questions'
import { recordOf, type FlowRecord } from '../../interpreter/flow-record'

/** 2026-03-14T10:00:00Z */
export const TEN = 1_773_482_400
export const HOUR: TimeRange = {
  from: new Date(TEN * 1000),
  to: new Date((TEN + 3600) * 1000),
}
const TOKENS = ['interface-id', 'srcaddr', 'bytes', 'start', 'action']

/** A record of 192.0.2.1 that starts so many seconds after ten. */
export function record(second: number, bytes: number | '-' = 100): FlowRecord {
  return recordOf(TOKENS, ['eni-1', '192.0.2.1', String(bytes), String(TEN + second), 'ACCEPT'])
}

export const FIELDS = { interfaceId: 100, srcAddr: 100, bytes: 100, startTime: 100, action: 100 }

export interface Asked {
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly Row[]
  readonly statistics: Statistics
  readonly notices: readonly Notice[]
  readonly states: readonly RemoteState[]
  readonly logs: readonly LogSummary[]
}

export interface Ask extends Partial<CloudwatchOptions> {
  readonly range?: TimeRange | undefined
  readonly needs?: readonly FieldName[]
  readonly waiting?: FakeWaiting
  readonly signal?: AbortSignal
  readonly onState?: (state: RemoteState) => void
}

/** Asks the log group `flow-logs` of the server at noon, and collects all that is said. */
export async function asked(server: AwsServer, text: string, ask: Ask = {}): Promise<Asked> {
  const { range = HOUR, needs = [], signal, waiting = noon(), onState, ...options } = ask
  server.logs.now = () => waiting.clock.now()
  server.logs.callsPerSecond = 10
  const notices: Notice[] = []
  const states: RemoteState[] = []
  const logs: LogSummary[] = []
  const engine = cloudwatchEngine(
    { logGroups: ['flow-logs'], ...options },
    { clients: server.clients(), waiting },
  )
  const result = await engine.run(
    {
      name: 'a query',
      text,
      plan: planOf(text),
      range: 'range' in ask ? ask.range : range,
      needs,
      otherwise: 'nat/another',
    },
    {
      signal,
      onNotice: (notice) => notices.push(notice),
      onState: (state) => {
        states.push(state)
        onState?.(state)
      },
      onLog: (log) => logs.push(log),
    },
  )
  const rows: Row[] = []
  for await (const batch of result.batches) rows.push(...batch)
  return { columns: result.columns, rows, statistics: result.statistics(), notices, states, logs }
}

export function noon(options: Parameters<typeof fakeWaiting>[0] = {}): FakeWaiting {
  return fakeWaiting({ start: '2026-03-14T12:00:00Z', ...options })
}
