import {
  failWith,
  fail,
  isName,
  listOf,
  peek,
  spanFrom,
  startOf,
  take,
  takeName,
  takeWord,
  type Cursor,
} from './cursor'
import { closest } from '../closest'
import { helpForCommand } from './foreign-words'
import { isSymbol, isWord } from './lex'
import { error, warning } from './messages'
import { parseExpression, parsePrimary } from './parse-expression'
import type { Command, Expression, Item, PeriodLiteral, SortItem } from './syntax'

type ParseCommandBody = (cursor: Cursor, start: number) => Command

/** The commands that have a form in SQL, by their first word. */
const COMMANDS: Readonly<Record<string, ParseCommandBody>> = {
  fields: (cursor, start) => {
    const items = listOf(cursor, parseItem)
    return { kind: 'fields', items, span: spanFrom(cursor, start) }
  },
  display: (cursor, start) => {
    const items = listOf(cursor, parseItem)
    return { kind: 'display', items, span: spanFrom(cursor, start) }
  },
  filter: parseFilter,
  where: parseFilter,
  stats: (cursor, start) => {
    const items = listOf(cursor, parseItem)
    const by = takeWord(cursor, 'by') === undefined ? [] : listOf(cursor, parseKey)
    return { kind: 'stats', items, by, span: spanFrom(cursor, start) }
  },
  sort: (cursor, start) => {
    const { span } = peek(cursor)
    if (takeWord(cursor, 'by') !== undefined) cursor.diagnostics.push(warning('sort-by', span))
    const keys = listOf(cursor, parseSortItem)
    return { kind: 'sort', keys, span: spanFrom(cursor, start) }
  },
  limit: (cursor, start) => {
    // `limit any 10` returns any ten rows: the first ten.
    if (isWord(peek(cursor), 'any') && peek(cursor, 1).kind !== 'symbol') take(cursor)
    const count = parseCount(cursor)
    return { kind: 'limit', count, span: spanFrom(cursor, start) }
  },
  dedup: (cursor, start) => {
    const keys = listOf(cursor, parseExpression)
    return { kind: 'dedup', keys, span: spanFrom(cursor, start) }
  },
  parse: parseParse,
  countfrequent: parseCountFrequent,
  count_frequent: parseCountFrequent,
  filterindex: parseFilter,
}

/** Commands without a form in SQL. */
const OTHER_COMMANDS: readonly string[] = (
  'pattern diff anomaly logcompare relevantfields outlier estimate unnest expand unmask ' +
  'SOURCE lookup cidrlookup join appendcols addtotals accum autoregress filldown fillmissing sessionize'
).split(' ')

/** Commands that the service accepts and its manual does not document, with their documented form. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['order', 'sort'],
  ['head', 'limit'],
  ['tail', 'limit'],
  ['search', 'filter @message like "…"'],
])

/** One command, up to the pipe or the end of the text. */
export function parseCommand(cursor: Cursor): Command {
  const start = startOf(cursor)
  const token = peek(cursor)
  if (token.kind === 'end' || isSymbol(token, '|')) {
    return failWith(cursor, error('empty-command', lastToken(cursor)))
  }
  if (token.kind !== 'name') return fail(cursor, 'a command')
  const word = token.text.toLowerCase()
  const other = OTHER_COMMANDS.find((name) => name.toLowerCase() === word)
  if (other !== undefined) return parseOther(cursor, start, other)

  const parseBody = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined
  if (!parseBody) return failWith(cursor, unknownCommand(token.text, cursor))
  take(cursor)
  const command = parseBody(cursor, start)
  if (peek(cursor).kind !== 'end' && !isSymbol(peek(cursor), '|')) fail(cursor, '`|`')
  return command
}

function parseFilter(cursor: Cursor, start: number): Command {
  if (hasSubquery(cursor)) return parseOther(cursor, start, 'in (SOURCE …)')
  const condition = parseExpression(cursor)
  return { kind: 'filter', condition, span: spanFrom(cursor, start) }
}

/** item = expression [ "as" name ] */
function parseItem(cursor: Cursor): Item {
  const start = startOf(cursor)
  const expression = parseExpression(cursor)
  const alias = takeWord(cursor, 'as') === undefined ? undefined : takeName(cursor)
  return { expression, alias, span: spanFrom(cursor, start) }
}

