import type { Cell } from '../../lib/results/result'
import type { Interpreted } from '../interpreter/interpret'

type Row = readonly Cell[]

const RELATIVE = 1e-12

/** Why rows of an engine are no answer to what the interpreter found; undefined when they are one. */
export function disagreement(expected: Interpreted, actual: readonly Row[]): string | undefined {
  if (expected.rows.length !== actual.length) {
    return `${expected.rows.length} rows expected, ${actual.length} found`
  }
  for (let start = 0; start < actual.length;) {
    let end = start + 1
    while (end < actual.length && expected.ties[end] === expected.ties[start]) end++
    const last = end === actual.length
    const allowed = (last ? expected.cut : undefined) ?? expected.rows.slice(start, end)
    const stranger = notAmong(actual.slice(start, end), allowed)
    if (stranger) return `rows ${start} to ${end - 1}: ${shown(stranger)} is none of ${allowed.map(shown).join(' ')}` // prettier-ignore
    start = end
  }
  return undefined
}

/** The first of some rows that has no partner of its own among others. */
function notAmong(rows: readonly Row[], others: readonly Row[]): Row | undefined {
  const left = [...others]
  return rows.find((row) => {
    const partner = left.findIndex((other) => sameRow(row, other))
    if (partner >= 0) left.splice(partner, 1)
    return partner < 0
  })
}

function sameRow(a: Row, b: Row): boolean {
  return a.length === b.length && a.every((cell, index) => sameCell(cell, b[index]!))
}

/** Numbers to one part in 10^12, everything else exactly. */
export function sameCell(a: Cell, b: Cell): boolean {
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime()
  if (typeof a === 'number' && typeof b === 'number') {
    return a === b || Math.abs(a - b) <= RELATIVE * Math.max(Math.abs(a), Math.abs(b), 1)
  }
  return a === b
}

export function shown(row: Row): string {
  return JSON.stringify(row, (_, cell: unknown) => (typeof cell === 'bigint' ? `${cell}n` : cell))
}
