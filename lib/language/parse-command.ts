import {
  failWith,
  fail,
  isAtEnd,
  isName,
  peek,
  reportUnexpected,
  spanFrom,
  startOf,
  take,
  takeName,
  takeSymbol,
  takeWord,
  type Cursor,
} from './cursor'
import { closest } from '../closest'
import { fieldByName } from '../flow-log/fields'
import { helpForCommand, helpForWord } from './foreign-words'
import { isSymbol, isWord, type Token } from './lex'
import { error, warning } from './messages'
import { parseExpression, parsePrimary } from './parse-expression'
import { printExpression, printName } from './print'
import { invalid, parseRest, skipToComma } from './recovery'
import type { Command, Expression, Item, Name, PeriodLiteral, SortItem } from './syntax'

/** Whether a pipe is before the command, or missing. */
export type Follows = 'after a pipe' | 'without a pipe'

type ParseCommandBody = (cursor: Cursor, start: number) => Command

/** The commands that have a form in SQL, by their first word. */
const COMMANDS: Readonly<Record<string, ParseCommandBody>> = {
  fields: (cursor, start) => {
    const items = commandList(cursor, parseItem)
    return { kind: 'fields', items, span: spanFrom(cursor, start) }
  },
  display: (cursor, start) => {
    const items = commandList(cursor, parseItem)
    return { kind: 'display', items, span: spanFrom(cursor, start) }
  },
  filter: parseFilter,
  where: parseFilter,
  stats: (cursor, start) => {
    const items = commandList(cursor, parseItem)
    skipSqlClauses(cursor)
    const by = takeWord(cursor, 'by') === undefined ? [] : commandList(cursor, parseKey)
    return { kind: 'stats', items, by, span: spanFrom(cursor, start) }
  },
  sort: parseSort,
  limit: (cursor, start) => {
    // `limit any 10` returns any ten rows: the first ten.
    if (isWord(peek(cursor), 'any') && peek(cursor, 1).kind !== 'symbol') take(cursor)
    const count = parseCount(cursor)
    const { span } = peek(cursor)
    if (takeWord(cursor, 'offset') !== undefined) {
      cursor.diagnostics.push(error('foreign-word', span, 'offset', 'rows cannot be skipped'))
      if (peek(cursor).kind === 'number') take(cursor)
    }
    return { kind: 'limit', count, span: spanFrom(cursor, start) }
  },
  dedup: (cursor, start) => {
    const keys = commandList(cursor, parseExpression)
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

/** Commands of other languages, and undocumented ones, that mean one of Insights QL. */
const SYNONYMS: Readonly<
  Record<string, { readonly right: string; readonly parse: ParseCommandBody } | undefined>
> = {
  order: { right: 'sort', parse: parseSort },
  head: { right: 'limit', parse: COMMANDS['limit']! },
  tail: { right: 'limit', parse: COMMANDS['limit']! },
  take: { right: 'limit', parse: COMMANDS['limit']! },
  having: { right: 'filter', parse: parseFilter },
  project: { right: 'display', parse: COMMANDS['display']! },
  table: { right: 'display', parse: COMMANDS['display']! },
  summarize: { right: 'stats', parse: COMMANDS['stats']! },
}

/** One command, up to the pipe, the end of the text, or the first word of another command. */
export function parseCommand(cursor: Cursor, follows: Follows): Command {
  const start = startOf(cursor)
  const token = peek(cursor)
  if (isAtEnd(cursor)) return failWith(cursor, error('empty-command', lastToken(cursor)))
  if (token.kind !== 'name') return fail(cursor, 'a command')
  const word = token.text.toLowerCase()
  const pipe = follows === 'after a pipe' ? '' : '| '
  const other = OTHER_COMMANDS.find((name) => name.toLowerCase() === word)
  const synonym = Object.hasOwn(SYNONYMS, word) ? SYNONYMS[word] : undefined
  const parseBody = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : synonym?.parse
  if (pipe !== '' && !synonym) {
    cursor.diagnostics.push(error('missing-pipe', token.span, token.text))
  }
  if (other !== undefined) return parseOther(cursor, start, other)
  if (!parseBody) return failWith(cursor, unknownCommand(token.text, cursor))

  take(cursor)
  const body = startOf(cursor)
  const command = parseBody(cursor, start)
  if (synonym) {
    const rest = cursor.text.slice(body, command.span.end).replace(/^by\s+/i, '')
    const right = `${pipe}${synonym.right} ${rest.replace(/\s+/g, ' ')}`.trimEnd()
    cursor.diagnostics.push(error('foreign-command', token.span, token.text, right))
  }
  if (!isCommandEnd(cursor)) {
    reportUnexpected(cursor, '`|`')
    while (!isAtEnd(cursor)) take(cursor)
  }
  return command
}

/** Whether the next token ends the command; the first word of another command does, with a diagnostic. */
function isCommandEnd(cursor: Cursor): boolean {
  const token = peek(cursor)
  if (isAtEnd(cursor)) return true
  if (isSymbol(token, '||')) {
    reportUnexpected(cursor, '`|`')
    return true
  }
  if (token.kind !== 'name' || token.quoted) return false
  const word = token.text.toLowerCase()
  return (
    Object.hasOwn(COMMANDS, word) ||
    Object.hasOwn(SYNONYMS, word) ||
    OTHER_COMMANDS.some((name) => name.toLowerCase() === word)
  )
}

/** One or more with commas between; what cannot follow one is skipped, with a diagnostic. */
function commandList<T>(cursor: Cursor, parseOne: (cursor: Cursor) => T): readonly T[] {
  const items: T[] = []
  for (;;) {
    items.push(parseOne(cursor))
    if (takeSymbol(cursor, ',') !== undefined) continue
    if (isCommandEnd(cursor) || endsItems(cursor)) return items
    reportUnexpected(cursor, '`|`')
    skipToComma(cursor, endsItems)
    if (takeSymbol(cursor, ',') === undefined) return items
  }
}

/** Words after the items of `stats`. */
function endsItems(cursor: Cursor): boolean {
  const token = peek(cursor)
  if (isWord(token, 'where')) return true
  return isWord(token, 'by') || (isWord(token, 'group') && isWord(peek(cursor, 1), 'by'))
}

/** SQL's `where` and `group` inside of `stats`. */
function skipSqlClauses(cursor: Cursor): void {
  const where = peek(cursor)
  if (takeWord(cursor, 'where') !== undefined) {
    const condition = printExpression(parseExpression(cursor))
    const help = `write \`filter ${condition} |\` before \`stats\``
    cursor.diagnostics.push(error('foreign-word', where.span, 'where', help))
  }
  const { span } = peek(cursor)
  if (takeWord(cursor, 'group') !== undefined) {
    cursor.diagnostics.push(error('foreign-word', span, 'group', 'write `by` alone'))
  }
}

function parseFilter(cursor: Cursor, start: number): Command {
  if (hasSubquery(cursor)) return parseOther(cursor, start, 'in (SOURCE …)')
  const first = startOf(cursor)
  const condition = parseExpression(cursor)
  if (isCommandEnd(cursor)) return { kind: 'filter', condition, span: spanFrom(cursor, start) }
  const rest = parseRest(cursor)
  const parts = condition.kind === 'name' ? rest : [condition, ...rest]
  return { kind: 'filter', condition: invalid(cursor, first, parts), span: spanFrom(cursor, start) }
}

function parseSort(cursor: Cursor, start: number): Command {
  const { span } = peek(cursor)
  const isOrder = isWord(cursor.tokens[cursor.position - 1], 'order')
  if (takeWord(cursor, 'by') !== undefined && !isOrder) {
    cursor.diagnostics.push(warning('sort-by', span))
  }
  const keys = commandList(cursor, parseSortItem)
  return { kind: 'sort', keys, span: spanFrom(cursor, start) }
}

/** item = expression [ "as" name ] */
function parseItem(cursor: Cursor): Item {
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

/** The name after `as`; undefined, with a diagnostic, when there is none. */
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
function parseKey(cursor: Cursor): Item {
  const item = parseItem(cursor)
  if (!isWord(peek(cursor), 'offset') || peek(cursor, 1).kind !== 'period') return item
  take(cursor)
  const offset = take(cursor) as PeriodLiteral
  return { ...item, offset, span: spanFrom(cursor, item.span.start) }
}

function parseCountFrequent(cursor: Cursor, start: number): Command {
  const keys = commandList(cursor, parseExpression)
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
  const hasNames = takeWord(cursor, 'as') !== undefined || misses(cursor, form)
  const names = hasNames ? parseNames(cursor) : []
  if (isWord(peek(cursor), 'multi')) return parseOther(cursor, start, 'parse … multi')
  return { kind: 'parse', operand, pattern, names, span: spanFrom(cursor, start) }
}

/** Names with commas between; a pipe before one of them gets a diagnostic. */
function parseNames(cursor: Cursor): readonly Name[] {
  const names: Name[] = []
  do {
    if (isSymbol(peek(cursor), '|') && isName(peek(cursor, 1))) {
      reportUnexpected(cursor, 'a name')
      take(cursor)
    }
    names.push(takeName(cursor))
  } while (takeSymbol(cursor, ',') !== undefined)
  return names
}

/** Whether names follow a text without `as`, or with a pipe before it, which gets a diagnostic. */
function misses(cursor: Cursor, form: Token): boolean {
  if (form.kind !== 'text') return false
  const token = peek(cursor)
  if (isSymbol(token, '|') && isWord(peek(cursor, 1), 'as')) {
    reportUnexpected(cursor, '`as`')
    take(cursor)
    take(cursor)
    return true
  }
  if (!isName(token)) return failWith(cursor, error('parse-as', form.span))
  cursor.diagnostics.push(error('parse-as', token.span))
  return true
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
  const help = helpForCommand(name)
  if (help !== undefined) return error('foreign-word', span, name, help)
  const near = closest(name, [...Object.keys(COMMANDS), ...OTHER_COMMANDS])
  return error('unknown-command', span, name, near)
}

/** The pipe before a missing command. */
function lastToken(cursor: Cursor) {
  return cursor.tokens[cursor.position - 1]?.span ?? peek(cursor).span
}
