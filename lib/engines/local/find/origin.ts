import { readObjectKey, type ObjectKey } from '../../../flow-log/object-keys'
import type { TimeSpan } from '../../../time'
import { timeSpanOf } from '../../../flow-log/time-span'

/** The flow log that wrote a file, as the path says; what the path does not say is undefined. */
export interface Origin extends ObjectKey {
  readonly timeSpan: TimeSpan | undefined
}

/** Reads AWS's names in a path. `below` is the part of `path` below the folder that the user gave. */
export function originOf(path: string, below: string): Origin {
  return { ...readObjectKey(path), timeSpan: timeSpanOf(path, below) }
}
