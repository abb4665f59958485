import { InterruptedError } from '../errors'
import type { Format } from '../flow-log/format'
import { slotsLate } from './cut'
import { openDay, type Day } from './day'
import { rendererOf } from './line'
import { SLOT_SECONDS, type LogWriter } from './log-writer'
import type { Observer } from './network'
import { flowsOf, type Flow } from './records'
import type { TruthKeeper } from './truth'

export interface DayOptions {
  readonly format: Format
  /** Whether the flow log includes the records of this observer. */
  readonly isCaptured: (at: Observer) => boolean
  readonly truth: TruthKeeper
  readonly writer: LogWriter
  readonly onProgress?: ((share: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** A flow and the index of its first unwritten interval. */
interface OpenFlow extends Flow {
  next: number
}

/** Simulates a day slot by slot, so that memory holds only open conversations; resolves to the number of records. */
export async function writeDay(
  day: Day,
  { format, isCaptured, truth, writer, onProgress, signal }: DayOptions,
): Promise<number> {
  const conversationsUntil = openDay(day)
  const render = rendererOf(format)
  let open: OpenFlow[] = []
  let records = 0

  /** Writes the records that end before a time; returns a promise when the writer needs a pause. */
  const writeDue = (flow: OpenFlow, before: number, slot: number) => {
    const stream = streamOf(flow.at)
    const deliverySlot = slot + slotsLate(flow.at.key, slot)
    let pause: Promise<void> | undefined
    for (; flow.next < flow.intervals.length; flow.next++) {
      const { start, end } = flow.intervals[flow.next]!
      if (end >= before) break
      records++
      const line = flow.line(flow.next)
      pause = writer.write({ line, start, slot: deliverySlot, stream }) ?? pause
    }
    if (flow.next < flow.intervals.length) open.push(flow)
    return pause
  }

  const first = day.from / SLOT_SECONDS
  const end = day.to / SLOT_SECONDS
  for (let slot = first; slot < end || open.length > 0; slot++) {
    const before = (slot + 1) * SLOT_SECONDS
    const ongoing = open
    open = []
    throwIfInterrupted(signal)
    for (const flow of ongoing) {
      const pause = writeDue(flow, before, slot)
      if (pause) await pause
    }
    for (const conversation of conversationsUntil(before)) {
      truth.add(conversation)
      for (const flow of flowsOf(conversation, render, isCaptured)) {
        const pause = writeDue({ ...flow, next: 0 }, before, slot)
        if (!pause) continue
        await pause
        throwIfInterrupted(signal)
      }
    }
    await writer.endSlot(slot)
    onProgress?.(Math.min(1, (slot + 1 - first) / (end - first)))
  }
  await writer.finish()
  return records
}

function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new InterruptedError('the sample was not finished')
}

function streamOf({ interfaceId, resourceId }: Observer): string {
  return `${interfaceId === '-' ? resourceId : interfaceId}-all`
}
