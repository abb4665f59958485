import { compare, membership, TIME_HELP } from './comparison'
import { isNumeric, numberLiteral, toBoolean, toDouble, toNumeric, toText } from './conversions'
import { bitsOf, MAX_BITS } from './integer-bits'
import { reportUnquotedValue, warnAboutText } from './known-values'
import { error, warning } from './messages'
import { hyphenatedField, reportHyphenated, resolveName } from './names'
import { typeWords } from './type-words'
import type { Value } from './plan'
import type { ValueType } from './value-type'
import { printExpression } from './print'
import { checkRegex } from './regex'
import { resolveCall } from './resolve-call'
import { PENDING, report, written, type Clause, type ResolveState } from './resolving'
import type {
  ArithmeticOperator,
  BinaryExpression,
  ComparisonOperator,
  Expression,
  LikeExpression,
  Placeholder,
} from './syntax'

/** The value of an expression; undefined, with a diagnostic, when it is invalid. */
export function resolveExpression(
  state: ResolveState,
  expression: Expression,
  clause: Clause,
): Value | undefined {
  const column = namedByText(state, expression, clause)
  if (column) return column

  switch (expression.kind) {
    case 'name':
      return resolveName(state, expression.name, expression.span, clause)
    case 'text':
      return { kind: 'literal', value: expression.value, type: 'text' }
    case 'number':
      return numberLiteral(expression.digits)
    case 'placeholder':
      return resolvePlaceholder(state, expression)
    case 'call':
      return resolveCall(state, expression, clause)
    case 'negative':
      return negative(state, resolveExpression(state, expression.operand, clause))
    case 'not': {
      const operand = resolveCondition(state, expression.operand, clause)
      return operand && { kind: 'not', operand, type: 'boolean' }
    }
    case 'binary':
      return resolveBinary(state, expression, clause)
    case 'in': {
      const operand = resolveExpression(state, expression.operand, clause)
      const items = expression.items.map((item) => {
        if (item.kind === 'placeholder') return resolvePlaceholder(state, item, 'list')
        if (reportUnquotedValue(state, item, operand)) return undefined
        return resolveExpression(state, item, clause)
      })
      return operand && membership(state, expression, operand, items)
    }
    case 'like':
      return resolveLike(state, expression, clause)
    case 'regex':
      return report(state, error('misplaced-literal', expression.span, 'a regular expression'))
    case 'period':
      return report(state, error('misplaced-literal', expression.span, 'a period'))
    case 'star':
      return report(state, error('star-alone', expression.span))
    case 'invalid':
      state.hasPlan = false
      for (const part of expression.parts) resolveExpression(state, part, clause)
      return undefined
  }
}

/** An expression that must be true or false. */
export function resolveCondition(
  state: ResolveState,
  expression: Expression,
  clause: Clause,
): Value | undefined {
  const value = resolveExpression(state, expression, clause)
  if (!value) return undefined
  return (
    toBoolean(value) ??
    report(state, error('not-a-condition', expression.span, `\`${written(state, expression)}\``))
  )
}

const PLACEHOLDER_TYPES = {
  cidr: 'text',
  address: 'text',
  interface: 'text',
  integer: 'integer',
  number: 'number',
  duration: 'time',
} as const satisfies Record<string, ValueType>

/** Checks a placeholder by its type; a plan needs its value. */
export function resolvePlaceholder(
  state: ResolveState,
  { name, span }: Placeholder,
  allowed: 'list' | 'one' = 'one',
): Value | undefined {
  state.hasPlan = false
  const parameter = state.parameters.get(name)
  if (!parameter) {
    return report(state, error('unknown-parameter', span, name, [...state.parameters.keys()]))
  }
  if (parameter.list && allowed === 'one') return report(state, error('list-parameter', span, name))
  const type = PLACEHOLDER_TYPES[parameter.type]
  return type === 'time' ? { kind: 'period', count: 1, unit: 'm', type } : PENDING[type]
}

/** The column that an earlier command made of the same expression. */
function namedByText(
  state: ResolveState,
  expression: Expression,
  clause: Clause,
): Value | undefined {
  const { texts, columns } = state.scope
  if (texts.size === 0 || clause.kind === 'measure') return undefined
  if (expression.kind !== 'call' && expression.kind !== 'binary') return undefined
  const name = texts.get(printExpression(expression, { foldCase: true }))
  const type = name === undefined ? undefined : columns.get(name)
  return name === undefined || type === undefined ? undefined : { kind: 'column', name, type }
}

function negative(state: ResolveState, operand: Value | undefined): Value | undefined {
  if (!operand) return undefined
  if (operand.kind === 'literal' && isNumeric(operand) && !operand.value.startsWith('-')) {
    return numberLiteral(`-${operand.value}`)
  }
  return arithmetic(state, '-', numberLiteral('0'), operand)
}

