import { csv } from '../../lib/presenters/csv'
import { csvHeader, csvLine } from '../../lib/results/csv-line'
import type { Cell, ResultColumn } from '../../lib/results/result'

const COLUMNS: readonly ResultColumn[] = [
  { name: 'text', type: 'text' },
  { name: 'a "name", quoted', type: 'number' },
]
const ROWS: readonly (readonly Cell[])[] = [
  ['plain', 1.5],
  ['-', null],
  ['=1+1', -7],
  ['@cmd\r\nnext', 9007199254740993n],
  ['a,"b"', NaN],
  ['', new Date('2026-03-14T05:00:00Z')],
]

describe('a line of CSV', () => {
  it('quotes what needs it, defuses formulas and leaves figures alone', () => {
    expect(ROWS.map(csvLine)).toEqual([
      'plain,1.5\r\n',
      ',\r\n',
      "'=1+1,-7\r\n",
      '"\'@cmd\r\nnext",9007199254740993\r\n',
      '"a,""b""",\r\n',
      ',2026-03-14T05:00:00Z\r\n',
    ])
  })

  it('is what the CSV presenter writes', async () => {
    let presented = ''
    for await (const text of csv({ columns: COLUMNS, batches: [ROWS] })) presented += text

    expect(csvHeader(COLUMNS.map(({ name }) => name)) + ROWS.map(csvLine).join('')).toBe(presented)
  })
})
