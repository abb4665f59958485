import { INTERVAL_SECONDS, MIN_BYTES, cut, slotsLate } from '../../lib/sample/cut'
import { random } from '../../lib/sample/random'

describe('cut', () => {
  const numbers = random(7)
  const transfers = Array.from({ length: 300 }, (_, key) => {
    const start = 1_773_446_400 + numbers.below(86_400)
    const seconds = numbers.below(key % 10 === 0 ? 9000 : 300)
    const bytes = MIN_BYTES * (Math.floor(seconds / 60) + 2) + numbers.below(1_000_000)
    return { start, end: start + seconds, bytes, key, phase: numbers.below(60) }
  })

  it('keeps the bytes and the ends of the transfer', () => {
    for (const { phase, ...transfer } of transfers) {
      const intervals = cut(transfer, phase)

      expect(intervals.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(transfer.bytes)
      expect(intervals[0]!.start).toBe(transfer.start)
      expect(intervals.at(-1)!.end).toBe(transfer.end)
    }
  })

  it('makes intervals in order, each within one aggregation interval and none empty', () => {
    for (const { phase, ...transfer } of transfers) {
      let before = -1
      for (const { start, end, bytes, packets } of cut(transfer, phase)) {
        const interval = Math.floor((start - phase) / INTERVAL_SECONDS)
        expect(interval).toBeGreaterThan(before)
        expect(Math.floor((end - phase) / INTERVAL_SECONDS)).toBe(interval)
        expect(end).toBeGreaterThanOrEqual(start)
        expect(bytes).toBeGreaterThanOrEqual(MIN_BYTES)
        expect(packets).toBeGreaterThanOrEqual(1)
        before = interval
      }
    }
  })

  it('cuts at other moments on another interface, to the same sum', () => {
    const transfer = { start: 1_773_446_430, end: 1_773_446_529, bytes: 10_000, key: 1 }

    const ends = [0, 20].map((phase) => cut(transfer, phase).map(({ end }) => end - (end % 10)))

    expect(ends).toEqual([
      [1_773_446_450, 1_773_446_510, 1_773_446_520],
      [1_773_446_470, 1_773_446_520],
    ])
  })
})

describe('slotsLate', () => {
  it('is mostly none and never more than five', () => {
    const late = Array.from({ length: 4000 }, (_, slot) => slotsLate(99, slot))

    expect(new Set(late)).toEqual(new Set([0, 1, 2, 3, 4, 5]))
    expect(late.filter((slots) => slots === 0).length).toBeGreaterThan(3600)
  })
})
