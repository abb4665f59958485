import { throwIfAborted } from '../../errors'
import { retrying, type CallOptions } from '../retry'
import type { Waiting } from '../wait'
import type { CloudwatchClients } from './clients'

/** Makes a call in its turn, and again after a throttle or a fault of the service. */
export type Calls = <T>(call: (options: CallOptions) => Promise<T>, waiting: Waiting) => Promise<T>

/** What every call of CloudWatch is made with. */
export interface CallContext {
  readonly clients: CloudwatchClients
  readonly calls: Calls
  readonly waiting: Waiting
}

/** Half of what CloudWatch allows for StartQuery and for GetQueryResults: dashboards and other users call them too. */
const PER_SECOND = 5

/**
 * One rate for all calls of an engine; retries wait for their turn as well.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
export function pacedCalls(perSecond = PER_SECOND): Calls {
  const gap = 1000 / perSecond
  let next = 0
  return (call, waiting) =>
    retrying(async (options) => {
      const { clock, signal } = waiting
      const now = clock.now()
      const turn = Math.max(now, next)
      next = turn + gap
      if (turn > now) await clock.sleep(turn - now, signal)
      // No call starts after Ctrl-C.
      throwIfAborted(signal)
      return call(options)
    }, waiting)
}
