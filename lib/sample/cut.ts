import { mix, random } from './random'

/** What one interface counted in one aggregation interval, in one direction; Unix seconds, both ends included. */
export interface IntervalCount {
  readonly start: number
  readonly end: number
  readonly packets: number
  readonly bytes: number
}

export interface Transfer {
  readonly start: number
  readonly end: number
  readonly bytes: number
  /** Different for each transfer of each conversation. */
  readonly key: number
}

/** The aggregation interval of the sample's flow logs. */
export const INTERVAL_SECONDS = 60

/** A packet without payload: no interval has fewer bytes, if the transfer is large enough. */
export const MIN_BYTES = 60

/**
 * Splits a transfer into an interface's aggregation intervals, which begin `phase` seconds past each minute.
 * The intervals' bytes add up to the transfer's; an interval without traffic is left out.
 */
export function cut({ start, end, bytes, key }: Transfer, phase: number): readonly IntervalCount[] {
  const first = Math.floor((start - phase) / INTERVAL_SECONDS)
  const last = Math.floor((end - phase) / INTERVAL_SECONDS)
  if (first === last) return [{ start, end, packets: packets(bytes), bytes }]

  const numbers = random(key, phase)
  const weights: number[] = []
  let active = 0
  let sum = 0
  for (let interval = first; interval <= last; interval++) {
    const silent = interval > first && interval < last && last - first > 5 && numbers.share() < 0.3
    const weight = silent ? 0 : 0.5 + numbers.share()
    if (!silent) active++
    sum += weight
    weights.push(weight)
  }

  const min = Math.min(MIN_BYTES, Math.floor(bytes / active))
  const rest = bytes - min * active
  const intervals: IntervalCount[] = []
  let spent = 0
  weights.forEach((weight, index) => {
    if (weight === 0) return
    const opens = (first + index) * INTERVAL_SECONDS + phase
    const isLast = index === weights.length - 1
    const part = isLast ? bytes - spent : min + Math.floor((rest * weight) / sum)
    spent += part
    const from = index === 0 ? start : opens + numbers.below(6)
    intervals.push({
      start: isLast ? Math.min(from, end) : from,
      end: isLast ? end : Math.max(from, opens + INTERVAL_SECONDS - 1 - numbers.below(5)),
      packets: packets(part),
      bytes: part,
    })
  })
  return intervals
}

const SLOTS_PER_DAY = 288

/**
 * By how many five-minute slots the records that an interface ended in `slot` are late: mostly 0, at most 5.
 * Before midnight more records are late, so that even a small sample has files of the next day.
 */
export function slotsLate(observer: number, slot: number): number {
  const chance = mix(observer, slot)
  const oneIn = slot % SLOTS_PER_DAY >= SLOTS_PER_DAY - 5 ? 3 : 16
  return chance % oneIn === 0 ? 1 + ((chance >>> 8) % 5) : 0
}

function packets(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1380))
}
