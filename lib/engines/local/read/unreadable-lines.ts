import type { Unreadable, UnreadableReason } from './line-rules'

/** The lines of a file that are not records, headers or blank. */
export interface UnreadableLines {
  readonly count: number
  readonly reasons: Readonly<Partial<Record<UnreadableReason, number>>>
  /** The first of them. */
  readonly lines: readonly UnreadableLine[]
}

export interface UnreadableLine extends Unreadable {
  /** Counts from 1. */
  readonly line: number
  /** The beginning of the line. */
  readonly text: string
}

const MAX_LINES = 1000
const MAX_TEXT_BYTES = 400

export interface UnreadableCollector {
  add(line: number, bytes: Buffer, why: Unreadable): void
  end(): UnreadableLines
}

export function unreadableLines(): UnreadableCollector {
  const lines: UnreadableLine[] = []
  const reasons: Partial<Record<UnreadableReason, number>> = {}
  let count = 0
  return {
    add(line, bytes, why) {
      count++
      reasons[why.reason] = (reasons[why.reason] ?? 0) + 1
      if (lines.length >= MAX_LINES) return
      lines.push({ line, text: bytes.toString('utf8', 0, MAX_TEXT_BYTES), ...why })
    },
    end: () => ({ count, reasons, lines }),
  }
}
