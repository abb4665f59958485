/** The text as an operand: in parentheses unless it is one word, one name, one literal or one call. */
export function inParentheses(sql: string): string {
  return isAtom(sql) ? sql : `(${sql})`
}

export function withoutParentheses(sql: string): string {
  return sql.startsWith('(') && isAtom(`f${sql}`) ? sql.slice(1, -1) : sql
}

function isAtom(sql: string): boolean {
  if (/^("[^"]*"|'[^']*'|[0-9.]+(e0)?)$/.test(sql)) return true
  const call = /^[a-zA-Z_]+\(/.exec(sql)
  if (!call) return false

  let depth = 0
  let quote = ''
  for (let index = call[0].length - 1; index < sql.length; index++) {
    const character = sql[index]!
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === "'" || character === '"') {
      quote = character
    } else if (character === '(') {
      depth++
    } else if (character === ')' && --depth === 0) {
      return index === sql.length - 1
    }
  }
  return false
}
