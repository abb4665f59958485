/** A repeatable source of numbers: the same seeds give the same numbers on every machine. */
export interface Random {
  /** At least 0 and below 1. */
  share(): number
  /** A whole number, at least 0 and below `limit`. */
  below(limit: number): number
  pick<T>(items: readonly T[]): T
  /** A number with this median, mostly within `doublings` doublings of it, at most within twice as many. */
  around(median: number, doublings: number): number
}

/** Mixes whole numbers into one of 32 bits, at least 0: the finalizer of MurmurHash3 over each in turn. */
export function mix(...numbers: readonly number[]): number {
  let hash = 0x9747b28c
  for (const number of numbers) {
    hash ^= Math.imul(number | 0, 0xcc9e2d51)
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    hash ^= hash >>> 16
  }
  return hash >>> 0
}

/** Mulberry32 (https://gist.github.com/tommyettinger/46a874533244883189143505d203312c), seeded with {@link mix}. */
export function random(...seeds: readonly number[]): Random {
  let state = mix(...seeds)

  const share = () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    share,
    below: (limit) => Math.floor(share() * limit),
    pick: (items) => items[Math.floor(share() * items.length)]!,
    around: (median, doublings) => {
      // Sums and products only: Math.exp and Math.log may differ in the last bit between machines.
      const exponent = (share() + share() + share() + share() - 2) * doublings
      const whole = Math.floor(exponent)
      return median * 2 ** whole * (1 + exponent - whole)
    },
  }
}
