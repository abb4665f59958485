import { rowOf } from '../language/functions'
import type { Value } from '../language/plan'
import { writeCall } from './calls'
import type { Context } from './sql-syntax'
import { joinSubnetTests } from './subnets'
import { FALSE, infix, isNull, not, NULL, test, text, TRUE, ZERO, type Sql } from './tree'
import { writeLiteral, writeValue } from './values'

/** Whether the value is a condition in SQL; `if` and its like give 1 or 0, and so does a column. */
export function isCondition(value: Value): boolean {
  switch (value.kind) {
    case 'comparison':
    case 'in':
    case 'like':
    case 'logic':
    case 'not':
      return true
    case 'call':
      return rowOf(value.function).type === 'boolean'
    default:
      return false
  }
}

/**
 * The condition as SQL: TRUE, FALSE or NULL where it is the same for each row.
 *
 * `isExact`: a `not` stands above, so that false and missing must differ. Elsewhere either leaves a record out.
 */
export function writeCondition(to: Context, value: Value, isExact = false): Sql {
  switch (value.kind) {
    case 'logic':
      return writeLogic(to, value, isExact)
    case 'not':
      return negated(writeCondition(to, value.operand, true))
    case 'comparison': {
      const left = writeValue(to, value.left)
      if (isNull(left)) return NULL
      const right = writeValue(to, value.right)
      return isNull(right)
        ? NULL
        : infix(value.operator === '!=' ? '<>' : value.operator, left, right)
    }
    case 'in': {
      const operand = writeValue(to, value.operand)
      if (isNull(operand)) return NULL
      const items = value.items.map(writeLiteral)
      return value.negated ? test`${operand} NOT IN (${items})` : test`${operand} IN (${items})`
    }
    case 'like': {
      const operand = writeValue(to, value.operand)
      if (isNull(operand)) return NULL
      const { kind, text: pattern } = value.pattern
      const match =
        kind === 'regex'
          ? to.syntax.matches(operand, pattern)
          : to.syntax.contains(operand, text(pattern))
      return value.negated ? not(match) : match
    }
    case 'call': {
      const written = writeCall(to, value, isExact)
      return isCondition(value) ? written : isNotZero(written)
    }
    default:
      return isNotZero(writeValue(to, value))
  }
}

/** A number as a condition. */
function isNotZero(number: Sql): Sql {
  return isNull(number) ? NULL : infix('<>', number, ZERO)
}

function negated(condition: Sql): Sql {
  if (condition === TRUE) return FALSE
  if (condition === FALSE) return TRUE
  return isNull(condition) ? NULL : not(condition)
}

/** Constant operands are left out, or decide. */
function writeLogic(
  to: Context,
  { operator, operands }: Extract<Value, { kind: 'logic' }>,
  isExact: boolean,
): Sql {
  const decisive = operator === 'or' ? TRUE : FALSE
  const neutral = operator === 'or' ? FALSE : TRUE
  const parts: Sql[] = []
  let isMissing = false
  for (const operand of operator === 'or' ? joinSubnetTests(to, operands, isExact) : operands) {
    const part = typeof operand === 'function' ? operand() : writeCondition(to, operand, isExact)
    if (part === decisive) return decisive
    if (isNull(part)) isMissing = true
    else if (part !== neutral) parts.push(part)
  }
  if (isMissing && !isExact && operator === 'and') return FALSE
  if (isMissing && (isExact || parts.length === 0)) parts.push(NULL)
  if (parts.length === 0) return neutral
  return parts.length === 1 ? parts[0]! : infix(operator === 'and' ? 'AND' : 'OR', ...parts)
}
