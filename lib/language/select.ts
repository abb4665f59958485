import { peek, type Cursor } from './cursor'
import { isSymbol, isWord, type Token } from './lex'

/** The clauses of SQL, in the order of their text. */
const CLAUSES = 'select from where group having order limit'.split(' ')

/** The query that a simple SQL statement means; undefined when it has another form. */
export function queryOfSelect(cursor: Cursor): string | undefined {
  const clauses = clausesOf(cursor)
  const { select, where, group, having, order, limit } = clauses
  if (select === undefined || /^\s*distinct\b/i.test(select)) return undefined
  const isGrouped = group !== undefined || /\b(count|sum|avg|min|max)\s*\(/i.test(select)
  const by = withoutBy(group)
  const items = isGrouped
    ? withoutKeys(select, by)
    : select.trim() === '*'
      ? '@timestamp, @message'
      : select.trim()
  const commands = [
    where === undefined ? [] : [`filter ${where.trim()}`],
    [
      isGrouped
        ? `stats ${items || 'count(*)'}${by === undefined ? '' : ` by ${by}`}`
        : `fields ${items}`,
    ],
    having === undefined ? [] : [`filter ${having.trim()}`],
    order === undefined ? [] : [`sort ${withoutBy(order)}`],
    limit === undefined ? [] : [`limit ${limit.trim()}`],
  ].flat()
  return commands.join(' | ').replace(/\s+/g, ' ')
}

/** The text of each clause, without its word. */
function clausesOf(cursor: Cursor): Readonly<Record<string, string | undefined>> {
  const clauses: Record<string, string> = {}
  let current: string | undefined
  let start = 0
  let depth = 0
  for (let ahead = 0; ; ahead++) {
    const token = peek(cursor, ahead)
    const isEnd = token.kind === 'end' || isSymbol(token, '|')
    const next = depth === 0 ? clauseOf(token) : undefined
    if ((isEnd || next !== undefined) && current !== undefined) {
      clauses[current] = cursor.text.slice(start, token.span.start)
    }
    if (isEnd) return clauses
    if (isSymbol(token, '(')) depth++
    if (isSymbol(token, ')')) depth--
    if (next !== undefined) {
      current = next
      start = token.span.end
    }
  }
}

function clauseOf(token: Token): string | undefined {
  return CLAUSES.find((word) => isWord(token, word))
}

function withoutBy(clause: string | undefined): string | undefined {
  return clause?.replace(/^\s*by\b/i, '').trim()
}

/** The items of `select` that are not keys of `group by`. */
function withoutKeys(select: string, by: string | undefined): string {
  const keys = new Set(by?.split(',').map((key) => key.trim()))
  return select
    .split(/,(?![^(]*\))/)
    .map((item) => item.trim())
    .filter((item) => !keys.has(item))
    .join(', ')
}
