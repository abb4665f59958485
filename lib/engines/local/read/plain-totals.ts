import type { Totals } from './scanner'

/** Collects the totals of records in plain JavaScript. */
interface PlainTotals {
  addStart(seconds: number): void
  addToSum(name: 'bytes' | 'packets', value: number | bigint): void
  take(): Totals
}

export function plainTotals(addsUp: boolean): PlainTotals {
  let first = Infinity
  let last = -Infinity
  /** Sums are numbers as long as they are exact. */
  let small = { bytes: 0, packets: 0 }
  let large = { bytes: 0n, packets: 0n }
  return {
    addStart(seconds) {
      if (seconds < first) first = seconds
      if (seconds > last) last = seconds
    },
    addToSum(name, value) {
      const sum = typeof value === 'number' ? small[name] + value : NaN
      if (Number.isSafeInteger(sum)) {
        small[name] = sum
      } else {
        large[name] += BigInt(value)
      }
    },
    take() {
      const totals: Totals = {
        firstStart: first <= last ? first : undefined,
        lastStart: first <= last ? last : undefined,
        sums: addsUp
          ? {
              bytes: large.bytes + BigInt(small.bytes),
              packets: large.packets + BigInt(small.packets),
            }
          : undefined,
      }
      first = Infinity
      last = -Infinity
      small = { bytes: 0, packets: 0 }
      large = { bytes: 0n, packets: 0n }
      return totals
    },
  }
}
