import { systemClock, type Waiting } from '../lib/engines/wait'

/** The part of Lambda's context that the handlers read. */
export interface Invocation {
  getRemainingTimeInMillis(): number
}

/** Kept for stopping a query and for saying what was done. */
const MARGIN = 8000

/** Waits no longer than Lambda lets the function run. */
export function waitingOf(invocation: Invocation): Waiting {
  return {
    clock: systemClock,
    remaining: () => Math.max(0, invocation.getRemainingTimeInMillis() - MARGIN),
  }
}
