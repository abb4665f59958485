import { isSilent, type Conversation } from './conversations'
import { cut, type Window } from './cut'
import type { Half } from './legs'
import type { Renderer } from './line'
import type { Observer } from './network'
import { mix } from './random'

/** The records that one observer writes of one half of a conversation: they differ in window and flags only. */
export interface Flow {
  readonly at: Observer
  readonly windows: readonly Window[]
  /** Renders the record of a window, without a line end. */
  readonly line: (index: number) => string
}

/** The windows of one half of a conversation as an observer cuts it; records and truth both come from here. */
export function windowsOf(
  conversation: Conversation,
  half: Half,
  phase: number,
): readonly Window[] {
  const { start, end, key, uploadBytes, downloadBytes } = conversation
  if (isSilent(conversation)) return [{ start, end, packets: 0, bytes: 0 }]

  const isUpload = half === 'upload'
  const bytes = isUpload ? uploadBytes : downloadBytes
  return cut({ start, end, bytes, key: mix(key, isUpload ? 1 : 2) }, phase)
}

/** What the observers write of a conversation: a flow for each of its legs that `isSeen`. */
export function flowsOf(
  conversation: Conversation,
  render: Renderer,
  isSeen: (at: Observer) => boolean,
): readonly Flow[] {
  const cuts = new Map<number, readonly Window[]>()
  const windowsAt = (half: Half, phase: number) => {
    const name = half === 'upload' ? phase : -1 - phase
    const windows = cuts.get(name) ?? windowsOf(conversation, half, phase)
    cuts.set(name, windows)
    return windows
  }
  return conversation.legs
    .filter((leg) => isSeen(leg.at))
    .map((leg) => {
      const windows = windowsAt(leg.half, leg.at.phase)
      return { at: leg.at, windows, line: render(conversation, leg, windows) }
    })
}
