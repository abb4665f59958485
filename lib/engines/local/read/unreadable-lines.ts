import type { Line, Unreadable, UnreadableReason } from './line-rules'

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
  /** The beginning of the line, at most {@link MAX_TEXT_BYTES}. */
  readonly text: string
}

const MAX_LINES = 1000
export const MAX_TEXT_BYTES = 400

interface UnreadableCollector {
  add(number: number, line: Line, why: Unreadable): void
  end(): UnreadableLines
}

export function unreadableLines(): UnreadableCollector {
  const lines: UnreadableLine[] = []
  const reasons: Partial<Record<UnreadableReason, number>> = {}
  let count = 0
  return {
    add(number, { bytes, from, to }, { reason, token }) {
      count++
      reasons[reason] = (reasons[reason] ?? 0) + 1
      if (lines.length >= MAX_LINES) return
      const text = bytes.toString('utf8', from, Math.min(to, from + MAX_TEXT_BYTES))
      lines.push({ line: number, text, reason, ...(token === undefined ? {} : { token }) })
    },
    end: () => ({ count, reasons, lines }),
  }
}
