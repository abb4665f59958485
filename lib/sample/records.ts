import { isSilent, type Conversation } from './conversations'
import { cut, type IntervalCount } from './cut'
import type { Half } from './legs'
import type { Renderer } from './line'
import type { Observer } from './network'
import { mix } from './random'

/** The records of one observer about one half of a conversation: they differ only in interval and flags. */
export interface Flow {
  readonly at: Observer
  readonly intervals: readonly IntervalCount[]
  /** Renders the record of an interval, without a line end. */
  readonly line: (index: number) => string
}

/** The intervals of one half of a conversation as an observer counts them, for records and for the truth. */
export function intervalsOf(
  conversation: Conversation,
  half: Half,
  phase: number,
): readonly IntervalCount[] {
  const { start, end, key, uploadBytes, downloadBytes } = conversation
  if (isSilent(conversation)) return [{ start, end, packets: 0, bytes: 0 }]

  const isUpload = half === 'upload'
  const bytes = isUpload ? uploadBytes : downloadBytes
  return cut({ start, end, bytes, key: mix(key, isUpload ? 1 : 2) }, phase)
}

/** The flows of a conversation's legs whose observers `isCaptured` accepts. */
export function flowsOf(
  conversation: Conversation,
  render: Renderer,
  isCaptured: (at: Observer) => boolean,
): readonly Flow[] {
  const cuts = new Map<number, readonly IntervalCount[]>()
  const intervalsAt = (half: Half, phase: number) => {
    const name = half === 'upload' ? phase : -1 - phase
    const intervals = cuts.get(name) ?? intervalsOf(conversation, half, phase)
    cuts.set(name, intervals)
    return intervals
  }
  return conversation.legs
    .filter((leg) => isCaptured(leg.at))
    .map((leg) => {
      const intervals = intervalsAt(leg.half, leg.at.phase)
      return { at: leg.at, intervals, line: render(conversation, leg, intervals) }
    })
}
