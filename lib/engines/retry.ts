import { throwIfAborted } from '../errors'
import { backoffLimit, type Clock, type Pace, type Waiting } from './wait'

/** Errors of AWS and of the network after which the same call may succeed. */
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

/** How AWS rejects a signature whose time is far from its own. */
const CLOCK_SKEW = new Set([
  'AuthFailure',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
])

const MAX_TRIES = 8
const PACE: Pace = { firstMs: 200, maxMs: 20_000 }

/**
 * Options of AWS clients whose calls {@link retrying} repeats: the client itself tries once. A silent connection ends after
 * these milliseconds; the SDK has no limit.
 */
export const ONCE = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 10_000, socketTimeout: 60_000 },
}

/** What every client of AWS accepts besides a command. */
export interface CallOptions {
  readonly abortSignal?: AbortSignal
}

/**
 * Makes a call again after a throttle, a fault of the service or a broken connection, with exponential back-off and
 * full jitter. The last error is thrown after eight tries or at the time limit. When the machine's clock is wrong, the call is
 * repeated once with AWS's time. A call that passes its options on ends when the signal is aborted.
 *
 * https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
 */
export async function retrying<T>(
  call: (options: CallOptions) => Promise<T>,
  { clock, remaining, signal }: Waiting,
): Promise<T> {
  const options = signal ? { abortSignal: signal } : {}
  let isSkewKnown = false
  for (let tries = 1; ; tries++) {
    throwIfAborted(signal)
    try {
      return await call(options)
    } catch (error) {
      throwIfAborted(signal, error)
      if (!isSkewKnown && isSkewed(error)) {
        isSkewKnown = true
        continue
      }
      const pause = backOff(tries, clock)
      if (tries === MAX_TRIES || !isTransient(error) || pause >= remaining()) throw error
      await clock.sleep(pause, signal)
    }
  }
}

/** Milliseconds to wait after failed tries: a random part of a limit that doubles each time. */
export function backOff(tries: number, clock: Clock): number {
  return clock.random() * backoffLimit(tries - 1, PACE)
}

/** Whether AWS rejected a call because of too many calls. */
export function isThrottle({ name }: Error): boolean {
  return /Throttl|^(TooManyRequestsException|RequestLimitExceeded|SlowDown)$/.test(name)
}

export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { name, code, message, $metadata } = error as Error & Partial<ServiceError>
  // The SDK wraps an error of another realm (a vm's) and keeps its name in the text alone.
  const wrapped = /^AWS SDK error wrapper for (\w+)/.exec(message)?.[1]
  const status = $metadata?.httpStatusCode ?? 0
  return [name, code, wrapped].some(isTransientCode) || status >= 500 || status === 429
}

/** Whether the signature was rejected for its time. The client also marks unrelated errors as corrected, so the name decides. */
function isSkewed(error: unknown): boolean {
  if (!(error instanceof Error) || !CLOCK_SKEW.has(error.name)) return false
  return (error as Partial<ServiceError>).$metadata?.clockSkewCorrected === true
}

/** Whether the code of an error, or of one item in the answer to a batch, means that another try may succeed. */
export function isTransientCode(code: string | undefined): boolean {
  return code !== undefined && TRANSIENT.has(code)
}

interface ServiceError {
  readonly code: string
  readonly $metadata: { readonly httpStatusCode?: number; readonly clockSkewCorrected?: boolean }
}
