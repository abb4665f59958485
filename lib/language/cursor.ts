import type { Diagnostic } from './diagnostics'
import { helpForWord } from './foreign-words'
import { isSymbol, isWord, type Token } from './lex'
import { error } from './messages'
import type { Expression, Name, Span } from './syntax'

/** The position in the tokens of a text, and the diagnostics so far. */
export interface Cursor {
  readonly text: string
  readonly tokens: readonly Token[]
  readonly diagnostics: Diagnostic[]
  /** Expressions in parentheses, which need no warning about precedence. */
  readonly parenthesised: Set<Expression>
  position: number
  depth: number
  /** The position of the last token with a diagnostic: a token gets one. */
  reported: number
}

/** Ends the current command after its diagnostic; parsing continues after the next pipe. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure'
}

/** Words that are names only in backticks. */
export const RESERVED: ReadonlySet<string> = new Set('and or not in like as by asc desc'.split(' '))

// Protects the call stack of the parser.
const MAX_DEPTH = 100

export function peek(cursor: Cursor, ahead = 0): Token {
  return cursor.tokens[cursor.position + ahead] ?? cursor.tokens.at(-1)!
}

/** Takes the current token; the last one, `end`, stays. */
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

export function isName(token: Token): boolean {
  return token.kind === 'name' && (token.quoted || !RESERVED.has(token.text.toLowerCase()))
}

export function takeName(cursor: Cursor): Name {
  const token = peek(cursor)
  if (token.kind !== 'name' || !isName(token)) return fail(cursor, 'a name')
  take(cursor)
  return { text: token.text, span: token.span }
}

/** Whether the command ends here. */
export function isAtEnd(cursor: Cursor): boolean {
  return peek(cursor).kind === 'end' || isSymbol(peek(cursor), '|')
}

/** From an offset to the end of the last token that was taken. */
export function spanFrom(cursor: Cursor, start: number): Span {
  const end = cursor.tokens[cursor.position - 1]?.span.end ?? start
  return { start, end: Math.max(start, end) }
}

export function startOf(cursor: Cursor): number {
  return peek(cursor).span.start
}

/** Reports that the current token does not fit; an invalid token has a diagnostic already. */
export function reportUnexpected(cursor: Cursor, what: string): void {
  const token = peek(cursor)
  if (token.kind === 'bad' || cursor.reported === cursor.position) return
  cursor.reported = cursor.position
  const help = token.kind === 'name' && !token.quoted ? helpForWord(token.text) : undefined
  cursor.diagnostics.push(
    help !== undefined && token.kind === 'name'
      ? error('foreign-word', token.span, token.text, help)
      : error('expected', token.span, describe(cursor, token), what),
  )
}

export function fail(cursor: Cursor, what: string): never {
  reportUnexpected(cursor, what)
  throw new CommandFailure()
}

export function failWith(cursor: Cursor, diagnostic: Diagnostic): never {
  cursor.diagnostics.push(diagnostic)
  throw new CommandFailure()
}

/** Parses one level deeper, up to {@link MAX_DEPTH}. */
export function nested<T>(cursor: Cursor, parseInner: () => T): T {
  if (cursor.depth >= MAX_DEPTH) return failWith(cursor, error('too-deep', peek(cursor).span))
  cursor.depth++
  const inner = parseInner()
  cursor.depth--
  return inner
}

function describe({ text }: Cursor, { kind, span }: Token): string {
  if (kind === 'end') return 'the query ends'
  return `\`${text.slice(span.start, span.end)}\``
}
