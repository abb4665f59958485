import {
  failWith,
  isAtEnd,
  isName,
  nested,
  peek,
  reportUnexpected,
  spanFrom,
  startOf,
  take,
  takeSymbol,
  takeWord,
  type Cursor,
} from './cursor'
import {
  isSqlCase,
  parseForeignComparison,
  parseSqlCase,
  parseUnquoted,
  parseUnquotedBlock,
  takeDistinct,
} from './foreign-forms'
import { isSymbol, isWord } from './lex'
import { error, warning } from './messages'
import { takeComparison, takeOperator, warnAboutMix } from './operators'
import { printExpression } from './print'
import { printText } from './print-text'
import { invalid, parseUntil } from './recovery'
import type { ArithmeticOperator, Expression } from './syntax'

type Parse = (cursor: Cursor) => Expression

// The tree of a longer chain is too deep to walk; chains of `and` and `or` are walked in loops.
const MAX_ARITHMETIC_LENGTH = 250

/** expression = conjunction { "or" conjunction } */
export function parseExpression(cursor: Cursor): Expression {
  const start = startOf(cursor)
  let left = parseConjunction(cursor)
  while (takeOperator(cursor, 'or', '||')) {
    const right = parseConjunction(cursor)
    warnAboutMix(cursor, left)
    warnAboutMix(cursor, right)
    left = { kind: 'binary', operator: 'or', left, right, span: spanFrom(cursor, start) }
  }
  return left
}

/** conjunction = negation { "and" negation } */
function parseConjunction(cursor: Cursor): Expression {
  const start = startOf(cursor)
  let left = parseNegation(cursor)
  while (takeOperator(cursor, 'and', '&&')) {
    const right = parseNegation(cursor)
    left = { kind: 'binary', operator: 'and', left, right, span: spanFrom(cursor, start) }
  }
  return left
}

/** negation = ( "not" | "!" ) negation | comparison */
function parseNegation(cursor: Cursor): Expression {
  const start = startOf(cursor)
  if (takeWord(cursor, 'not') === undefined && takeSymbol(cursor, '!') === undefined) {
    return parseComparison(cursor)
  }
  const operand = nested(cursor, () => parseNegation(cursor))
  const span = spanFrom(cursor, start)
  const compares = operand.kind === 'binary' || operand.kind === 'in' || operand.kind === 'like'
  if (compares && !cursor.parenthesised.has(operand)) {
    cursor.diagnostics.push(warning('unclear-not', span))
  }
  return { kind: 'not', operand, span }
}

/** comparison = sum [ ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) sum | [ "not" ] "in" list | ( [ "not" ] "like" | "=~" ) pattern ] */
function parseComparison(cursor: Cursor): Expression {
  const start = startOf(cursor)
  const left = parseSum(cursor)
  const operator = takeComparison(cursor)
  if (operator) {
    const block = parseUnquotedBlock(cursor, start, left, operator)
    if (block) return block
    const right = parseSum(cursor)
    return { kind: 'binary', operator, left, right, span: spanFrom(cursor, start) }
  }
  const foreign = parseForeignComparison(cursor, start, left)
  if (foreign) return foreign
  const negated = isWord(peek(cursor), 'not')
  if (negated && !isWord(peek(cursor, 1), 'in') && !isWord(peek(cursor, 1), 'like')) return left
  if (negated) take(cursor)
  if (takeWord(cursor, 'in') !== undefined) return parseIn(cursor, start, left, negated)
  if (takeWord(cursor, 'like') !== undefined) return parseLike(cursor, start, left, negated)
  const { span } = peek(cursor)
  if (takeSymbol(cursor, '=~') === undefined) return left
  const pattern = peek(cursor)
  if (pattern.kind === 'text') {
    cursor.diagnostics.push(error('match-pattern', span, printText(pattern.value)))
  }
  return parseLike(cursor, start, left, negated)
}

/** list = "[" expression { "," expression } "]" */
function parseIn(cursor: Cursor, start: number, operand: Expression, negated: boolean): Expression {
  const open = peek(cursor)
  const bracket = takeSymbol(cursor, '[', '(')
  if (bracket === undefined) {
    cursor.diagnostics.push(error('in-brackets', open.span, undefined))
    return invalid(cursor, start, [operand, ...(isAtEnd(cursor) ? [] : [parseSum(cursor)])])
  }
  const close = bracket === '[' ? ']' : ')'
  if (takeSymbol(cursor, close) !== undefined) {
    cursor.diagnostics.push(error('in-empty', spanFrom(cursor, open.span.start)))
    return invalid(cursor, start, [operand])
  }
  const items = nested(cursor, () => parseUntil(cursor, close, parseSum))
  if (bracket === '(') {
    const list = items.map((item) => printExpression(item)).join(', ')
    cursor.diagnostics.push(error('in-brackets', open.span, list))
  }
  return { kind: 'in', operand, items, negated, span: spanFrom(cursor, start) }
}

