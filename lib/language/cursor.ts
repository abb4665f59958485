import type { Diagnostic } from './diagnostics'
import { isWord, type Token } from './lex'
import { error } from './messages'
import type { Expression, Name, Span } from './syntax'

/** A place among the tokens of a text, and what was found so far. */
export interface Cursor {
  readonly text: string
  readonly tokens: readonly Token[]
  readonly diagnostics: Diagnostic[]
  /** Expressions that stand in parentheses of their own: the grammar needs no warning for these. */
  readonly parenthesised: Set<Expression>
  position: number
  depth: number
}

/** Ends the command at hand once its diagnostic is given; parsing goes on after the next pipe. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
}

/** Words that stand for a name only in backticks. */
export const RESERVED: ReadonlySet<string> = new Set('and or not in like as by asc desc'.split(' '))

// Beyond this no reader follows, and the call stack of the parser ends not much later.
const DEEPEST = 100

export function peek(cursor: Cursor, ahead = 0): Token {
  return cursor.tokens[cursor.position + ahead] ?? cursor.tokens.at(-1)!
}

/** Takes the token at hand; at the end it is taken again and again. */
export function take(cursor: Cursor): Token {
  const token = peek(cursor)
  if (token.kind !== 'end') cursor.position++
  return token
}

export function takeSymbol(cursor: Cursor, ...symbols: readonly string[]): string | undefined {
  const token = peek(cursor)
  if (token.kind !== 'symbol' || !symbols.includes(token.symbol)) return undefined
  take(cursor)
  return token.symbol
}

export function takeWord(cursor: Cursor, ...words: readonly string[]): string | undefined {
  const token = peek(cursor)
  if (token.kind !== 'name') return undefined
  const word = words.find((candidate) => isWord(token, candidate))
  if (word !== undefined) take(cursor)
  return word
}

export function expectSymbol(cursor: Cursor, symbol: string): void {
  if (takeSymbol(cursor, symbol) === undefined) fail(cursor, `\`${symbol}\``)
}

export function isName(token: Token): boolean {
  return token.kind === 'name' && (token.quoted || !RESERVED.has(token.text.toLowerCase()))
}

export function takeName(cursor: Cursor): Name {
  const token = peek(cursor)
  if (token.kind !== 'name' || !isName(token)) return fail(cursor, 'a name')
  take(cursor)
  return { text: token.text, span: token.span }
}

/** One or more, with commas between. */
export function listOf<T>(cursor: Cursor, parseOne: (cursor: Cursor) => T): readonly T[] {
  const items = [parseOne(cursor)]
  while (takeSymbol(cursor, ',') !== undefined) items.push(parseOne(cursor))
  return items
}

/** From an offset to the end of the last token that was taken. */
export function spanFrom(cursor: Cursor, start: number): Span {
  const end = cursor.tokens[cursor.position - 1]?.span.end ?? start
  return { start, end: Math.max(start, end) }
}

export function startOf(cursor: Cursor): number {
  return peek(cursor).span.start
}

export function fail(cursor: Cursor, what: string): never {
  const token = peek(cursor)
  if (token.kind === 'bad') throw new CommandFailure()
  return failWith(cursor, error('expected', token.span, describe(cursor, token), what))
}

export function failWith(cursor: Cursor, diagnostic: Diagnostic): never {
  cursor.diagnostics.push(diagnostic)
  throw new CommandFailure()
}

/** Parses one level deeper, down to a depth that keeps the call stack. */
export function nested<T>(cursor: Cursor, parseInner: () => T): T {
  if (cursor.depth >= DEEPEST) return failWith(cursor, error('too-deep', peek(cursor).span))
  cursor.depth++
  const inner = parseInner()
  cursor.depth--
  return inner
}

function describe({ text }: Cursor, { kind, span }: Token): string {
  if (kind === 'end') return 'the query ends'
  return `\`${text.slice(span.start, span.end)}\``
}
