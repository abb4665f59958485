import { mix, random } from './random'

/** What one interface counted in one aggregation interval, one way; times in Unix seconds, both inside. */
export interface Window {
  readonly start: number
  readonly end: number
  readonly packets: number
  readonly bytes: number
}

export interface Transfer {
  readonly start: number
  readonly end: number
  readonly bytes: number
  /** Tells the transfers of one conversation apart, and those of all others. */
  readonly key: number
}

/** The aggregation interval of the sample's flow logs, seconds. */
export const INTERVAL = 60

/** No window holds less, where the transfer has as much: a packet without payload. */
export const LEAST_BYTES = 60

/**
 * Cuts a transfer at an interface's aggregation intervals, which begin `phase` seconds past each minute.
 * The windows' bytes add up to the transfer's; intervals in which nothing was said have no window.
 */
export function cut({ start, end, bytes, key }: Transfer, phase: number): readonly Window[] {
  const first = Math.floor((start - phase) / INTERVAL)
  const last = Math.floor((end - phase) / INTERVAL)
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

  const least = Math.min(LEAST_BYTES, Math.floor(bytes / active))
  const rest = bytes - least * active
  const windows: Window[] = []
  let spent = 0
  weights.forEach((weight, index) => {
    if (weight === 0) return
    const opens = (first + index) * INTERVAL + phase
    const isLast = index === weights.length - 1
    const part = isLast ? bytes - spent : least + Math.floor((rest * weight) / sum)
    spent += part
    const from = index === 0 ? start : opens + numbers.below(6)
    windows.push({
      start: isLast ? Math.min(from, end) : from,
      end: isLast ? end : Math.max(from, opens + INTERVAL - 1 - numbers.below(5)),
      packets: packets(part),
      bytes: part,
    })
  })
  return windows
}

const SLOTS_A_DAY = 288

/**
 * How many five-minute slots late the records come that an interface ended in `slot`: mostly none, at most 5.
 * Before midnight more are late, so that even a small sample has files of the next day.
 */
export function slotsLate(observer: number, slot: number): number {
  const chance = mix(observer, slot)
  const oneIn = slot % SLOTS_A_DAY >= SLOTS_A_DAY - 5 ? 3 : 16
  return chance % oneIn === 0 ? 1 + ((chance >>> 8) % 5) : 0
}

function packets(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1380))
}
