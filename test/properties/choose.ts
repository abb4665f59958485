import fc, { type GeneratorValue } from 'fast-check'

/** Where a generator's choices come from. */
export interface Choose {
  /** A whole number, at least 0 and below `limit`. */
  readonly below: (limit: number) => number
  readonly pick: <T>(items: readonly T[]) => T
  /** True `percent` times out of a hundred. */
  readonly chance: (percent: number) => boolean
}

/** Choices of fast-check, which it repeats by its seed and makes smaller after a failure: the first of each is the simplest. */
export function choicesOf(generate: GeneratorValue): Choose {
  const below = (limit: number) => generate(fc.nat, { max: limit - 1 })
  return {
    below,
    pick: (items) => items[below(items.length)]!,
    chance: (percent) => below(100) >= 100 - percent,
  }
}
