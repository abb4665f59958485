import { systemClock, type Waiting } from '../lib/engines/wait'

/** The part of Lambda's context that the handlers read. */
export interface Invocation {
  getRemainingTimeInMillis(): number
}

/** Time to stop a query and to log the result. */
const MARGIN_MS = 8000

/** Waits at most until Lambda's timeout. */
export function waitingOf(invocation: Invocation): Waiting {
  return {
    clock: systemClock,
    remaining: () => Math.max(0, invocation.getRemainingTimeInMillis() - MARGIN_MS),
  }
}
