import { rowOf, type AggregateName } from '../language/functions'
import { BIGINT_BITS } from '../language/integer-bits'
import type { LiteralValue, Value } from '../language/plan'
import type { ValueType } from '../language/value-type'
import { writeCall } from './calls'
import { isCondition, writeCondition } from './conditions'
import { missingValue, sqlType, type Context } from './sql-syntax'
import { NUMERIC } from './text-shapes'
import {
  arithmetic,
  call,
  caseWhen,
  cast,
  coalesce,
  double,
  FALSE,
  infix,
  integer,
  isNull,
  ONE,
  text,
  TRUE,
  tryCast,
  withBits,
  ZERO,
  type Sql,
} from './tree'

/** The value as SQL; a condition as 1 or 0. */
export function writeValue(to: Context, value: Value): Sql {
  if (isCondition(value)) return asInteger(writeCondition(to, value))
  const written = writeByKind(to, value)
  // An `if` of conditions returns 0 for a missing condition.
  if (value.type === 'boolean' && value.kind === 'call' && written.nullable)
    return coalesce(written, ZERO)
  if (isNull(written)) return missingValue(value.type)
  return value.type === 'integer' && written.bits === undefined
    ? withBits(written, BIGINT_BITS)
    : written
}

function writeByKind(to: Context, value: Value): Sql {
  switch (value.kind) {
    case 'field':
    case 'system':
    case 'column':
      return to.resolve(value)
    case 'literal':
      return writeLiteral(value)
    case 'call':
      return writeCall(to, value)
    case 'aggregate':
      return writeAggregate(to, value)
    case 'arithmetic':
      return writeArithmetic(to, value)
    case 'natural': {
      const operand = writeValue(to, value.operand)
      return isNull(operand) ? operand : to.naturalKey(operand)
    }
    case 'convert':
      return writeConvert(to, value.operand, value.type)
    case 'extract': {
      const operand = writeValue(to, value.operand)
      return isNull(operand) ? operand : to.syntax.extract(operand, value.regex, value.group)
    }
    case 'period':
    case 'comparison':
    case 'in':
    case 'like':
    case 'logic':
    case 'not':
      throw new Error(`a ${value.kind} is not a value`)
  }
}

function asInteger(condition: Sql): Sql {
  if (condition === TRUE) return ONE
  if (condition === FALSE || isNull(condition)) return ZERO
  return caseWhen([[condition, ONE]], ZERO)
}

export function writeLiteral({ value, type }: LiteralValue): Sql {
  if (type === 'text') return text(value)
  if (!/^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$/.test(value))
    throw new Error(`${value} is not a number`)
  return type === 'number' ? double(value) : integer(value)
}

const TIMESTAMP: Value = { kind: 'system', name: '@timestamp', type: 'time' }

function writeAggregate(to: Context, aggregate: Extract<Value, { kind: 'aggregate' }>): Sql {
  const row = rowOf(aggregate.function)
  const [first, ...order] = aggregate.arguments
  if (first && order.length > 0 && aggregate.function !== 'pct')
    return writeOrdered(to, aggregate.function, first, order)
  const args = aggregate.arguments.map((each, index) => {
    const written = writeValue(to, each)
    return index === 0 && repeatsArgument(aggregate.function, written) ? to.hoist(written) : written
  })
  const time = row.byTime ? [writeValue(to, TIMESTAMP)] : []
  const written = to.aggregates[aggregate.function](...args, ...time)
  return row.type === 'common' && written.bits === undefined
    ? withBits(written, args[0]?.bits)
    : written
}

/** The first or the last text in the order of some keys. */
function writeOrdered(to: Context, name: AggregateName, text: Value, order: readonly Value[]): Sql {
  const isFirst = name === 'min' || name === 'sortsFirst'
  const written = writeValue(to, text)
  if (isNull(written)) return call('min', written)
  const hoisted = to.hoist(written)
  const keys = order.map((each) => writeValue(to, each))
  return to.syntax.chosenBy(hoisted, keys, isFirst ? 'least' : 'greatest')
}

function repeatsArgument(name: AggregateName, argument: Sql): boolean {
  switch (name) {
    case 'sum':
    case 'avg':
      return argument.bits === undefined
    case 'stddev':
    case 'variance':
    case 'earliest':
    case 'latest':
      return true
    default:
      return false
  }
}

// Without NULLIF one engine returns infinity for a division by zero, one NULL, and one fails.
function writeArithmetic(
  to: Context,
  { operator, ...sides }: Extract<Value, { kind: 'arithmetic' }>,
): Sql {
  const left = writeValue(to, sides.left)
  if (isNull(left)) return left
  const right = writeValue(to, sides.right)
  if (isNull(right)) return right
  switch (operator) {
    case '/':
      return infix('/', cast(left, 'DOUBLE'), nonZero(right))
    case '%':
      return arithmetic('%', left, nonZero(right), to.syntax.wideInteger)
    case '^': {
      const power = call('power', cast(left, 'DOUBLE'), cast(right, 'DOUBLE'))
      // A whole exponent from 0 gives a number; a root of -1 and 0 to the power of -1 do not.
      const isWhole = right.kind === 'literal' && /^[0-9]$/.test(right.text)
      return isWhole ? power : caseWhen([[to.syntax.isFinite(power), power]])
    }
    case '+':
    case '-':
    case '*':
      return arithmetic(operator, left, right, to.syntax.wideInteger)
  }
}

function nonZero(divisor: Sql): Sql {
  if (divisor.kind === 'literal' && Number(divisor.text) !== 0) return divisor
  return withBits(call('NULLIF', divisor, ZERO), divisor.bits)
}

function writeConvert(to: Context, from: Value, type: ValueType): Sql {
  const operand = writeValue(to, from)
  if (isNull(operand) || from.type === type || from.type === 'boolean') return operand
  if (from.type === 'text') {
    // The engines' own casts differ on ` 1`, `1e3` and `inf`.
    return caseWhen([[to.syntax.matches(operand, NUMERIC), tryCast(operand, sqlType(type))]])
  }
  return type === 'text' && from.type === 'number'
    ? to.syntax.numberText(operand)
    : cast(operand, sqlType(type))
}
