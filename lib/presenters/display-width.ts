const NARROW = /^[\x20-\x7e]*$/

// Combining marks and joiners take no cell of their own.
const ZERO = /^(\p{Mn}|\p{Me}|\u200d)$/u

/** Ranges of code points that take two cells: https://www.unicode.org/reports/tr11/ in coarse strokes. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe4f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
]

/** Cells of a terminal line that the text takes. */
export function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length

  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

/** The text cut to `width` cells, the last one `…` when something is missing. */
export function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text

  let kept = ''
  let used = 1
  for (const character of text) {
    used += characterWidth(character)
    if (used > width) break
    kept += character
  }
  return `${kept}…`
}

function characterWidth(character: string): number {
  const code = character.codePointAt(0)!
  if (code < 0x300) return 1
  if (ZERO.test(character)) return 0
  return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1
}
