import { humanBytes } from '../../lib/human-bytes'
import { humanCell, humanDollars } from '../../lib/presenters/human'

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [999_994, '999.99 kB'],
  [999_999, '1.00 MB'],
  [1_234_567_890, '1.23 GB'],
  [5e12, '5.00 TB'],
  [-2_500_000, '-2.50 MB'],
])('writes %d bytes as %s', (bytes, text) => {
  expect(humanBytes(bytes)).toBe(text)
})

it.each([
  [0, '$0.00'],
  [1.005, '$1.00'],
  [1234567.891, '$1,234,567.89'],
  [-3.2, '-$3.20'],
  [0.004, '$0.004'],
  [0.000_000_1, '<$0.000001'],
])('writes %d dollars as %s', (dollars, text) => {
  expect(humanDollars(dollars)).toBe(text)
})

it.each([
  [1 / 3, '0.333'],
  [0.000_123_456, '0.000123'],
  [1234.5, '1,234.5'],
  [12.345678, '12.346'],
  [-1234567, '-1,234,567'],
  [1e300, '1e+300'],
])('writes the number %d as %s', (value, text) => {
  expect(humanCell(value, { name: 'value', type: 'number' })).toBe(text)
})