function resolveBinary(
  state: ResolveState,
  expression: BinaryExpression,
  clause: Clause,
): Value | undefined {
  const { operator } = expression
  if (operator === 'and' || operator === 'or') return logic(state, expression, operator, clause)

  const hyphenated = operator === '-' ? hyphenatedField(state, expression) : undefined
  if (hyphenated) return reportHyphenated(state, hyphenated.name, expression.span)
  const left = resolveExpression(state, expression.left, clause)
  if (isComparison(operator) && reportUnquotedValue(state, expression.right, left)) return undefined
  const right = resolveExpression(state, expression.right, clause)
  if (!left || !right) return undefined
  return isComparison(operator)
    ? compare(state, expression, operator, left, right)
    : arithmetic(state, operator, left, right)
}

/** A chain of one operator as a list of operands, in a loop: chains can be long. */
function logic(
  state: ResolveState,
  expression: BinaryExpression,
  operator: 'and' | 'or',
  clause: Clause,
): Value | undefined {
  const chain: Expression[] = []
  let rest: Expression = expression
  for (; rest.kind === 'binary' && rest.operator === operator; rest = rest.left) {
    chain.unshift(rest.right)
  }
  const operands: readonly (Value | undefined)[] = [rest, ...chain].map((operand) =>
    resolveCondition(state, operand, clause),
  )
  return allPresent(operands)
    ? {
        kind: 'logic',
        operator,
        operands: operands.flatMap((operand) =>
          operand.kind === 'logic' && operand.operator === operator ? operand.operands : [operand],
        ),
        type: 'boolean',
      }
    : undefined
}

/** Of whole numbers a whole number, where its bits fit in what engines count in; else a double. */
function arithmetic(
  { scope }: ResolveState,
  operator: ArithmeticOperator,
  a: Value,
  b: Value,
): Value {
  const left = toNumeric(a)
  const right = toNumeric(b)
  const isInteger =
    operator !== '/' && operator !== '^' && left.type === 'integer' && right.type === 'integer'
  const isWide =
    isInteger &&
    bitsOf({ kind: 'arithmetic', operator, left, right, type: 'integer' }, scope.bits) > MAX_BITS
  return isInteger && !isWide
    ? { kind: 'arithmetic', operator, left, right, type: 'integer' }
    : {
        kind: 'arithmetic',
        operator,
        left: isWide ? toDouble(left) : left,
        right: isWide ? toDouble(right) : right,
        type: 'number',
      }
}

// The four fields that hold an address.
const ADDRESS_FIELD = /Addr$/
const ADDRESS_PART = /^(\d{1,3}\.){1,3}[%*]?$/

function resolveLike(
  state: ResolveState,
  { operand, pattern, negated, span }: LikeExpression,
  clause: Clause,
): Value | undefined {
  const value = resolveExpression(state, operand, clause)
  const text = value && toText(value)
  if (value && !text) {
    report(state, error('type-mismatch', span, typeWords(value), 'a text', TIME_HELP))
  }
  if (pattern.kind === 'placeholder') {
    resolvePlaceholder(state, pattern)
    return undefined
  }
  if (pattern.kind === 'text') {
    warnAboutPattern(state, pattern.value, value, written(state, operand), span)
    return (
      text && {
        kind: 'like',
        operand: text,
        pattern: { kind: 'substring', text: pattern.value },
        negated,
        type: 'boolean',
      }
    )
  }
  const regex = checkRegex(pattern.pattern, pattern.span)
  state.diagnostics.push(...regex.diagnostics)
  if (!text || regex.pattern === undefined) return undefined
  return {
    kind: 'like',
    operand: text,
    pattern: { kind: 'regex', text: regex.pattern },
    negated,
    type: 'boolean',
  }
}

function warnAboutPattern(
  state: ResolveState,
  pattern: string,
  operand: Value | undefined,
  name: string,
  span: LikeExpression['span'],
): void {
  if (operand?.kind === 'field' && ADDRESS_FIELD.test(operand.name) && ADDRESS_PART.test(pattern)) {
    const octets = pattern.split('.').slice(0, -1)
    const base = [...octets, 0, 0, 0].slice(0, 4).join('.')
    const test = `isIpv4InSubnet(${name}, "${base}/${octets.length * 8}")`
    report(state, warning('like-as-cidr', span, pattern, test))
  } else if (operand && /^[0-9a-f.:]+\/\d+$/i.test(pattern)) {
    warnAboutText(state, operand, name, { kind: 'literal', value: pattern, type: 'text' }, span)
  } else if (/^%|%$/.test(pattern)) {
    report(state, warning('like-wildcard', span))
  }
}

function isComparison(operator: string): operator is ComparisonOperator {
  return /^[=!<>]/.test(operator)
}

export function allPresent<T extends object>(
  values: readonly (T | undefined)[],
): values is readonly T[] {
  return values.every((value) => value !== undefined)
}
