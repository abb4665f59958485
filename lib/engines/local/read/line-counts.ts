import type { Totals } from './scanner'
import type { UnreadableLines } from './unreadable-lines'

/** The lines of a file: `lines = headers + blank + records + unreadable`. */
export interface LineCounts extends Totals {
  readonly lines: number
  readonly headers: number
  readonly blank: number
  readonly records: number
  /** Of the records those that do not start in the range. */
  readonly outOfRange: number
  readonly unreadable: UnreadableLines
  /** The tokens of wanted fields that the file does not have everywhere: a header line within it lacks them. */
  readonly lacking: readonly string[]
}

export function noCounts() {
  return { lines: 0, headers: 0, blank: 0, records: 0, outOfRange: 0 }
}
