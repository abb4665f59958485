import { eastAsianWidth } from 'get-east-asian-width'

const PRINTABLE_ASCII = /^[\x20-\x7e]*$/

// Combining marks and joiners take no cell of their own.
const ZERO_WIDTH = /^(\p{Mn}|\p{Me}|\u200d)$/u

/** Cells of a terminal line that the text takes: https://www.unicode.org/reports/tr11/ */
export function displayWidth(text: string): number {
  if (PRINTABLE_ASCII.test(text)) return text.length

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
  return ZERO_WIDTH.test(character) ? 0 : eastAsianWidth(character.codePointAt(0)!)
}
