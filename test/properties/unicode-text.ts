import fc from 'fast-check'

const SURROGATES = { first: 0xd800, count: 0x800 } as const

/** Any character; the unit `binary` of fast-check does the same with a map of all, which takes a second. */
const character = fc.nat({ max: 0x10ffff - SURROGATES.count }).map(
  (number) => String.fromCodePoint(number < SURROGATES.first ? number : number + SURROGATES.count),
  (text) => {
    if (typeof text !== 'string' || [...text].length !== 1) throw new Error('not a character')
    const code = text.codePointAt(0)!
    return code < SURROGATES.first ? code : code - SURROGATES.count
  },
)

/** Texts of any characters. */
export const unicodeText = (maxLength: number) => fc.string({ unit: character, maxLength })
