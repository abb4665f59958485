/** A text literal of standard SQL; the only way for text to reach a statement. */
export function literal(text: string): string {
  if (text.includes('\0')) throw new Error('a NUL character has no form in SQL')
  return `'${text.replaceAll("'", "''")}'`
}

/** A name of standard SQL; always quoted, since `end` and `start` are words of the language. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
