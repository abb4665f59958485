import { csvHeader, csvLine } from '../../lib/results/csv-line'
import { readCsv } from '../../lib/results/read-csv'

it('reads back what was written: quotes, line ends, formulas and no value', () => {
  const rows = [
    ['plain', 'a,b', 'say "x"'],
    ['two\r\nlines', '=SUM(A1)', '@home'],
    ["it's", '-', ''],
    ['', '', 'last'],
  ]
  const text = csvHeader(['a', 'b,c', 'd']) + rows.map(csvLine).join('')

  expect(readCsv(text)).toEqual([
    ['a', 'b,c', 'd'],
    ['plain', 'a,b', 'say "x"'],
    ['two\r\nlines', '=SUM(A1)', '@home'],
    ["it's", null, null],
    [null, null, 'last'],
  ])
})

it('reads a file that ends without a line end, and an empty one', () => {
  expect(readCsv('a,b\n1,')).toEqual([
    ['a', 'b'],
    ['1', null],
  ])
  expect(readCsv('')).toEqual([])
})
