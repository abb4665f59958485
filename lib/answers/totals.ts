import type { Cell, Row } from '../results/result'
import type { AnswerColumn, Totals } from './answer'

export interface Tally {
  add(rows: readonly Row[]): void
  totals(): Totals
}

/** Adds up the additive columns; integers stay exact at any size. */
export function tally(columns: readonly AnswerColumn[]): Tally {
  const summed = columns.flatMap(({ name, isAdditive }, index) =>
    isAdditive ? [{ name, index }] : [],
  )
  const sums = new Map<string, number | bigint>(summed.map(({ name }) => [name, 0]))
  return {
    add: (rows) => {
      for (const { name, index } of summed) {
        let sum = sums.get(name)!
        for (const row of rows) sum = plus(sum, row[index]!)
        sums.set(name, sum)
      }
    },
    totals: () => sums,
  }
}

function plus(sum: number | bigint, cell: Cell): number | bigint {
  if (typeof cell === 'number') {
    if (typeof sum === 'number') {
      const next = sum + cell
      if (Number.isSafeInteger(next) || !Number.isInteger(sum) || !Number.isInteger(cell))
        return Number.isFinite(cell) ? next : sum
      return BigInt(sum) + BigInt(cell)
    }
    return Number.isInteger(cell) ? sum + BigInt(cell) : sum
  }
  if (typeof cell !== 'bigint') return sum
  return typeof sum === 'bigint' ? sum + cell : BigInt(sum) + cell
}
