import { parseQuery } from './parse'

/** The query with another limit: replaces its last `limit`, or appends one; `all` removes it. */
export function withLimit(text: string, count: number | 'all'): string {
  const { commands } = parseQuery(text).pipeline
  const index = commands.findLastIndex(({ kind }) => kind === 'limit')
  const limit = commands[index]
  const last = commands.at(-1)
  if (!last) return text
  if (!limit) {
    return count === 'all' ? text : insertAt(last.span.end, last.span.end, `\n| limit ${count}`)
  }
  if (count !== 'all') return insertAt(limit.span.start, limit.span.end, `limit ${count}`)

  const before = commands[index - 1]
  const after = commands[index + 1]
  if (before) return insertAt(before.span.end, limit.span.end, '')
  if (after) return insertAt(limit.span.start, after.span.start, '')
  return insertAt(limit.span.start, limit.span.end, 'fields @timestamp, @message')

  function insertAt(start: number, end: number, insertion: string): string {
    return text.slice(0, start) + insertion + text.slice(end)
  }
}
