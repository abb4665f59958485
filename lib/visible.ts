// Characters that could move the cursor, change colors or reorder the line: C0, DEL, C1, marks and overrides of
// writing direction, line and paragraph separators, the byte order mark, halves of surrogate pairs.
const INVISIBLE =
  // eslint-disable-next-line no-control-regex -- the pattern is for control characters
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Text with its control characters as escapes (`\x1b`, `\u202e`), since a log can contain any text. */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (character) => {
    const code = character.charCodeAt(0)
    return code < 256
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

/** JSON text with the same value in which such characters are `\u` escapes. */
export function visibleJson(json: string): string {
  return json.replace(
    INVISIBLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
