import { isNumeric, numberIn, toMillis, toNumeric, toText } from './conversions'
import { valueFor, warnAboutText } from './known-values'
import { error, warning } from './messages'
import { orderedSides } from './parsed'
import type { LiteralValue, Value } from './plan'
import { isPending, report, written, type ResolveState } from './resolving'
import type { BinaryExpression, ComparisonOperator, InExpression, Span } from './syntax'
import { typeWords } from './type-words'

export const TIME_HELP = 'compare `toMillis(…)` with milliseconds, or use --from and --to'

/** Compares as CloudWatch does: numbers when both sides can be numbers, else texts. */
export function compare(
  state: ResolveState,
  { left: leftSide, right: rightSide, span }: BinaryExpression,
  operator: ComparisonOperator,
  a: Value,
  b: Value,
): Value | undefined {
  if (a.kind === 'period' || b.kind === 'period') {
    return report(state, error('type-mismatch', span, typeWords(a), typeWords(b)))
  }
  const left = withoutBoolean(a)
  const right = withoutBoolean(b)
  if (left.type === 'time' || right.type === 'time') {
    return compareTimes(state, span, operator, left, right)
  }
  if (left.type === 'text' && right.type === 'text') {
    if (right.kind === 'literal' && isEquality(operator))
      warnAboutText(state, left, written(state, leftSide), right, span)
    if (left.kind === 'literal' && isEquality(operator))
      warnAboutText(state, right, written(state, rightSide), left, span)
    return comparison(operator, ...orderedSides(state, operator, left, right))
  }

  for (const [literal, other, side] of [
    [left, right, rightSide],
    [right, left, leftSide],
  ] as const) {
    if (literal.type !== 'text' || literal.kind !== 'literal') continue
    if (!isPending(literal) && numberIn(literal.value) === undefined) {
      const name = `\`${written(state, side)}\``
      report(
        state,
        warning('never-true', span, name, literal.value, valueFor(other, literal.value)),
      )
      // Compared as texts, the two differ in every record.
      const text = toText(other)
      return (
        text &&
        (literal === left ? comparison(operator, left, text) : comparison(operator, text, right))
      )
    }
  }
  return comparison(operator, toNumeric(left), toNumeric(right))
}

function isEquality(operator: ComparisonOperator): boolean {
  return operator === '=' || operator === '!='
}

/** Whether a value equals one of a list. */
export function membership(
  state: ResolveState,
  { operand: side, items: sides, negated, span }: InExpression,
  given: Value,
  values: readonly (Value | undefined)[],
): Value | undefined {
  const operand = withoutBoolean(given)
  const literals: LiteralValue[] = []
  for (const [index, value] of values.entries()) {
    if (value?.kind === 'literal') literals.push(value)
    else if (value) report(state, error('list-literal', sides[index]!.span))
  }
  if (literals.length < values.length) return undefined
  const result = (on: Value, items: readonly LiteralValue[]): Value => ({
    kind: 'in',
    operand: on,
    items,
    negated,
    type: 'boolean',
  })

  if (operand.type === 'time') {
    const moments = literals.map(moment)
    if (moments.every((item) => item !== undefined)) return result(operand, moments)
    return report(state, error('type-mismatch', span, 'a time', 'a text', TIME_HELP))
  }
  if (operand.type === 'text') {
    for (const literal of literals)
      warnAboutText(state, operand, written(state, side), literal, span)
    // A list of numbers compares as numbers; with texts in the list a number is the text of its digits.
    if (literals.every(isNumeric)) return result(toNumeric(operand), literals)
    return result(operand, literals.map(asText))
  }
  const numbers: LiteralValue[] = []
  for (const literal of literals) {
    const number = literal.type === 'text' ? numberIn(literal.value) : literal
    if (number) numbers.push(number)
    else if (!isPending(literal)) {
      const name = `\`${written(state, side)}\``
      const right = valueFor(operand, literal.value)
      report(state, warning('never-true', span, name, literal.value, right))
    }
  }
  if (numbers.length > 0) return result(operand, numbers)
  const text = toText(operand)
  return text && result(text, literals.map(asText))
}

function compareTimes(
  state: ResolveState,
  span: Span,
  operator: ComparisonOperator,
  left: Value,
  right: Value,
): Value | undefined {
  if (left.type === 'text' || right.type === 'text') {
    return report(state, error('type-mismatch', span, typeWords(left), typeWords(right), TIME_HELP))
  }
  if (left.type === right.type) return comparison(operator, left, right)
  const side = (value: Value): Value => {
    const literal = value.kind === 'literal' ? moment(value) : undefined
    return literal ?? value
  }
  const [a, b] = [side(left), side(right)]
  if (a.type === b.type) return comparison(operator, a, b)
  return comparison(
    operator,
    left.type === 'time' ? toMillis(left) : left,
    right.type === 'time' ? toMillis(right) : right,
  )
}

/** An integer literal as a time in milliseconds. */
function moment(literal: LiteralValue): LiteralValue | undefined {
  return literal.type === 'integer'
    ? { kind: 'literal', value: literal.value, type: 'time' }
    : undefined
}

const asText = ({ value }: LiteralValue): LiteralValue => ({ kind: 'literal', value, type: 'text' })

function withoutBoolean(value: Value): Value {
  return value.type === 'boolean' ? toNumeric(value) : value
}

function comparison(operator: ComparisonOperator, left: Value, right: Value): Value {
  return { kind: 'comparison', operator, left, right, type: 'boolean' }
}
