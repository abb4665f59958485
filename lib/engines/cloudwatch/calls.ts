import { InterruptedError } from '../../errors'
import { retrying } from '../retry'
import type { Waiting } from '../wait'
import type { CloudwatchClients } from './clients'

/** Makes a call when its turn has come, and again after a throttle or a fault of the service. */
export type Calls = <T>(call: () => Promise<T>, waiting: Waiting) => Promise<T>

/** How CloudWatch is asked. */
export interface Asking {
  readonly clients: CloudwatchClients
  readonly calls: Calls
  readonly waiting: Waiting
}

/** Half of what CloudWatch allows each of StartQuery and GetQueryResults: dashboards and colleagues ask as well. */
const PER_SECOND = 5

/**
 * One rate for all calls of an engine, whatever they ask; tries that follow a throttle wait their turn, too.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
export function pacedCalls(perSecond = PER_SECOND): Calls {
  const gap = 1000 / perSecond
  let next = 0
  return (call, waiting) =>
    retrying(async () => {
      const { clock, signal } = waiting
      const now = clock.now()
      const turn = Math.max(now, next)
      next = turn + gap
      if (turn > now) await clock.sleep(turn - now, signal)
      // Nothing is started after a Ctrl-C.
      throwIfAborted(waiting)
      return call()
    }, waiting)
}

/** Lets Ctrl-C end a call whose answer does not come; not for a call that starts something, which must be known to be stopped. */
export function stoppable({ signal }: Waiting): { readonly abortSignal?: AbortSignal } {
  return signal ? { abortSignal: signal } : {}
}

/** @throws {InterruptedError} once the signal is aborted, instead of what the SDK makes of it. */
export function throwIfAborted({ signal }: Waiting): void {
  if (signal?.aborted) throw new InterruptedError('the call was interrupted')
}

/** Aborted so many milliseconds after another signal, by the clock of the machine: the network knows no other. */
export function soonAfter(signal: AbortSignal | undefined, milliseconds: number): AbortSignal {
  const controller = new AbortController()
  const follow = () => void setTimeout(() => controller.abort(), milliseconds).unref()
  signal?.addEventListener('abort', follow, { once: true })
  return controller.signal
}
