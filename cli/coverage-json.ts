import type { LogSummary } from '../lib/engines/engine'
import type { Coverage, Statistics } from '../lib/results/result'
import { isoTime } from '../lib/results/values'
import type { TimeRange } from '../lib/time'
import type { SkippedIntervals } from './skipped-check'

/** What an answer is made of, and what of its log is missing. */
export interface AnswerCoverage {
  readonly coverage: Coverage
  readonly statistics: Statistics
  readonly skipped: readonly SkippedIntervals[]
  /** Undefined for an engine that does not read files. */
  readonly log: Pick<LogSummary, 'accounts' | 'regions' | 'flowLogs'> | undefined
}

/** What is missing: times are ISO 8601 in UTC, null is unknown. */
export function coverageJson({ coverage, statistics, skipped }: AnswerCoverage) {
  const { held, missingHours, lackingFields = [] } = coverage
  return {
    from: held === 'unknown' ? null : isoTime(held.from!),
    to: held === 'unknown' ? null : isoTime(held.to!),
    missingHours: missingHours === 'unknown' ? null : missingHours.map((hour) => isoTime(hour)),
    skippedIntervals: skipped,
    unreadableLines: statistics.linesUnreadable ?? null,
    lackingFields,
  }
}

/** What was read: `from` and `to` are the part of the range that the files hold. */
export function readJson(
  { coverage, statistics, log }: AnswerCoverage,
  range: TimeRange | undefined,
) {
  const { from, to } = heldRange(coverage, range)
  return {
    files: statistics.filesRead ?? null,
    accounts: log?.accounts ?? [],
    regions: log?.regions ?? [],
    flowLogs: log?.flowLogs ?? [],
    from: from ? isoTime(from) : null,
    to: to ? isoTime(to) : null,
  }
}

/** The part of the range that the log holds; without ends where it holds nothing of it. */
export function heldRange({ held }: Coverage, range: TimeRange = {}): TimeRange {
  if (held === 'unknown') return range
  const from = range.from && range.from > held.from! ? range.from : held.from!
  const to = range.to && range.to < held.to! ? range.to : held.to!
  return from < to ? { from, to } : {}
}
