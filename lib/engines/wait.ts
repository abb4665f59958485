import { throwIfAborted } from '../errors'

/** The time and chance of the outside world; milliseconds. */
export interface Clock {
  /** Since the epoch. */
  now(): number
  /** Ends early when `signal` is aborted; never throws. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** At least 0, below 1. */
  random(): number
}

/** How long, and by whose clock, something may wait. */
export interface Waiting {
  readonly clock: Clock
  /** Milliseconds that are left; at 0 waiting ends. */
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

/** Waits as long as it takes, by the clock of the machine. */
export const patience: Waiting = { clock: systemClock, remaining: () => Infinity }

export interface Pace {
  /** Milliseconds before the second look or try. */
  readonly first: number
  /** Milliseconds that no pause is longer than. */
  readonly most: number
}

const POLLING: Pace = { first: 250, most: 5000 }

/**
 * Looks until there is something to see; undefined once the time is up. Pauses grow and differ by a random half.
 * @throws {InterruptedError} once the signal is aborted.
 */
export async function poll<T>(
  look: () => Promise<T | undefined>,
  { clock, remaining, signal }: Waiting,
  pace: Pace = POLLING,
): Promise<T | undefined> {
  for (let looks = 0; ; looks++) {
    throwIfAborted(signal)
    const seen = await look()
    if (seen !== undefined) return seen

    const left = remaining()
    if (left <= 0) return undefined
    const pause = growing(looks, pace) * (0.5 + clock.random() / 2)
    await clock.sleep(Math.min(pause, left), signal)
  }
}

/** The longest pause after so many tries: doubles each time up to the pace's most. */
export function growing(tries: number, { first, most }: Pace): number {
  return Math.min(most, first * 2 ** Math.min(tries, 30))
}

/**
 * Aborted so many milliseconds of the machine's clock after another signal: what was sent to begin something gets as long to tell
 * what must be stopped.
 */
export function soonAfter(signal: AbortSignal | undefined, milliseconds: number): AbortSignal {
  const later = new AbortController()
  const follow = () => void setTimeout(() => later.abort(), milliseconds).unref()
  signal?.addEventListener('abort', follow, { once: true })
  return later.signal
}

/**
 * The milliseconds that are left to what must be tidied up after an interrupt, or when the time is up: a server that gives no answer
 * must not keep a Ctrl-C waiting.
 */
export function inTheEnd({ clock }: Pick<Waiting, 'clock'>, milliseconds: number): Waiting {
  const until = clock.now() + milliseconds
  return { clock, remaining: () => until - clock.now(), signal: AbortSignal.timeout(milliseconds) }
}