/** key = item [ "offset" period ] */
function parseKey(cursor: Cursor): Item {
  const item = parseItem(cursor)
  if (!isWord(peek(cursor), 'offset') || peek(cursor, 1).kind !== 'period') return item
  take(cursor)
  const offset = take(cursor) as PeriodLiteral
  return { ...item, offset, span: spanFrom(cursor, item.span.start) }
}

function parseCountFrequent(cursor: Cursor, start: number): Command {
  const keys = listOf(cursor, parseExpression)
  return { kind: 'countFrequent', keys, span: spanFrom(cursor, start) }
}

/** key = expression [ "asc" | "desc" ] */
function parseSortItem(cursor: Cursor): SortItem {
  const start = startOf(cursor)
  const expression = parseExpression(cursor)
  const descending = takeWord(cursor, 'asc', 'desc') === 'desc'
  return { expression, descending, span: spanFrom(cursor, start) }
}

function parseCount(cursor: Cursor): Expression {
  const token = peek(cursor)
  if (token.kind === 'placeholder') return parsePrimary(cursor)
  if (token.kind === 'number') {
    const count = Number(token.digits)
    if (Number.isSafeInteger(count) && count > 0) return parsePrimary(cursor)
  }
  if (token.kind === 'bad') return fail(cursor, 'a number')
  return failWith(cursor, error('limit-count', token.span))
}

/** "parse" [ field ] ( glob "as" name { "," name } | regex ) */
function parseParse(cursor: Cursor, start: number): Command {
  const operand = isName(peek(cursor)) ? parsePrimary(cursor) : undefined
  const form = peek(cursor)
  if (form.kind === 'name' && /^(csv|json|logfmt|xml)$/i.test(form.text)) {
    return parseOther(cursor, start, `parse … ${form.text}`)
  }
  if (form.kind !== 'text' && form.kind !== 'regex') {
    return fail(cursor, 'a text with `*` or a regular expression')
  }
  const pattern = take(cursor) as typeof form
  const hasNames = takeWord(cursor, 'as') !== undefined
  if (form.kind === 'text' && !hasNames) {
    return failWith(cursor, error('parse-as', spanFrom(cursor, start)))
  }
  const names = hasNames ? listOf(cursor, takeName) : []
  if (isWord(peek(cursor), 'multi')) return parseOther(cursor, start, 'parse … multi')
  return { kind: 'parse', operand, pattern, names, span: spanFrom(cursor, start) }
}

/** Takes everything up to the next pipe outside of parentheses: subqueries contain pipes. */
function parseOther(cursor: Cursor, start: number, name: string): Command {
  for (let depth = 0; peek(cursor).kind !== 'end'; take(cursor)) {
    const token = peek(cursor)
    if (isSymbol(token, '(')) depth++
    if (isSymbol(token, ')')) depth--
    if (isSymbol(token, '|') && depth <= 0) break
  }
  return { kind: 'other', name, span: spanFrom(cursor, start) }
}

/** Whether the command contains a subquery: `in (SOURCE …)`. */
function hasSubquery(cursor: Cursor): boolean {
  for (let ahead = 0; ; ahead++) {
    const token = peek(cursor, ahead)
    if (token.kind === 'end' || isSymbol(token, '|')) return false
    const opens = isSymbol(token, '(') && isWord(peek(cursor, ahead + 1), 'source')
    if (opens && isWord(cursor.tokens[cursor.position + ahead - 1], 'in')) return true
  }
}

function unknownCommand(name: string, cursor: Cursor) {
  const { span } = peek(cursor)
  const right = REFUSED.get(name.toLowerCase())
  if (right !== undefined) return error('refused-command', span, name, right)
  const help = helpForCommand(name)
  if (help !== undefined) return error('foreign-word', span, name, help)
  const near = closest(name, [...Object.keys(COMMANDS), ...OTHER_COMMANDS])
  return error('unknown-command', span, name, near)
}

/** The pipe before a missing command. */
function lastToken(cursor: Cursor) {
  return cursor.tokens[cursor.position - 1]?.span ?? peek(cursor).span
}
