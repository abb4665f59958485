import { bitsOf, SUM_BITS } from './integer-bits'
import { partsOf } from './plan-fields'
import type { NamedValue, Step, Value } from './plan'

/** The binary logarithm of the largest size that a number can have; of columns by name. */
export type Magnitudes = ReadonlyMap<string, number>

/** Of `sum`, `avg` and their like the sizes of what they get, in a step of a plan. */
export function magnitudesBefore(steps: readonly Step[]): Magnitudes {
  let columns = new Map<string, number>()
  for (const step of steps) {
    if (step.kind === 'extend') addTo(columns, columns, step.columns)
    if (step.kind === 'aggregate') {
      const before = columns
      columns = new Map()
      addTo(columns, before, step.keys)
      addTo(columns, before, step.measures)
    }
  }
  return columns
}

function addTo(columns: Map<string, number>, known: Magnitudes, named: readonly NamedValue[]) {
  for (const { name, value } of named) {
    columns.set(name, magnitude(value, new Map([...known, ...columns])))
  }
}

/** Infinity where nothing limits it, as of a number in a text. */
export function magnitude(value: Value, columns: Magnitudes): number {
  const of = (each: Value) => magnitude(each, columns)
  const largest = (values: readonly Value[]) => Math.max(0, ...values.map(of))
  if (value.type === 'text') return Infinity
  switch (value.kind) {
    case 'literal':
      return Math.log2(Math.abs(Number(value.value)))
    case 'column':
      return columns.get(value.name) ?? Infinity
    case 'convert':
      return of(value.operand)
    case 'arithmetic':
      return arithmeticMagnitude(value, of)
    case 'call':
      return callMagnitude(value, of)
    case 'aggregate':
      return largest(value.arguments.slice(0, 1)) + (value.function === 'avg' ? 0 : SUM_BITS)
    default:
      return value.type === 'number' ? largest(partsOf(value)) : bitsOf(value, columns)
  }
}

function arithmeticMagnitude(
  { operator, left, right }: Extract<Value, { kind: 'arithmetic' }>,
  of: (value: Value) => number,
): number {
  switch (operator) {
    case '*':
      return of(left) + of(right)
    case '+':
    case '-':
      return Math.max(of(left), of(right)) + 1
    case '%':
      return of(left)
    case '/':
      if (right.kind === 'literal') return of(left) - of(right)
      // A whole number other than 0 is at least 1.
      return isWhole(right) ? of(left) : Infinity
    case '^':
      return right.kind === 'literal' && Number(right.value) >= 0
        ? Math.max(0, of(left)) * Number(right.value)
        : Infinity
  }
}

function isWhole(value: Value): boolean {
  return value.kind === 'convert' ? isWhole(value.operand) : value.type === 'integer'
}

function callMagnitude(
  { function: name, arguments: args, type }: Extract<Value, { kind: 'call' }>,
  of: (value: Value) => number,
): number {
  const numbers = args.filter((each) => each.type === 'number' || each.type === 'integer')
  switch (name) {
    case 'abs':
    case 'greatest':
    case 'least':
    case 'coalesce':
    case 'if':
    case 'case':
      return Math.max(0, ...numbers.map(of))
    case 'ceil':
    case 'floor':
    case 'round':
      return Math.max(0, of(args[0]!)) + 4
    case 'sqrt':
      return Math.max(0, of(args[0]!)) / 2
    // Of the largest double it is below 710.
    case 'log':
      return 10
    default:
      return type === 'number' ? Infinity : bitsOf({ kind: 'call', function: name, arguments: args, type }, new Map()) // prettier-ignore
  }
}
