import { fieldByName } from '../flow-log/fields'
import { endsItems, isCommandEnd } from './command-list'
import {
  isName,
  peek,
  reportUnexpected,
  spanFrom,
  startOf,
  take,
  takeName,
  takeWord,
  type Cursor,
} from './cursor'
import { helpForWord } from './foreign-words'
import { isSymbol, isWord } from './lex'
import { error } from './messages'
import { parseExpression } from './parse-expression'
import { printName } from './print'
import { invalid } from './recovery'
import type { Expression, Item, Name, PeriodLiteral, SortItem } from './syntax'

/** item = expression [ "as" name ] */
export function parseItem(cursor: Cursor): Item {
  const start = startOf(cursor)
  const expression = parseExpression(cursor)
  if (takeWord(cursor, 'as') === undefined) return withoutAs(cursor, start, expression)
  const alias = takeAlias(cursor)
  return {
    expression: alias ? expression : invalid(cursor, start, [expression]),
    alias,
    span: spanFrom(cursor, start),
  }
}

/** `sum(bytes) total` and `srcAddr dstAddr`: a name, or a field, without what must be before it. */
function withoutAs(cursor: Cursor, start: number, expression: Expression): Item {
  const item: Item = { expression, alias: undefined, span: spanFrom(cursor, start) }
  const token = peek(cursor)
  const isLast = [',', '|'].some((each) => isSymbol(peek(cursor, 1), each))
  const endsHere = isLast || peek(cursor, 1).kind === 'end' || isWord(peek(cursor, 1), 'by')
  if (token.kind !== 'name' || !isName(token) || !endsHere) return item
  if (isCommandEnd(cursor) || endsItems(cursor)) return item
  if (helpForWord(token.text) !== undefined) return item
  const isField = expression.kind === 'name' && fieldByName(token.text) !== undefined
  const right = `${isField ? ', ' : 'as '}${cursor.text.slice(token.span.start, token.span.end)}`
  cursor.diagnostics.push(error('missing-as', token.span, token.text, right))
  take(cursor)
  return isField ? item : { ...item, alias: { text: token.text, span: token.span } }
}

/** The name after `as`; undefined, with a diagnostic, when the name is missing. */
function takeAlias(cursor: Cursor): Name | undefined {
  const token = peek(cursor)
  if (token.kind === 'text') {
    take(cursor)
    cursor.diagnostics.push(error('quoted-name', token.span, printName(token.value)))
    return { text: token.value, span: token.span }
  }
  if (isName(token)) return takeName(cursor)
  reportUnexpected(cursor, 'a name')
  return undefined
}

/** key = item [ "offset" period ] */
export function parseKey(cursor: Cursor): Item {
  const item = parseItem(cursor)
  if (!isWord(peek(cursor), 'offset') || peek(cursor, 1).kind !== 'period') return item
  take(cursor)
  const offset = take(cursor) as PeriodLiteral
  return { ...item, offset, span: spanFrom(cursor, item.span.start) }
}

/** key = expression [ "asc" | "desc" ] */
export function parseSortItem(cursor: Cursor): SortItem {
  const start = startOf(cursor)
  const expression = parseExpression(cursor)
  const descending = takeWord(cursor, 'asc', 'desc') === 'desc'
  return { expression, descending, span: spanFrom(cursor, start) }
}
