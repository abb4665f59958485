import { addColumn } from '../../lib/answers/add-column'
import { UnfinishedAnswer, type AnswerColumn, type Enrich } from '../../lib/answers/answer'
import { csv } from '../../lib/presenters/csv'
import type { Row } from '../../lib/results/result'
import { answerOf } from './answer-of'

const COLUMNS: readonly AnswerColumn[] = [
  { name: 'privateAddress', type: 'text', role: 'private-address', isAdditive: false },
  { name: 'totalBytes', type: 'integer', unit: 'bytes', role: 'bytes', isAdditive: true },
  { name: 'peakBytes', type: 'integer', unit: 'bytes', role: 'bytes', isAdditive: false },
]
const BATCHES: readonly (readonly Row[])[] = [
  [
    ['10.0.1.5', 1000, 700],
    ['10.0.1.6', 500n, 200],
  ],
  [['10.0.1.7', null, null]],
]

describe('an answer', () => {
  it('knows totals of additive columns, notices, coverage and statistics once it is read', async () => {
    const held = { from: new Date('2026-03-14T00:00:00Z'), to: new Date('2026-03-15T00:00:00Z') }
    const notices = [{ kind: 'note', message: 'a file is empty' }] as const
    const answer = answerOf(COLUMNS, BATCHES, {
      notices,
      coverage: () => ({ held, missingHours: [] }),
    })

    expect(await rowsOf(answer.batches)).toEqual(BATCHES.flat())
    expect(await answer.totals).toEqual(new Map([['totalBytes', 1500]]))
    expect(await answer.notices).toEqual(notices)
    expect(await answer.coverage).toEqual({ held, missingHours: [] })
    expect(await answer.statistics).toEqual({ rows: 3, seconds: 0.5, bytesRead: 100 })
    expect(answer.query).toEqual({ name: 'nat/talkers', title: 'Talkers', version: 2 })
  })

  it('says that the coverage is unknown where the engine does not know it', async () => {
    const answer = answerOf(COLUMNS, BATCHES)
    await rowsOf(answer.batches)

    expect(await answer.coverage).toEqual({ held: 'unknown', missingHours: 'unknown' })
  })

  it('sums integers exactly beyond what a double holds', async () => {
    const answer = answerOf(COLUMNS, [
      [
        ['10.0.1.5', 2 ** 53 - 1, 0],
        ['10.0.1.6', 2 ** 53 - 1, 0],
        ['10.0.1.7', 2n ** 60n, 0],
        ['10.0.1.8', 3, 0],
      ],
    ])
    await rowsOf(answer.batches)

    expect((await answer.totals).get('totalBytes')).toBe(2n ** 54n - 2n + 2n ** 60n + 3n)
  })

  it('sums fractions, and passes over what is not a figure', async () => {
    const columns = [{ name: 'natUSD', type: 'number', role: 'usd', isAdditive: true }] as const
    const answer = answerOf(columns, [[[0.25], [NaN], [null], [Infinity], ['-'], [0.5]]])
    await rowsOf(answer.batches)

    expect((await answer.totals).get('natUSD')).toBe(0.75)
  })

  it('rejects its promises when reading stops early, without an unhandled rejection', async () => {
    const answer = answerOf(COLUMNS, BATCHES)
    for await (const rows of answer.batches) {
      expect(rows).toHaveLength(2)
      break
    }

    await expect(answer.totals).rejects.toThrow(new UnfinishedAnswer())
    await expect(answer.statistics).rejects.toThrow('the answer was not read to its end')
  })

  it('rejects its promises with the error that ends the rows', async () => {
    const answer = answerOf(COLUMNS, BATCHES, { failure: new Error('the disk is full') })

    await expect(rowsOf(answer.batches)).rejects.toThrow('the disk is full')
    await expect(answer.totals).rejects.toThrow('the disk is full')
    await expect(answer.notices).rejects.toThrow('the disk is full')
    await expect(answer.coverage).rejects.toThrow('the disk is full')
  })
})

describe('an enrichment', () => {
  const PRICE: AnswerColumn = {
    name: 'natUSD',
    type: 'number',
    unit: 'usd',
    role: 'usd',
    isAdditive: true,
  }
  /** Dollars of each row's bytes, found by the role of the column. */
  const addPrice: Enrich = (answer) => {
    const bytes = answer.columns.findIndex(({ role, isAdditive }) => role === 'bytes' && isAdditive)
    return addColumn(answer, PRICE, (rows) =>
      rows.map((row) => {
        seen.push(row[0] as string)
        return Number(row[bytes] ?? 0) / 1000
      }),
    )
  }
  const seen: string[] = []
  beforeEach(() => (seen.length = 0))

  it('adds a column that presenters print, and its total', async () => {
    const answer = await addPrice(answerOf(COLUMNS, BATCHES))

    let printed = ''
    for await (const text of csv(answer)) printed += text
    expect(printed).toBe(
      'privateAddress,totalBytes,peakBytes,natUSD\r\n' +
        '10.0.1.5,1000,700,1\r\n10.0.1.6,500,200,0.5\r\n10.0.1.7,,,0\r\n',
    )
    expect(await answer.totals).toEqual(
      new Map<string, number | bigint>([
        ['totalBytes', 1500],
        ['natUSD', 1.5],
      ]),
    )
    expect(await answer.statistics).toMatchObject({ rows: 3 })
  })

  it('reads no further batch than the presenter asks for', async () => {
    const answer = await addPrice(answerOf(COLUMNS, BATCHES))
    for await (const rows of answer.batches) {
      expect(rows).toHaveLength(2)
      expect(seen).toEqual(['10.0.1.5', '10.0.1.6'])
      break
    }

    await expect(answer.totals).rejects.toThrow(new UnfinishedAnswer())
  })
})

async function rowsOf(batches: AsyncIterable<readonly Row[]>): Promise<Row[]> {
  const rows: Row[] = []
  for await (const batch of batches) rows.push(...batch)
  return rows
}
