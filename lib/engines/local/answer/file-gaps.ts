import { countText } from '../../../count-text'
import type { HourGap } from '../../../flow-log/hour-gaps'
import { listText } from '../../../list-text'
import type { Notice } from '../../../results/notice'
import { isoTime } from '../../../results/values'
import { HOUR_MS, type TimeRange } from '../../../time'
import { isWholeRange, type GapEvidence, type HourEvidence } from './gap-evidence'

/** Hours without files whose records no other file has. */
export interface FoundGaps {
  /** In order. */
  readonly hours: readonly Date[]
  readonly notices: readonly Notice[]
}

const MAX_SPANS = 3

/** What is known of the hours of a gap: `unsure` where another flow log may cover them. */
type Certainty = 'missing' | 'quiet or missing' | 'unsure'

/**
 * The gaps that remain when records are compared with them, without the hours in which the interfaces of the log have records
 * from other files.
 */
export function findGaps(
  gaps: readonly HourGap[],
  evidence: GapEvidence,
  { range, origins }: { readonly range: TimeRange | undefined; readonly origins: number },
): FoundGaps {
  const found = gaps.flatMap((gap) => {
    const hours = gap.hours.filter((hour) => {
      const shown = evidence.get(hour.getTime())
      if (!shown || shown.lacking > 0 || shown.having === 0) return true
      return origins > 1 && isWholeRange(hour, range)
    })
    const shown = hours.map((hour) => evidence.get(hour.getTime()))
    const certainty = certaintyOf(shown, origins)
    return hours.length === 0 ? [] : [{ hours, notice: gapNotice({ ...gap, hours }, certainty) }]
  })
  const times = new Set(found.flatMap(({ hours }) => hours.map((hour) => hour.getTime())))
  return {
    hours: [...times].sort((a, b) => a - b).map((time) => new Date(time)),
    notices: found.map(({ notice }) => notice),
  }
}

/** Only interfaces that have NODATA records when they are quiet show that records are missing. */
function certaintyOf(shown: readonly (HourEvidence | undefined)[], origins: number): Certainty {
  if (shown.some((each) => each !== undefined && each.regular > 0)) return 'missing'
  if (origins === 1) return 'quiet or missing'
  return shown.some((each) => each !== undefined && each.lacking > 0)
    ? 'quiet or missing'
    : 'unsure'
}

const CONSEQUENCE: Readonly<Record<Certainty, string>> = {
  missing: 'their records are missing',
  'quiet or missing': 'records are missing, or there was no traffic',
  unsure: 'another flow log may have their records',
}

function gapNotice({ origin, hours }: HourGap, certainty: Certainty): Notice {
  const spans = spansOf(hours)
  const subject = origin === undefined ? 'the log' : `\`${origin}\``
  return {
    kind: certainty === 'missing' ? 'damage' : 'note',
    message: `${subject} has no files for ${countText(hours.length, 'hour')} (${listText(spans, MAX_SPANS)}); ${CONSEQUENCE[certainty]}`,
    ...(spans.length > MAX_SPANS ? { details: spans } : {}),
  }
}

/** `2026-03-14T10:00:00Z to 2026-03-14T12:00:00Z` for hours that follow each other. */
function spansOf(hours: readonly Date[]): readonly string[] {
  const spans: { readonly from: Date; to: Date }[] = []
  for (const hour of hours) {
    const end = new Date(hour.getTime() + HOUR_MS)
    const last = spans.at(-1)
    if (last && last.to.getTime() === hour.getTime()) last.to = end
    else spans.push({ from: hour, to: end })
  }
  return spans.map(({ from, to }) => `${isoTime(from)} to ${isoTime(to)}`)
}
