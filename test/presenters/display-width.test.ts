import { displayWidth, truncate } from '../../lib/presenters/display-width'

it.each([
  ['plain', 5],
  ['日本', 4],
  ['한국어', 6],
  ['ｆｕｌｌ', 8],
  ['🚀', 2],
  ['✅', 2],
  ['é', 1],
  ['e\u0301', 1],
  ['→ …', 3],
  ['', 0],
])('%s takes %d cells', (text, width) => {
  expect(displayWidth(text)).toBe(width)
})

it('cuts before a wide character that does not fit', () => {
  expect(truncate('a🚀b', 3)).toBe('a…')
  expect(truncate('a🚀b', 4)).toBe('a🚀b')
  expect(truncate('日本語', 5)).toBe('日本…')
})
