import {
  cloudwatchEngine,
  type CloudwatchOptions,
} from '../../../lib/engines/cloudwatch/cloudwatch-engine'
import type { RemoteState } from '../../../lib/engines/engine'
import type { FieldName } from '../../../lib/flow-log/fields'
import type { TimeRange } from '../../../lib/time'
import type { AwsServer } from '../../aws-server/aws-server'
import { fakeWaiting, type FakeWaiting } from '../../aws-server/fake-waiting'
import { recordOf, type FlowRecord } from '../../interpreter/flow-record'
import { collected, type Collected } from '../collected'

/** 2026-03-14T10:00:00Z */
export const TEN = 1_773_482_400
export const HOUR: TimeRange = {
  from: new Date(TEN * 1000),
  to: new Date((TEN + 3600) * 1000),
}
const TOKENS = ['interface-id', 'srcaddr', 'bytes', 'start', 'action']

/** A record of 192.0.2.1 that starts so many seconds after ten. */
export function record(
  second: number,
  bytes: number | '-' = 100,
  interfaceId = 'eni-1',
): FlowRecord {
  return recordOf(TOKENS, [interfaceId, '192.0.2.1', String(bytes), String(TEN + second), 'ACCEPT'])
}

export const FIELDS = { interfaceId: 100, srcAddr: 100, bytes: 100, startTime: 100, action: 100 }

export interface Ask extends Partial<CloudwatchOptions> {
  readonly range?: TimeRange | undefined
  readonly needs?: readonly FieldName[]
  readonly waiting?: FakeWaiting
  readonly signal?: AbortSignal
  readonly onState?: (state: RemoteState) => void
}

/** Asks the log group `flow-logs` of the server at noon, and collects all that is said. */
export async function asked(server: AwsServer, text: string, ask: Ask = {}): Promise<Collected> {
  const { range = HOUR, needs = [], signal, waiting = noon(), onState, ...options } = ask
  server.logs.now = () => waiting.clock.now()
  server.logs.callsPerSecond = 10
  const engine = cloudwatchEngine(
    { logGroups: ['flow-logs'], ...options },
    { clients: server.clients(), waiting },
  )
  const question = { text, range: 'range' in ask ? ask.range : range, needs }
  return await collected(engine, { ...question, otherwise: 'nat/another' }, { signal, onState })
}

export function noon(options: Parameters<typeof fakeWaiting>[0] = {}): FakeWaiting {
  return fakeWaiting({ start: '2026-03-14T12:00:00Z', ...options })
}
