import { countText } from '../lib/count-text'
import { isoTime } from '../lib/results/values'
import { MINUTE_MS, type TimeRange } from '../lib/time'
import { heldRange, type AnswerCoverage } from './coverage-json'

const MAX_NAMES = 3

/** What was read: `read: 2 files of fl-0a, account 123456789012, eu-west-1, 2026-03-14 10:00 to 2026-03-15 00:00 UTC`. */
export function readLine(
  { coverage, statistics, log = {} }: AnswerCoverage,
  range: TimeRange | undefined,
): string {
  const { accounts = [], regions = [], flowLogs = [] } = log
  const { from, to } = heldRange(coverage, range)
  const files = countText(statistics.filesRead ?? 0, 'file')
  const parts = [
    flowLogs.length === 0 ? files : `${files} of ${listed(flowLogs, 'flow logs')}`,
    ...(accounts.length === 0
      ? []
      : [`${accounts.length === 1 ? 'account ' : ''}${listed(accounts, 'accounts')}`]),
    ...(regions.length === 0 ? [] : [listed(regions, 'regions')]),
    ...(from && to ? [`${minuteText(from)} to ${minuteText(nextMinute(to))} UTC`] : []),
  ]
  return `read: ${parts.join(', ')}`
}

function listed(names: readonly string[], many: string): string {
  return names.length > MAX_NAMES ? `${countText(names.length)} ${many}` : names.join(' and ')
}

/** The minute in which a span ends counts. */
function nextMinute(time: Date): Date {
  return new Date(Math.ceil(time.getTime() / MINUTE_MS) * MINUTE_MS)
}

/** `2026-03-14 09:12`, UTC. */
export function minuteText(time: Date): string {
  return isoTime(time).slice(0, 16).replace('T', ' ')
}
