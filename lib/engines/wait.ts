import { throwIfAborted } from '../errors'

/** Time, in milliseconds, and random numbers of the outside world. */
export interface Clock {
  /** Since the epoch. */
  now(): number
  /** Ends early when `signal` is aborted; never throws. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** At least 0, below 1. */
  random(): number
}

/** How long to wait at most, and by which clock. */
export interface Waiting {
  readonly clock: Clock
  /** Milliseconds left; at 0 waiting ends. */
  readonly remaining: () => number
  readonly signal?: AbortSignal | undefined
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const end = () => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', end)
        resolve()
      }
      const timer = setTimeout(end, milliseconds)
      signal?.addEventListener('abort', end)
    }),
  random: () => Math.random(),
}

/** Waits without a limit, by the clock of the machine. */
export const waitForever: Waiting = { clock: systemClock, remaining: () => Infinity }

export interface Pace {
  /** Before the second look or try. */
  readonly firstMs: number
  readonly maxMs: number
}

const POLLING: Pace = { firstMs: 250, maxMs: 5000 }

/**
 * Looks until there is a result; undefined once the time is up. Pauses grow and are shortened by up to a random half.
 * @throws {InterruptedError} once the signal is aborted.
 */
export async function poll<T>(
  look: () => Promise<T | undefined>,
  { clock, remaining, signal }: Waiting,
  pace: Pace = POLLING,
): Promise<T | undefined> {
  for (let looks = 0; ; looks++) {
    throwIfAborted(signal)
    const result = await look()
    if (result !== undefined) return result

    const left = remaining()
    if (left <= 0) return undefined
    const pause = backoffLimit(looks, pace) * (0.5 + clock.random() / 2)
    await clock.sleep(Math.min(pause, left), signal)
  }
}

/** Milliseconds of the longest pause after a number of tries: doubles each time up to the maximum. */
export function backoffLimit(tries: number, { firstMs, maxMs }: Pace): number {
  return Math.min(maxMs, firstMs * 2 ** Math.min(tries, 30))
}

/**
 * Aborts some milliseconds of the machine's clock after another signal: a call that starts a query can still return the id of
 * the query to stop.
 */
export function abortAfterGrace(signal: AbortSignal | undefined, graceMs: number): AbortSignal {
  const later = new AbortController()
  const follow = () => void setTimeout(() => later.abort(), graceMs).unref()
  signal?.addEventListener('abort', follow, { once: true })
  return later.signal
}

/**
 * The time for cleaning up after an interrupt, or when the time is up: a server that does not answer must not delay Ctrl-C for
 * longer.
 */
export function cleanupBudget({ clock }: Pick<Waiting, 'clock'>, milliseconds: number): Waiting {
  const until = clock.now() + milliseconds
  return { clock, remaining: () => until - clock.now(), signal: AbortSignal.timeout(milliseconds) }
}
