import { InterruptedError } from '../errors'
import type { Format } from '../flow-log/format'
import { slotsLate } from './cut'
import { openDay, type Day } from './day'
import { rendererOf } from './line'
import { SLOT, type LogWriter } from './log-writer'
import type { Observer } from './network'
import { flowsOf, type Flow } from './records'
import type { TruthKeeper } from './truth'

export interface DayOptions {
  readonly format: Format
  /** Whether the flow log captures what this one writes. */
  readonly isSeen: (at: Observer) => boolean
  readonly truth: TruthKeeper
  readonly writer: LogWriter
  readonly onProgress?: ((share: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** A flow and the first of its windows that is not written yet. */
interface OpenFlow extends Flow {
  next: number
}

/** Simulates a day slot by slot, so that only what is going on is in memory; resolves to the number of records. */
export async function writeDay(
  day: Day,
  { format, isSeen, truth, writer, onProgress, signal }: DayOptions,
): Promise<number> {
  const conversationsUntil = openDay(day)
  const render = rendererOf(format)
  let open: OpenFlow[] = []
  let records = 0

  /** Writes the records that end before a time; a promise when the writer needs a pause. */
  const writeDue = (flow: OpenFlow, before: number, slot: number) => {
    const stream = streamOf(flow.at)
    const deliverySlot = slot + slotsLate(flow.at.key, slot)
    let pause: Promise<void> | undefined
    for (; flow.next < flow.windows.length; flow.next++) {
      const { start, end } = flow.windows[flow.next]!
      if (end >= before) break
      records++
      const line = flow.line(flow.next)
      pause = writer.write({ line, start, slot: deliverySlot, stream }) ?? pause
    }
    if (flow.next < flow.windows.length) open.push(flow)
    return pause
  }

  const first = day.from / SLOT
  const end = day.to / SLOT
  for (let slot = first; slot < end || open.length > 0; slot++) {
    const before = (slot + 1) * SLOT
    const going = open
    open = []
    check(signal)
    for (const flow of going) {
      const pause = writeDue(flow, before, slot)
      if (pause) await pause
    }
    for (const conversation of conversationsUntil(before)) {
      truth.add(conversation)
      for (const flow of flowsOf(conversation, render, isSeen)) {
        const pause = writeDue({ ...flow, next: 0 }, before, slot)
        if (!pause) continue
        await pause
        check(signal)
      }
    }
    await writer.endSlot(slot)
    onProgress?.(Math.min(1, (slot + 1 - first) / (end - first)))
  }
  await writer.finish()
  return records
}

function check(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new InterruptedError('the sample was not finished')
}

function streamOf({ interfaceId, resourceId }: Observer): string {
  return `${interfaceId === '-' ? resourceId : interfaceId}-all`
}
