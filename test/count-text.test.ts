import { countText, groupDigits } from '../lib/count-text'

it('counts have a comma after each thousand and a noun in the right number', () => {
  expect([countText(0), countText(999), countText(1_234_567)]).toEqual(['0', '999', '1,234,567'])
  expect([countText(1, 'record'), countText(2, 'record'), countText(1234, 'record')]).toEqual([
    '1 record',
    '2 records',
    '1,234 records',
  ])
  expect([countText(1, 'query', 'queries'), countText(0, 'query', 'queries')]).toEqual([
    '1 query',
    '0 queries',
  ])
})

it('digits are grouped before the point only', () => {
  expect(groupDigits('1234.5678')).toBe('1,234.5678')
  expect(groupDigits('-1234567')).toBe('-1,234,567')
  expect(groupDigits('1e+300')).toBe('1e+300')
})
