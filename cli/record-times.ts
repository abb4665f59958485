import { loadCatalogue } from '../lib/catalogue/catalogue'
import { fill } from '../lib/catalogue/fill'
import type { Check, Notice } from '../lib/engines/engine'
import { usedParams } from './used-params'
import { planText } from './plan-text'

/** What the counted records cover. */
export interface RecordTimes {
  /** The end of the last record, Unix seconds. */
  readonly end: number
  /** Minutes that a record may cover: the aggregation interval of the flow log. */
  readonly minutes: 1 | 10
}

/** A record of one-minute intervals covers 60 seconds, or a second or so more. */
const MAX_MINUTE_SECONDS = 90

/** Reads the times of the records that `nat/` queries count, unless they lack start or end. */
export function recordTimesCheck(
  params: readonly string[],
  report: (times: RecordTimes) => readonly Notice[],
): Check {
  const notCounted = loadCatalogue().find('health/not-counted')
  const counted = notCounted.text.slice(0, notCounted.text.indexOf('\n| stats '))
  const text = `${counted}\n| filter counted = 1\n| stats max(endTime) as end, max(endTime - startTime) as longest`
  return {
    plan: planText(fill({ ...notCounted, text }, usedParams(notCounted, params))),
    report: ([row = []]) => {
      const [end, longest] = row
      const isKnown = typeof end === 'number' && typeof longest === 'number'
      const minutes = Number(longest) > MAX_MINUTE_SECONDS ? 10 : 1
      return { notices: isKnown ? report({ end, minutes }) : [] }
    },
  }
}

/** Says that minutes of 10-minute records are not exact. */
export function minutesNote({ minutes }: RecordTimes): readonly Notice[] {
  if (minutes === 1) return []
  const message =
    '10-minute records: a minute has all bytes of the records that start in it, which cover up to 10 minutes'
  return [{ kind: 'note', message }]
}
