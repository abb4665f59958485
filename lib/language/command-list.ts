import { isAtEnd, peek, reportUnexpected, takeSymbol, type Cursor } from './cursor'
import { isSymbol, isWord } from './lex'
import { skipToComma } from './recovery'

/** The commands that have a form in SQL. */
export const COMMAND_WORDS = [
  'fields', 'display', 'filter', 'where', 'stats', 'sort', 'limit', 'dedup', 'parse', 'countfrequent', 'count_frequent',
  'filterindex',
] as const // prettier-ignore

/** Commands without a form in SQL. */
export const OTHER_COMMANDS: readonly string[] = (
  'pattern diff anomaly logcompare relevantfields outlier estimate unnest expand unmask ' +
  'SOURCE lookup cidrlookup join appendcols addtotals accum autoregress filldown fillmissing sessionize'
).split(' ')

/** Commands of other languages, and undocumented ones, with the command that they mean. */
export const SYNONYM_WORDS = {
  order: 'sort',
  head: 'limit',
  take: 'limit',
  having: 'filter',
  project: 'display',
  table: 'display',
  summarize: 'stats',
} as const satisfies Record<string, (typeof COMMAND_WORDS)[number]>

const WORDS: ReadonlySet<string> = new Set([
  ...COMMAND_WORDS,
  ...Object.keys(SYNONYM_WORDS),
  ...OTHER_COMMANDS.map((name) => name.toLowerCase()),
])

/** Whether the next token ends the command; the first word of another command does, with a diagnostic. */
export function isCommandEnd(cursor: Cursor): boolean {
  const token = peek(cursor)
  if (isAtEnd(cursor)) return true
  if (isSymbol(token, '||')) {
    reportUnexpected(cursor, '`|`')
    return true
  }
  if (token.kind !== 'name' || token.quoted) return false
  return WORDS.has(token.text.toLowerCase())
}

/** One or more with commas between; what cannot follow one is skipped, with a diagnostic. */
export function commandList<T>(cursor: Cursor, parseOne: (cursor: Cursor) => T): readonly T[] {
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
export function endsItems(cursor: Cursor): boolean {
  const token = peek(cursor)
  if (isWord(token, 'where')) return true
  return isWord(token, 'by') || (isWord(token, 'group') && isWord(peek(cursor, 1), 'by'))
}
