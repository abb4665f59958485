import { countText } from '../count-text'
import { isoTime } from '../results/values'
import type { TimeRange } from '../time'
import type { Notice } from '../results/notice'

export function note(message: string): Notice {
  return { kind: 'note', message }
}

export function damage(message: string): Notice {
  return { kind: 'damage', message }
}

/** The query matched none of the records that were read. */
export function noMatchesNote(records: number): Notice {
  return note(`no matching records (${countText(records)} read)`)
}

/** `from 2026-03-14T00:00:00Z to 2026-03-15T00:00:00Z`, with an open end left out. */
export function rangeText({ from, to }: TimeRange): string {
  return [from && `from ${isoTime(from)}`, to && `to ${isoTime(to)}`].filter(Boolean).join(' ')
}
