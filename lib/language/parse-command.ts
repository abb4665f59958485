import { closest } from '../closest'
import {
  COMMAND_WORDS,
  commandList,
  isCommandEnd,
  OTHER_COMMANDS,
  SYNONYM_WORDS,
} from './command-list'
import {
  fail,
  failWith,
  isAtEnd,
  peek,
  reportUnexpected,
  spanFrom,
  startOf,
  take,
  takeWord,
  type Cursor,
} from './cursor'
import { helpForCommand } from './foreign-words'
import { isWord } from './lex'
import { error, warning } from './messages'
import { parseExpression, parsePrimary } from './parse-expression'
import { hasSubquery, parseOther, parseParse } from './parse-extraction'
import { parseItem, parseKey, parseSortItem } from './parse-item'
import { printExpression } from './print'
import { invalid, parseRest } from './recovery'
import type { Command, Expression } from './syntax'

/** Whether a pipe is before the command, or missing. */
export type Follows = 'after a pipe' | 'without a pipe'

type ParseCommandBody = (cursor: Cursor, start: number) => Command

/** The commands that have a form in SQL, by their first word. */
const COMMANDS: Readonly<Record<(typeof COMMAND_WORDS)[number], ParseCommandBody>> = {
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

/** One command, up to the pipe, the end of the text, or the first word of another command. */
export function parseCommand(cursor: Cursor, follows: Follows): Command {
  const start = startOf(cursor)
  const token = peek(cursor)
  if (isAtEnd(cursor)) return failWith(cursor, error('empty-command', lastToken(cursor)))
  if (token.kind !== 'name') return fail(cursor, 'a command')
  const word = token.text.toLowerCase()
  const pipe = follows === 'after a pipe' ? '' : '| '
  const other = OTHER_COMMANDS.find((name) => name.toLowerCase() === word)
  const synonym = Object.hasOwn(SYNONYM_WORDS, word)
    ? SYNONYM_WORDS[word as keyof typeof SYNONYM_WORDS]
    : undefined
  const known = synonym ?? COMMAND_WORDS.find((name) => name === word)
  if (pipe !== '' && synonym === undefined) {
    cursor.diagnostics.push(error('missing-pipe', token.span, token.text))
  }
  if (other !== undefined) return parseOther(cursor, start, other)
  if (known === undefined) return failWith(cursor, unknownCommand(token.text, cursor))

  take(cursor)
  const body = startOf(cursor)
  const command = COMMANDS[known](cursor, start)
  if (synonym !== undefined) {
    const rest = cursor.text.slice(body, command.span.end).replace(/^by\s+/i, '')
    const right = `${pipe}${synonym} ${rest.replace(/\s+/g, ' ')}`.trimEnd()
    cursor.diagnostics.push(error('foreign-command', token.span, token.text, right))
  }
  if (!isCommandEnd(cursor)) {
    reportUnexpected(cursor, '`|`')
    while (!isAtEnd(cursor)) take(cursor)
  }
  return command
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

function parseCountFrequent(cursor: Cursor, start: number): Command {
  const keys = commandList(cursor, parseExpression)
  return { kind: 'countFrequent', keys, span: spanFrom(cursor, start) }
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

function unknownCommand(name: string, cursor: Cursor) {
  const { span } = peek(cursor)
  const help = helpForCommand(name)
  if (help !== undefined) return error('foreign-word', span, name, help)
  const near = closest(name, [...COMMAND_WORDS, ...OTHER_COMMANDS])
  return error('unknown-command', span, name, near)
}

/** The pipe before a missing command. */
function lastToken(cursor: Cursor) {
  return cursor.tokens[cursor.position - 1]?.span ?? peek(cursor).span
}
