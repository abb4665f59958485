import type { AggregateName } from '../../lib/language/functions'
import type { Value } from '../../lib/language/plan'
import { compareData, number, type Datum, type Notes } from './datum'
import { evaluate, type Row } from './evaluate'

type Present = Exclude<Datum, null>

/** An aggregate over the rows of a group; a missing value counts for none of them. */
export function aggregate(
  name: AggregateName,
  [argument, ...others]: readonly Value[],
  group: readonly Row[],
  notes: Notes,
): Datum {
  if (!argument) return BigInt(group.length)
  const present = group.flatMap((row) => {
    const datum = evaluate(argument, row)
    return datum === null ? [] : [{ row, datum }]
  })
  const data = present.map(({ datum }) => datum)
  if (name === 'count') return BigInt(data.length)
  if (name === 'countDistinct') return BigInt(new Set(data).size)
  if (data.length === 0) return null

  switch (name) {
    case 'sum':
      return sum(data, notes)
    case 'avg':
      return mean(data, notes)
    case 'min':
    case 'sortsFirst':
      return inOrder(present, others)[0]!
    case 'max':
    case 'sortsLast':
      return inOrder(present, others).at(-1)!
    case 'variance':
      return variance(data, notes)
    case 'stddev':
      return Math.sqrt(variance(data, notes))
    case 'pct':
      return percentile(data, Number(evaluate(others[0]!, group[0]!)), notes)
    case 'earliest':
      return byTime(present, -1)
    case 'latest':
      return byTime(present, 1)
  }
}

/** By some keys, or else by the values. */
function inOrder(
  present: readonly { readonly row: Row; readonly datum: Present }[],
  keys: readonly Value[],
): readonly Present[] {
  if (keys.length === 0) return ordered(present.map(({ datum }) => datum))
  const keyed = present.map(({ row, datum }) => ({
    datum,
    data: keys.map((key) => evaluate(key, row)!),
  }))
  return keyed.sort((a, b) => compareAll(a.data, b.data)).map(({ datum }) => datum)
}

function compareAll(a: readonly Present[], b: readonly Present[]): number {
  for (const [index, left] of a.entries()) {
    const order = compareData(left, b[index]!)
    if (order !== 0) return order
  }
  return 0
}

function ordered(data: readonly Present[]): readonly Present[] {
  return [...data].sort(compareData)
}

function sum(data: readonly Present[], notes: Notes): Present {
  return data.every((datum) => typeof datum === 'bigint')
    ? data.reduce((total, datum) => total + datum, 0n)
    : number(decimalSum(data.map(Number)), notes)
}

const PLACES = 1e9

/** Numbers below 10^20 as decimals of 9 places, the others as doubles. */
function decimalSum(values: readonly number[]): number {
  const small = values.filter((value) => Math.abs(value) < 1e20)
  const units = small.reduce((total, value) => total + BigInt(Math.round(value * PLACES)), 0n)
  return Number(units) / PLACES + sumOf(values.filter((value) => Math.abs(value) >= 1e20))
}

/** A sum that loses no digits on the way: the order of the numbers must not matter. */
function sumOf(values: readonly number[]): number {
  let total = 0
  let lost = 0
  for (const value of values) {
    const next = total + value
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
    total = next
  }
  return total + lost
}

function mean(data: readonly Present[], notes: Notes): number {
  const total = data.every((datum) => typeof datum === 'bigint')
    ? Number(data.reduce((a, b) => a + b, 0n))
    : decimalSum(data.map(Number))
  return number(total / data.length, notes)
}

/** Of the whole population. */
function variance(data: readonly Present[], notes: Notes): number {
  if (data.every((datum) => typeof datum === 'bigint')) return wholeVariance(data, notes)
  const values = data.map(Number)
  const middle = sumOf(values) / values.length
  const spread = sumOf(values.map((value) => (value - middle) ** 2)) / values.length
  if (spread > 0 && spread < 1e-9 * middle ** 2) notes.outOfRange = true
  return number(spread, notes)
}

function wholeVariance(data: readonly bigint[], notes: Notes): number {
  // Beyond this size engines count in doubles.
  if (data.some((value) => value > 2n ** 43n || value < -(2n ** 43n))) notes.outOfRange = true
  const count = BigInt(data.length)
  const total = data.reduce((sum, value) => sum + value, 0n)
  const squares = data.reduce((sum, value) => sum + value * value, 0n)
  return Number(count * squares - total * total) / data.length ** 2
}

/** Between the two nearest values in proportion. */
function percentile(data: readonly Present[], percent: number, notes: Notes): number {
  const values = ordered(data).map(Number)
  const place = (percent / 100) * (values.length - 1)
  const low = values[Math.floor(place)]!
  const high = values[Math.ceil(place)]!
  return number(low + (high - low) * (place - Math.floor(place)), notes)
}

const TIMESTAMP: Value = { kind: 'system', name: '@timestamp', type: 'time' }

/** The value of the record with the first (-1) or last (1) start; of records of one start the least or greatest. */
function byTime(
  present: readonly { readonly row: Row; readonly datum: Present }[],
  direction: 1 | -1,
): Datum {
  const timed = present.flatMap(({ row, datum }) => {
    const time = evaluate(TIMESTAMP, row)
    return time === null ? [] : [{ datum, data: [time, datum] }]
  })
  return (
    timed.sort((a, b) => compareAll(a.data, b.data)).at(direction === 1 ? -1 : 0)?.datum ?? null
  )
}
