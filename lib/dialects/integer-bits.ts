import type { CallValue, Value } from '../language/plan'
import type { Target } from './words'

/** Bits that engines count in, besides the sign: 31 for a small literal or an int column, 63 else, 127 for DuckDB's sums. */
export const INT = 31
export const BIGINT = 63
const HUGEINT = 127

/**
 * How many bits an integer may need: of a literal those it has, of a condition one. An engine counts in 32 bits what it
 * holds in 32 bits, and refuses the query when the result has more.
 */
export function integerBits(to: Target, value: Value): number {
  if (value.type === 'boolean') return value.kind === 'column' ? namedBits(to, value) : 1
  if (value.type !== 'integer') return BIGINT
  switch (value.kind) {
    case 'field':
    case 'column':
      return namedBits(to, value)
    case 'literal':
      return BigInt(value.value.replace('-', '')).toString(2).length
    case 'call':
      return callBits(to, value)
    case 'aggregate':
      if (value.function === 'sum') return HUGEINT
      return value.function.startsWith('count') ? BIGINT : mostBits(to, value.arguments)
    case 'arithmetic': {
      const bits = arithmeticBits(to, value)
      return isTooNarrow(to, value) ? BIGINT : bits
    }
    case 'convert':
      return integerBits(to, value.operand)
    case 'system':
      return BIGINT
  }
}

/** Whether both sides are held in 32 bits and the result may need more. */
export function isTooNarrow(to: Target, value: Extract<Value, { kind: 'arithmetic' }>): boolean {
  return mostBits(to, [value.left, value.right]) <= INT && arithmeticBits(to, value) > INT
}

function arithmeticBits(
  to: Target,
  { operator, left, right }: Extract<Value, { kind: 'arithmetic' }>,
): number {
  const [a, b] = [integerBits(to, left), integerBits(to, right)]
  if (Math.max(a, b) > INT) return Math.max(a, b, BIGINT)
  return operator === '*' ? a + b : Math.max(a, b) + 1
}

function callBits(to: Target, { function: name, arguments: args }: CallValue): number {
  switch (name) {
    case 'if':
    case 'case':
    case 'coalesce':
    case 'abs':
    case 'ceil':
    case 'floor':
    case 'round':
    case 'greatest':
    case 'least':
    case 'toInt':
      return mostBits(to, args)
    default:
      return BIGINT
  }
}

function mostBits(to: Target, values: readonly Value[]): number {
  return Math.max(...values.map((each) => integerBits(to, each)))
}

function namedBits(to: Target, value: Extract<Value, { kind: 'field' | 'column' }>): number {
  return to.scope.named(value).bits ?? BIGINT
}
