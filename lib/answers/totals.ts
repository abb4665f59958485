import type { Cell, Row } from '../results/result'
import type { AnswerColumn, Totals } from './answer'

export interface Tally {
  add(rows: readonly Row[]): void
  totals(): Totals
}

/** Adds up the additive columns: integers exactly at any size, other numbers as doubles. */
export function tally(columns: readonly AnswerColumn[]): Tally {
  const sums = columns.flatMap(({ name, type, isAdditive }, index) =>
    isAdditive ? [{ name, index, sum: type === 'integer' ? integerSum() : doubleSum() }] : [],
  )
  return {
    add: (rows) => {
      for (const { index, sum } of sums) for (const row of rows) sum.add(row[index]!)
    },
    totals: () => new Map(sums.map(({ name, sum }) => [name, sum.total()])),
  }
}

interface Sum {
  /** Text, times, missing and infinite values are ignored. */
  add(cell: Cell): void
  total(): number | bigint
}

function integerSum(): Sum {
  let safe = 0
  let large = 0n
  return {
    add(cell) {
      if (typeof cell === 'bigint') large += cell
      if (typeof cell !== 'number') return
      const next = safe + cell
      if (Number.isSafeInteger(next)) safe = next
      else large += BigInt(cell)
    },
    total() {
      const sum = BigInt(safe) + large
      return Number.isSafeInteger(Number(sum)) ? Number(sum) : sum
    },
  }
}

function doubleSum(): Sum {
  let sum = 0
  return {
    add(cell) {
      if (typeof cell === 'bigint' || Number.isFinite(cell)) sum += Number(cell)
    },
    total: () => sum,
  }
}
