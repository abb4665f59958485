import { parseCidr } from '../flow-log/cidr'
import { peek, reportUnexpected, take, takeWord, type Cursor } from './cursor'
import { isWord } from './lex'
import { error } from './messages'
import { parseExpression, parseSum } from './parse-expression'
import { printExpression } from './print'
import { invalid } from './recovery'
import type { ComparisonOperator, Expression, Span, TextLiteral } from './syntax'

/** An address or an id without quotes, read as the text that it means. */
export function parseUnquoted(cursor: Cursor): TextLiteral {
  const { span } = take(cursor)
  const value = textOf(cursor, span)
  cursor.diagnostics.push(error('unquoted-text', span, value, `write \`"${value}"\``))
  return { kind: 'text', value, span }
}

/** `srcAddr = 10.0.0.0/8`, which means the test of a subnet. */
export function parseUnquotedBlock(
  cursor: Cursor,
  start: number,
  operand: Expression,
  operator: ComparisonOperator,
): Expression | undefined {
  const { kind, span } = peek(cursor)
  const block = textOf(cursor, span)
  const cidr = kind === 'unquoted' && block.includes('/') ? parseCidr(block) : undefined
  if (!cidr || (operator !== '=' && operator !== '!=')) return undefined
  take(cursor)
  const test = `isIpv${cidr.version}InSubnet(${printExpression(operand)}, "${block}")`
  const right = operator === '=' ? test : `not ${test}`
  cursor.diagnostics.push(error('unquoted-text', span, block, `write \`${right}\``))
  return invalid(cursor, start, [operand])
}

export function isSqlCase(cursor: Cursor): boolean {
  return isWord(peek(cursor), 'case') && peek(cursor, 1).kind === 'name'
}

/** SQL's `case when … then … else … end`, read as `case(…)`. */
export function parseSqlCase(cursor: Cursor): Expression {
  const word = take(cursor).span
  const operand = isWord(peek(cursor), 'when') ? undefined : parseSum(cursor)
  const parts: Expression[] = []
  const written: string[] = []
  while (takeWord(cursor, 'when') !== undefined) {
    const condition = parseExpression(cursor)
    if (takeWord(cursor, 'then') === undefined) {
      reportUnexpected(cursor, '`then`')
      return invalid(cursor, word.start, [...parts, condition])
    }
    const value = parseExpression(cursor)
    const test = operand ? `${printExpression(operand)} = ` : ''
    written.push(`${test}${printExpression(condition)}`, printExpression(value))
    parts.push(condition, value)
  }
  if (takeWord(cursor, 'else') !== undefined) {
    const value = parseExpression(cursor)
    parts.push(value)
    written.push(printExpression(value))
  }
  takeWord(cursor, 'end')
  const help = `write \`case(${written.join(', ')})\``
  cursor.diagnostics.push(error('foreign-word', word, textOf(cursor, word), help))
  return invalid(cursor, word.start, operand ? [operand] : parts)
}

/** `between`, `is null`, `ilike`, `contains` and `matches`, read as the forms of Insights QL. */
export function parseForeignComparison(
  cursor: Cursor,
  start: number,
  operand: Expression,
): Expression | undefined {
  const isNegated = isWord(peek(cursor), 'not')
  const word = peek(cursor, isNegated ? 1 : 0)
  if (word.kind !== 'name' || word.quoted) return undefined
  const parse = FORMS[word.text.toLowerCase()]
  if (!parse) return undefined
  if (isNegated) take(cursor)
  take(cursor)
  return parse(cursor, { start, operand, isNegated, word: word.span })
}

interface Form {
  readonly start: number
  readonly operand: Expression
  readonly isNegated: boolean
  readonly word: Span
}

type ParseForm = (cursor: Cursor, form: Form) => Expression

const FORMS: Readonly<Record<string, ParseForm | undefined>> = {
  between: (cursor, { start, operand, isNegated, word }) => {
    const low = parseSum(cursor)
    if (takeWord(cursor, 'and') === undefined) {
      reportUnexpected(cursor, '`and`')
      return invalid(cursor, start, [operand, low])
    }
    const high = parseSum(cursor)
    const [field, from, to] = [operand, low, high].map((each) => printExpression(each))
    const right = isNegated
      ? `(${field} < ${from} or ${field} > ${to})`
      : `${field} >= ${from} and ${field} <= ${to}`
    reportForeign(cursor, word, right)
    return invalid(cursor, start, [operand, low, high])
  },
  is: (cursor, { start, operand, word }) => {
    const isNegated = takeWord(cursor, 'not') !== undefined
    const isForm = takeWord(cursor, 'null', 'missing', 'empty', 'present') !== undefined
    const test = `ispresent(${printExpression(operand)})`
    if (isForm) reportForeign(cursor, word, isNegated ? test : `not ${test}`)
    else reportForeign(cursor, word, `${printExpression(operand)} = …`)
    return invalid(cursor, start, [operand])
  },
  ilike: (cursor, form) => parseMatch(cursor, form, (text) => `like /(?i)${asRegex(text)}/`),
  contains: (cursor, form) => parseMatch(cursor, form, (text) => `like "${text}"`),
  matches: (cursor, form) => parseMatch(cursor, form, (text) => `like /${text}/`),
  regexp: (cursor, form) => parseMatch(cursor, form, (text) => `like /${text}/`),
  rlike: (cursor, form) => parseMatch(cursor, form, (text) => `like /${text}/`),
}

function parseMatch(
  cursor: Cursor,
  { start, operand, isNegated, word }: Form,
  right: (text: string) => string,
): Expression {
  const pattern = peek(cursor)
  if (pattern.kind === 'text') take(cursor)
  const text = pattern.kind === 'text' ? pattern.value.replace(/^%|%$/g, '') : '…'
  reportForeign(cursor, word, `${isNegated ? 'not ' : ''}${right(text)}`)
  return invalid(cursor, start, [operand])
}

/** `count(distinct x)`: the aggregate that it means. */
export function takeDistinct(cursor: Cursor, name: string): string | undefined {
  const { span } = peek(cursor)
  const next = peek(cursor, 1)
  if (next.kind !== 'name' || takeWord(cursor, 'distinct') === undefined) return undefined
  const field = textOf(cursor, next.span)
  reportForeign(cursor, span, `count_distinct(${field})`)
  return name.toLowerCase() === 'count' ? 'count_distinct' : name
}

function reportForeign(cursor: Cursor, span: Span, right: string): void {
  cursor.diagnostics.push(error('foreign-word', span, textOf(cursor, span), `write \`${right}\``))
}

const asRegex = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

function textOf({ text }: Cursor, { start, end }: Span): string {
  return text.slice(start, end).replace(/\s+/g, ' ')
}