/** pattern = text | regex | placeholder */
function parseLike(
  cursor: Cursor,
  start: number,
  operand: Expression,
  negated: boolean,
): Expression {
  const pattern = peek(cursor)
  switch (pattern.kind) {
    case 'text':
    case 'regex':
    case 'placeholder':
      take(cursor)
      return { kind: 'like', operand, pattern, negated, span: spanFrom(cursor, start) }
    case 'unquoted': {
      const text = parseUnquoted(cursor)
      return { kind: 'like', operand, pattern: text, negated, span: spanFrom(cursor, start) }
    }
    default:
      reportUnexpected(cursor, 'a text or a regular expression')
      parseSum(cursor)
      return invalid(cursor, start, [operand])
  }
}

/** sum = product { ( "+" | "-" ) product } */
export const parseSum: Parse = arithmetic(['+', '-'], (cursor) => parseProduct(cursor))

/** product = power { ( "*" | "/" | "%" ) power } */
const parseProduct: Parse = arithmetic(['*', '/', '%'], (cursor) => parsePower(cursor))

/** power = signed { "^" signed } */
const parsePower: Parse = arithmetic(['^'], (cursor) => parseSigned(cursor))

function arithmetic(operators: readonly ArithmeticOperator[], parseOperand: Parse): Parse {
  return (cursor) => {
    const start = startOf(cursor)
    let left = parseOperand(cursor)
    for (let count = 0; ; count++) {
      const token = peek(cursor)
      const operator =
        token.kind === 'symbol' ? operators.find((each) => each === token.symbol) : undefined
      if (operator === undefined) return left
      if (count === MAX_ARITHMETIC_LENGTH) failWith(cursor, error('too-deep', token.span))
      take(cursor)
      const right = parseOperand(cursor)
      left = { kind: 'binary', operator, left, right, span: spanFrom(cursor, start) }
    }
  }
}

/** signed = "-" signed | primary */
function parseSigned(cursor: Cursor): Expression {
  const start = startOf(cursor)
  if (takeSymbol(cursor, '-') === undefined) return parsePrimary(cursor)
  const operand = nested(cursor, () => parseSigned(cursor))
  return { kind: 'negative', operand, span: spanFrom(cursor, start) }
}

/** primary = number | text | placeholder | name | name "(" [ arguments ] ")" | "(" expression ")" */
export function parsePrimary(cursor: Cursor): Expression {
  const token = peek(cursor)
  const { span } = token
  switch (token.kind) {
    case 'number':
      take(cursor)
      return { kind: 'number', value: Number(token.digits), digits: token.digits, span }
    case 'text':
    case 'placeholder':
      take(cursor)
      return token
    case 'unquoted':
      return parseUnquoted(cursor)
    case 'period':
      take(cursor)
      cursor.diagnostics.push(error('period-alone', span, cursor.text.slice(span.start, span.end)))
      return invalid(cursor, span.start)
    case 'name':
      if (!isName(token)) return missing(cursor)
      if (!token.quoted && isSymbol(peek(cursor, 1), '(')) return parseCall(cursor)
      if (isSqlCase(cursor)) return nested(cursor, () => parseSqlCase(cursor))
      take(cursor)
      return { kind: 'name', name: token.text, span }
    case 'symbol':
      if (token.symbol === '(') return parseParentheses(cursor)
      if (token.symbol !== '*') return missing(cursor)
      take(cursor)
      cursor.diagnostics.push(error('star-alone', span))
      return invalid(cursor, span.start)
    case 'bad':
    case 'regex':
      reportUnexpected(cursor, 'a value')
      take(cursor)
      return invalid(cursor, span.start)
    case 'end':
      return missing(cursor)
  }
}

/** Nothing is taken where a value is missing: the token can belong to what follows. */
function missing(cursor: Cursor): Expression {
  reportUnexpected(cursor, 'a value')
  const { start } = peek(cursor).span
  return { kind: 'invalid', parts: [], span: { start, end: start } }
}

function parseParentheses(cursor: Cursor): Expression {
  take(cursor)
  const [inner] = nested(cursor, () => parseUntil(cursor, ')', parseExpression, undefined))
  cursor.parenthesised.add(inner!)
  return inner!
}

/** arguments = argument { "," argument } */
function parseCall(cursor: Cursor): Expression {
  const name = take(cursor)
  const { start, end } = name.span
  take(cursor)
  const distinct = takeDistinct(cursor, cursor.text.slice(start, end))
  const isEmpty = takeSymbol(cursor, ')') !== undefined
  const args = isEmpty ? [] : nested(cursor, () => parseUntil(cursor, ')', parseArgument))
  return {
    kind: 'call',
    name: distinct ?? cursor.text.slice(start, end),
    nameSpan: name.span,
    arguments: args,
    span: spanFrom(cursor, start),
  }
}

/** argument = period | "*" | expression */
function parseArgument(cursor: Cursor): Expression {
  const token = peek(cursor)
  const endsHere = isSymbol(peek(cursor, 1), ',') || isSymbol(peek(cursor, 1), ')')
  if (token.kind === 'period' && endsHere) {
    take(cursor)
    return token
  }
  if (isSymbol(token, '*') && isSymbol(peek(cursor, 1), ')')) {
    take(cursor)
    return { kind: 'star', span: token.span }
  }
  return parseExpression(cursor)
}
