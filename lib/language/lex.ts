import type { Diagnostic } from './diagnostics'
import {
  CURLY_QUOTE,
  CURLY_QUOTED,
  digitsOf,
  ENTITIES,
  HTML_ENTITY,
  HTML_QUOTED,
  unquotedLength,
} from './foreign-tokens'
import { error } from './messages'
import { parsePeriod } from './period'
import { printText } from './print-text'
import type { PeriodUnit, Span } from './syntax'

/** A token; white space and comments (`#` to the end of the line) are not tokens. */
export type Token =
  | { readonly kind: 'name'; readonly text: string; readonly quoted: boolean; readonly span: Span }
  | { readonly kind: 'text'; readonly value: string; readonly span: Span }
  | { readonly kind: 'regex'; readonly pattern: string; readonly span: Span }
  | { readonly kind: 'number'; readonly digits: string; readonly span: Span }
  | {
      readonly kind: 'period'
      readonly count: number
      readonly unit: PeriodUnit
      readonly span: Span
    }
  | { readonly kind: 'placeholder'; readonly name: string; readonly span: Span }
  | { readonly kind: 'symbol'; readonly symbol: string; readonly span: Span }
  /** An address, a block or an id without quotes; the parser reports it. */
  | { readonly kind: 'unquoted'; readonly span: Span }
  /** Invalid text that already has a diagnostic. */
  | { readonly kind: 'bad'; readonly span: Span }
  | { readonly kind: 'end'; readonly span: Span }

export interface Lexed {
  /** The last one is `end`. */
  readonly tokens: readonly Token[]
  readonly diagnostics: readonly Diagnostic[]
}

// Beyond ASCII everything but spaces, punctuation and symbols is a letter: property classes such as `\p{L}` are slow to compile.
const LETTER = 'A-Za-z_\\u00aa-\\u167f\\u1681-\\u1fff\\u2c00-\\u2fff\\u3001-\\ufefe\\uff00-\\uffff'
const WORD = `[${LETTER}][${LETTER}0-9]*`
const INDEX = '\\[\\d+\\]'

