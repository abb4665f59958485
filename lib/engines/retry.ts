import { throwIfAborted } from '../errors'
import { growing, type Pace, type Waiting } from './wait'

/** Errors of AWS and of the network that say: the same call may succeed in a moment. */
const TRANSIENT = new Set([
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'RequestThrottled',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'SlowDown',
  'ConditionalRequestConflict',
  'ConcurrentModificationException',
  'InternalServiceException',
  'InternalServerException',
  'InternalFailure',
  'InternalError',
  'OperationTimeoutException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'RequestTimeout',
  'TimeoutError',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
])

const TRIES = 8
const PACE: Pace = { first: 200, most: 20_000 }

/** What every client of AWS takes besides a command. */
export interface CallOptions {
  readonly abortSignal?: AbortSignal
}

/**
 * Makes a call again after a throttle, a fault of the service or a broken connection, with exponential back-off and
 * full jitter; the last error is thrown when eight tries or the time are used up. A call that passes its options on is not
 * waited for once the signal is aborted.
 *
 * https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
export async function retrying<T>(
  call: (options: CallOptions) => Promise<T>,
  { clock, remaining, signal }: Waiting,
): Promise<T> {
  const options = signal ? { abortSignal: signal } : {}
  for (let tries = 1; ; tries++) {
    throwIfAborted(signal)
    try {
      return await call(options)
    } catch (error) {
      throwIfAborted(signal, error)
      const pause = clock.random() * growing(tries - 1, PACE)
      if (tries === TRIES || !isTransient(error) || pause >= remaining()) throw error
      await clock.sleep(pause, signal)
    }
  }
}

export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { name, code, message, $metadata } = error as Error & Partial<ServiceError>
  // The SDK wraps an error of another realm (a vm's) and keeps its name in the text alone.
  const wrapped = /^AWS SDK error wrapper for (\w+)/.exec(message)?.[1]
  const status = $metadata?.httpStatusCode ?? 0
  return [name, code, wrapped].some(isTransientCode) || status >= 500 || status === 429
}

/** Whether the code of an error, or of one item in the answer to a batch, promises that another try may succeed. */
export function isTransientCode(code: string | undefined): boolean {
  return code !== undefined && TRANSIENT.has(code)
}

interface ServiceError {
  readonly code: string
  readonly $metadata: { readonly httpStatusCode?: number }
}
