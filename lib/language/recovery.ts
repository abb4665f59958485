import { isAtEnd, peek, reportUnexpected, spanFrom, take, takeSymbol, takeWord } from './cursor'
import type { Cursor } from './cursor'
import { isSymbol } from './lex'
import { parseExpression } from './parse-expression'
import type { Expression } from './syntax'

/** An expression with an error, and the parts of it that can be checked. */
export function invalid(
  cursor: Cursor,
  start: number,
  parts: readonly Expression[] = [],
): Expression {
  return { kind: 'invalid', parts, span: spanFrom(cursor, start) }
}

/**
 * Expressions between brackets, up to the closing one. What cannot follow an expression gets a diagnostic; the operands of `and`
 * and `or` behind it are checked.
 */
export function parseUntil(
  cursor: Cursor,
  close: ')' | ']',
  parseOne: (cursor: Cursor) => Expression,
  separator: ',' | undefined = ',',
): readonly Expression[] {
  const items: Expression[] = []
  let closing: number | undefined
  for (;;) {
    const start = peek(cursor).span.start
    let item = parseOne(cursor)
    const isValid = isSymbol(peek(cursor), close) || isSymbol(peek(cursor), separator ?? close)
    if (!isValid) {
      reportUnexpected(cursor, `\`${close}\``)
      closing ??= closingPosition(cursor, close)
      if (closing !== undefined) {
        const parts = [item, ...operandsUntil(cursor, closing, separator)]
        item = invalid(cursor, start, isJunkAfterName(item) ? parts.slice(1) : parts)
      } else {
        items.push(invalid(cursor, start, isJunkAfterName(item) ? [] : [item]))
        return items
      }
    }
    items.push(item)
    if (separator !== undefined && takeSymbol(cursor, separator) !== undefined) continue
    takeSymbol(cursor, close)
    return items
  }
}

/** `case when …`: a word before an invalid one is seldom the name of a field. */
function isJunkAfterName({ kind }: Expression): boolean {
  return kind === 'name'
}

/** Skips what cannot follow an expression of a command, and reads the operands of `and` and `or` behind it. */
export function parseRest(cursor: Cursor): readonly Expression[] {
  reportUnexpected(cursor, '`|`')
  return operandsUntil(cursor, Infinity, undefined)
}

/** Skips to a comma outside of brackets, or the end of the command. */
export function skipToComma(cursor: Cursor, isEnd: (cursor: Cursor) => boolean): void {
  for (let depth = 0; !isAtEnd(cursor); take(cursor)) {
    if (depth <= 0 && (isSymbol(peek(cursor), ',') || isEnd(cursor))) return
    depth += depthOf(cursor)
  }
}

function operandsUntil(
  cursor: Cursor,
  end: number,
  separator: ',' | undefined,
): readonly Expression[] {
  const operands: Expression[] = []
  for (let depth = 0; cursor.position < end && !isAtEnd(cursor);) {
    if (depth <= 0 && separator !== undefined && isSymbol(peek(cursor), separator)) break
    if (takeWord(cursor, 'and', 'or') !== undefined) operands.push(parseExpression(cursor))
    else {
      depth += depthOf(cursor)
      take(cursor)
    }
  }
  return operands
}

/** The position of the bracket that closes the current one; undefined when the command ends before. */
function closingPosition({ tokens, position }: Cursor, close: ')' | ']'): number | undefined {
  for (let index = position, depth = 0; index < tokens.length; index++) {
    const token = tokens[index]
    if (isSymbol(token, '|')) return undefined
    if (depth === 0 && isSymbol(token, close)) return index
    if (isSymbol(token, '(') || isSymbol(token, '[')) depth++
    if (isSymbol(token, ')') || isSymbol(token, ']')) depth--
  }
  return undefined
}

function depthOf(cursor: Cursor): -1 | 0 | 1 {
  const token = peek(cursor)
  if (isSymbol(token, '(') || isSymbol(token, '[')) return 1
  return isSymbol(token, ')') || isSymbol(token, ']') ? -1 : 0
}
