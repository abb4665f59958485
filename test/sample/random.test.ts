import { pickByRank, zipf } from '../../lib/sample/destinations'
import { mix, random } from '../../lib/sample/random'

describe('random', () => {
  it('gives the same numbers for the same seeds, on every machine', () => {
    const numbers = random(1, 2)

    expect([numbers.below(1000), numbers.below(1000), numbers.below(1000)]).toEqual([737, 212, 698])
    expect(mix(1, 2)).toBe(1299367382)
    expect(mix(2, 1)).not.toBe(mix(1, 2))
  })

  it('spreads shares evenly between 0 and 1', () => {
    const numbers = random(3)
    const tenths = new Array<number>(10).fill(0)
    for (let count = 0; count < 10_000; count++) tenths[Math.floor(numbers.share() * 10)]!++

    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })

  it('stays within twice the doublings around a median', () => {
    const numbers = random(4)
    const values = Array.from({ length: 1001 }, () => numbers.around(1000, 3)).sort((a, b) => a - b)

    expect(values[0]).toBeGreaterThanOrEqual(1000 / 64)
    expect(values.at(-1)).toBeLessThanOrEqual(64_000)
    expect(values[500]).toBeGreaterThan(700)
    expect(values[500]).toBeLessThan(1400)
  })
})

describe('pickByRank', () => {
  it('picks the first twice as often as the second', () => {
    const numbers = random(5)
    const items = ['a', 'b', 'c']
    const counts = { a: 0, b: 0, c: 0 }
    for (let count = 0; count < 11_000; count++) {
      counts[pickByRank(items, zipf(3), numbers) as keyof typeof counts]++
    }

    expect(Math.abs(counts.a - 6000)).toBeLessThan(300)
    expect(Math.abs(counts.b - 3000)).toBeLessThan(300)
    expect(Math.abs(counts.c - 2000)).toBeLessThan(300)
  })
})
