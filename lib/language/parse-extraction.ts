import {
  fail,
  failWith,
  isName,
  peek,
  reportUnexpected,
  spanFrom,
  take,
  takeName,
  takeSymbol,
  takeWord,
  type Cursor,
} from './cursor'
import { isSymbol, isWord, type Token } from './lex'
import { error } from './messages'
import { parsePrimary } from './parse-expression'
import type { Command, Name } from './syntax'

/** "parse" [ field ] ( glob "as" name { "," name } | regex ) */
export function parseParse(cursor: Cursor, start: number): Command {
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
export function parseOther(cursor: Cursor, start: number, name: string): Command {
  for (let depth = 0; peek(cursor).kind !== 'end'; take(cursor)) {
    const token = peek(cursor)
    if (isSymbol(token, '(')) depth++
    if (isSymbol(token, ')')) depth--
    if (isSymbol(token, '|') && depth <= 0) break
  }
  return { kind: 'other', name, span: spanFrom(cursor, start) }
}

/** Whether the command contains a subquery: `in (SOURCE …)`. */
export function hasSubquery(cursor: Cursor): boolean {
  for (let ahead = 0; ; ahead++) {
    const token = peek(cursor, ahead)
    if (token.kind === 'end' || isSymbol(token, '|')) return false
    const opens = isSymbol(token, '(') && isWord(peek(cursor, ahead + 1), 'source')
    if (opens && isWord(cursor.tokens[cursor.position + ahead - 1], 'in')) return true
  }
}
