import type { AnswerColumn } from '../../lib/answers/answer'
import { withZeroHours } from '../../lib/answers/zero-hours'
import type { Coverage, Row } from '../../lib/results/result'
import { answerOf } from './answer-of'

const HOUR = { name: 'hour', type: 'time', isAdditive: false } as const
const FLOW_LOG = { name: 'flowLog', type: 'text', isAdditive: false } as const
const RECORDS = { name: 'records', type: 'integer', isAdditive: true } as const

const at = (hour: number, minute = 0) => new Date(Date.UTC(2026, 2, 14, hour, minute))

async function fill(
  columns: readonly AnswerColumn[],
  rows: readonly Row[],
  { held, limit = 100 }: { readonly held?: readonly [Date, Date]; readonly limit?: number } = {},
) {
  const coverage: Coverage = {
    held: held ? { from: held[0], to: held[1] } : 'unknown',
    missingHours: 'unknown',
  }
  // The range starts at midnight.
  const answer = withZeroHours(
    answerOf(columns, [rows.slice(0, 1), rows.slice(1)], { coverage: () => coverage }),
    { hour: 'hour', group: 'flowLog' },
    limit,
  )
  const filled: Row[] = []
  for await (const batch of answer.batches) filled.push(...batch)
  const { rows: count } = await answer.statistics
  expect(count).toBe(filled.length)
  return filled.map((row) => row.map((cell) => (cell instanceof Date ? cell.getUTCHours() : cell)))
}

test('hours between the first and the last one have a row', async () => {
  expect(await fill([HOUR, RECORDS], [[at(9), 5], [at(12), 7]])).toEqual([
    [9, 5], [10, 0], [11, 0], [12, 7],
  ]) // prettier-ignore
})

test('each flow log has its own first and last hour', async () => {
  const rows = [[at(9), 'fl-a', 1], [at(9), 'fl-b', 2], [at(10), 'fl-b', 3], [at(11), 'fl-a', 4]] // prettier-ignore
  expect(await fill([HOUR, FLOW_LOG, RECORDS], rows, { held: [at(0), at(23)] })).toEqual([
    [9, 'fl-a', 1],
    [9, 'fl-b', 2],
    [10, 'fl-a', 0],
    [10, 'fl-b', 3],
    [11, 'fl-a', 4],
  ])
})

test('the whole hours of the range that the files hold have a row', async () => {
  expect(await fill([HOUR, RECORDS], [[at(9), 5]], { held: [at(7, 55), at(11, 5)] })).toEqual([
    [8, 0], [9, 5], [10, 0],
  ]) // prettier-ignore
  expect(await fill([HOUR, RECORDS], [], { held: [at(7, 55), at(9)] })).toEqual([[8, 0]])
  expect(await fill([HOUR, RECORDS], [])).toEqual([])
})

test('an answer that its limit cuts has no rows after its last hour', async () => {
  const asking = { held: [at(8), at(23)], limit: 2 } as const
  expect(await fill([HOUR, RECORDS], [[at(9), 5], [at(11), 1]], asking)).toEqual([
    [9, 5], [10, 0], [11, 1],
  ]) // prettier-ignore
})

test('records without a time stay, and an answer without hours is not changed', async () => {
  expect(await fill([HOUR, RECORDS], [[null, 2], [at(9), 5], [at(11), 1]])).toEqual([
    [null, 2], [9, 5], [10, 0], [11, 1],
  ]) // prettier-ignore
  expect(await fill([RECORDS], [[2]])).toEqual([[2]])
})
