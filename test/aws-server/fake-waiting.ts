import type { Waiting } from '../../lib/engines/wait'

/** Time that passes only while someone sleeps; chance that always lands in the middle. */
export interface FakeWaiting extends Waiting {
  /** Every pause, in milliseconds. */
  readonly pauses: number[]
  /** Seconds since the start. */
  passed(): number
}

export function fakeWaiting({
  start = '2026-02-10T02:00:00Z',
  seconds = Infinity,
  signal,
  onSleep,
}: {
  readonly start?: string
  /** How long the run may take. */
  readonly seconds?: number
  readonly signal?: AbortSignal
  readonly onSleep?: (pauses: number) => void
} = {}): FakeWaiting {
  const begin = Date.parse(start)
  const pauses: number[] = []
  let now = begin
  return {
    pauses,
    passed: () => (now - begin) / 1000,
    remaining: () => begin + seconds * 1000 - now,
    signal,
    clock: {
      now: () => now,
      sleep(milliseconds) {
        pauses.push(milliseconds)
        now += milliseconds
        onSleep?.(pauses.length)
        return Promise.resolve()
      },
      random: () => 0.5,
    },
  }
}