const SPACE = /(?:\s+|#[^\n]*)+/y
const NAME = new RegExp(
  `@{0,2}(?:${WORD}|\`[^\`\\n]+\`)(?:\\.(?:[${LETTER}0-9@]+|\`[^\`\\n]+\`)|${INDEX})*`,
  'y',
)
const WORD_OF_DIGITS = new RegExp(`\\d[${LETTER}0-9.]*`, 'y')
const DOUBLE_QUOTED = /"([^"\\\n]*(?:\\[^\n][^"\\\n]*)*)"/y
const SINGLE_QUOTED = /'([^'\\\n]*(?:\\[^\n][^'\\\n]*)*)'/y
const REGEX = /\/([^/\\]*(?:\\[^\n][^/\\]*)*)\/([A-Za-z]*)/y
const PLACEHOLDER = /\{\{([^{}\n]*)\}\}/y
// Placeholders of other tools, `{name}` and `${name}`, get one diagnostic each.
const FOREIGN_PLACEHOLDER = /\$?\{[^{}\s|]*\}/y
// Grafana's `$__interval` and variables of a shell.
const FOREIGN_VARIABLE = /\$[A-Za-z_]\w*(?:\([^()\n|]*\))?/y
const FOREIGN_COMMENT = /--(?=\s|$)[^\n]*|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/y
const SYMBOL = /\|\||&&|==|=~|!=|<>|<=|>=|[|,()[\]=<>!+\-*/^%:]/y
const REST_OF_LINE = /[^\n]*/y

/** A name that needs no backticks. */
export const PLAIN_NAME = new RegExp(`^@{0,2}${WORD}(?:\\.[${LETTER}0-9@]+|${INDEX})*$`)

const PLACEHOLDER_NAME = /^[A-Za-z_]\w*$/
const PLACEHOLDER_INSIDE = /\{\{\w+\}\}/
const KEYWORD_BEFORE_LIST = /^(?:in|and|or|not|like|by|as)(?=\[)/i

/** Splits a text into tokens; never throws. */
export function lex(text: string): Lexed {
  const tokens: Token[] = []
  const diagnostics: Diagnostic[] = []
  let offset = 0
  // A slash begins a regular expression only where a pattern can stand; elsewhere it divides.
  let place: 'command' | 'parse' | 'inside' = 'command'

  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = offset
    return pattern.exec(text)
  }
  const spanOf = (length: number): Span => ({ start: offset, end: offset + length })

  while (offset < text.length) {
    const space = match(SPACE) ?? (patternCanStand() ? null : foreignSpace())
    if (space) {
      offset += space[0].length
      continue
    }
    const token = next()
    tokens.push(token)
    offset = token.span.end
    place = placeAfter(token)
  }
  tokens.push({ kind: 'end', span: { start: text.length, end: text.length } })
  return { tokens, diagnostics }

  function next(): Token {
    const first = text[offset]!
    const unquoted = unquotedText()
    if (unquoted) return unquoted
    if (first === '"' || first === "'") return quotedText(first)
    if (first === '/' && patternCanStand()) return regex()
    if (/\d/.test(first)) return number()
    if (first === '{' || first === '$') return placeholder()
    return name(first) ?? symbol()
  }

  /** A comment of another language, which is read as one. */
  function foreignSpace(): RegExpExecArray | null {
    const found = match(FOREIGN_COMMENT)
    if (found) {
      const begin = found[0].slice(0, 2)
      diagnostics.push(error('foreign-comment', spanOf(2), begin))
    }
    return found
  }

  function bad(length: number, ...given: Diagnostic[]): Token {
    diagnostics.push(...given)
    return { kind: 'bad', span: spanOf(length) }
  }

  function quotedText(quote: string): Token {
    const found = match(quote === '"' ? DOUBLE_QUOTED : SINGLE_QUOTED)
    if (!found) {
      const length = match(REST_OF_LINE)![0].length
      return bad(length, error('unclosed-text', spanOf(length), quote))
    }
    const span = spanOf(found[0].length)
    const value = found[1]!.replace(/\\(.)/g, (pair, character: string) =>
      character === quote || character === '\\' ? character : pair,
    )
    return textOrPlaceholder(value, span)
  }

  function textOrPlaceholder(value: string, span: Span): Token {
    const inside = PLACEHOLDER_INSIDE.exec(value)?.[0]
    if (inside === undefined) return { kind: 'text', value, span }
    const name = inside.slice(2, -2)
    if (inside === value && PLACEHOLDER_NAME.test(name)) return { kind: 'placeholder', name, span }
    return bad(span.end - span.start, error('placeholder-in-text', span, inside))
  }

  function regex(): Token {
    const found = match(REGEX)
    if (!found) {
      const length = match(REST_OF_LINE)![0].length
      return bad(length, error('unclosed-regex', spanOf(length)))
    }
    const [whole, source = '', flags = ''] = found
    const span = spanOf(whole.length)
    const inside = PLACEHOLDER_INSIDE.exec(source)?.[0]
    if (inside !== undefined) {
      return bad(whole.length, error('placeholder-in-text', span, inside))
    }
    if (flags !== '') {
      const flagSpan = { start: span.end - flags.length, end: span.end }
      return bad(whole.length, error('regex-flags', flagSpan, flags))
    }
    // A long expression can continue on the next line.
    const pattern = source
      .replace(/\s*\n\s*/g, '')
      .replace(/\\(.)/g, (pair, character: string) => (character === '/' ? '/' : pair))
    return { kind: 'regex', pattern, span }
  }

  function number(): Token {
    const word = match(WORD_OF_DIGITS)![0]
    const span = spanOf(word.length)
    if (/^\d+(\.\d+)?$/.test(word)) return { kind: 'number', digits: word, span }
    const period = parsePeriod(word)
    if (period) return { kind: 'period', ...period, span }
    const digits = digitsOf(word)
    if (digits === undefined) return bad(word.length, error('number-form', span, word, digits))
    diagnostics.push(error('number-form', span, word, digits))
    return { kind: 'number', digits, span }
  }

  function unquotedText(): Token | undefined {
    const length = unquotedLength(text, offset)
    return length === undefined ? undefined : { kind: 'unquoted', span: spanOf(length) }
  }

  function placeholder(): Token {
    const variable = match(FOREIGN_VARIABLE)?.[0]
    if (variable !== undefined)
      return bad(variable.length, error('foreign-variable', spanOf(variable.length), variable))
    const found = match(PLACEHOLDER) ?? match(FOREIGN_PLACEHOLDER)
    if (!found) return unknown()
    const [whole, name = ''] = found
    const span = spanOf(whole.length)
    if (PLACEHOLDER_NAME.test(name)) return { kind: 'placeholder', name, span }
    return bad(whole.length, error('placeholder-form', span, whole))
  }

  function name(first: string): Token | undefined {
    const found = match(NAME)?.[0]
    if (found !== undefined) {
      const written = KEYWORD_BEFORE_LIST.exec(found)?.[0] ?? found
      const text = written.replaceAll('`', '')
      return { kind: 'name', text, quoted: written.includes('`'), span: spanOf(written.length) }
    }
    if (first !== '`') return undefined
    const length = match(REST_OF_LINE)![0].length
    return bad(length, error('unclosed-name', spanOf(length)))
  }

  function symbol(): Token {
    const entity = htmlEntity()
    if (entity) return entity
    const found = match(SYMBOL)?.[0]
    return found === undefined
      ? unknown()
      : { kind: 'symbol', symbol: found, span: spanOf(found.length) }
  }

  /** What a web page made of a character; a text in such quotes is read as one. */
  function htmlEntity(): Token | undefined {
    const quoted = match(HTML_QUOTED)
    if (quoted) {
      const [whole, quote = '', value = ''] = quoted
      const span = spanOf(whole.length)
      diagnostics.push(error('html-entity', span, quote, printText(value)))
      return { kind: 'text', value, span }
    }
    const found = match(HTML_ENTITY)?.[0]
    if (found === undefined) return undefined
    const span = spanOf(found.length)
    const right = ENTITIES[found] ?? '"'
    const entity = error('html-entity', span, found, right)
    if (!/^(and|[<>]=?)$/.test(right)) return bad(found.length, entity)
    diagnostics.push(entity)
    return right === 'and'
      ? { kind: 'name', text: right, quoted: false, span }
      : { kind: 'symbol', symbol: right, span }
  }

  function unknown(): Token {
    const found = String.fromCodePoint(text.codePointAt(offset)!)
    const quoted = match(CURLY_QUOTED)
    if (quoted) {
      const [whole, value = ''] = quoted
      const span = spanOf(whole.length)
      diagnostics.push(error('curly-quote', span, whole[0]!, printText(value)))
      return { kind: 'text', value, span }
    }
    const open = match(CURLY_QUOTE)?.[0]
    if (open !== undefined) {
      const right = printText(open.slice(1).trimEnd())
      return bad(open.length, error('curly-quote', spanOf(open.length), open[0]!, right))
    }
    return bad(found.length, error('unexpected-character', spanOf(found.length), found))
  }

  function patternCanStand(): boolean {
    const last = tokens.at(-1)
    return place === 'parse' || isWord(last, 'like') || isSymbol(last, '=~')
  }

  function placeAfter(token: Token): typeof place {
    if (isSymbol(token, '|')) return 'command'
    if (place === 'command') return isWord(token, 'parse') ? 'parse' : 'inside'
    return token.kind === 'text' || token.kind === 'regex' ? 'inside' : place
  }
}

export function isSymbol(token: Token | undefined, symbol: string): boolean {
  return token?.kind === 'symbol' && token.symbol === symbol
}

/** Whether the token is the word, in any letter case and outside of backticks. */
export function isWord(token: Token | undefined, word: string): boolean {
  if (token?.kind !== 'name' || token.quoted || token.text.length !== word.length) return false
  return token.text.toLowerCase() === word
}
