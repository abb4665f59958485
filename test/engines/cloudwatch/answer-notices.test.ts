import { answerNotices, type ReceivedAnswer } from '../../../lib/engines/cloudwatch/answer-notices'
import type { InsightsStatistics } from '../../../lib/engines/cloudwatch/insights-query'
import { parseQuery } from '../../../lib/language/parse'
import { resolveQuery } from '../../../lib/language/resolve'

const CUT = (rows: string) =>
  `the answer is cut at ${rows} rows, the maximum of CloudWatch: use a shorter range, a filter or a \`limit\``

function noticesOf(
  rows: number,
  limit: number,
  statistics: InsightsStatistics,
  wanted = Infinity,
): readonly string[] {
  const text = 'fields bytes'
  const question = { name: 'all', text, plan: resolveQuery(parseQuery(text).pipeline).plan!, range: undefined, needs: [], otherwise: undefined } // prettier-ignore
  const answer = { rows: new Array<ReceivedAnswer['answer']['rows'][0]>(rows).fill([]), statistics }
  const answered = { question, groups: [], answer, wanted, limit, unknownNames: [] }
  return answerNotices(answered).map(({ message }) => message)
}

it.each([
  ['10,000 rows, and so many are told', noticesOf(10_000, 100_000, { resultCount: 10_000 }), []],
  ['10,000 rows, and nothing is told', noticesOf(10_000, 100_000, {}), [CUT('10,000')]],
  ['10,000 rows, asked for', noticesOf(10_000, 10_000, {}, 10_000), []],
  ['more rows than came', noticesOf(9_000, 100_000, { resultCount: 9_001 }), [CUT('9,000')]],
  ['as many as the limit', noticesOf(100_000, 100_000, { resultCount: 100_000 }), [CUT('100,000')]],
  ['9,999 rows, and nothing is told', noticesOf(9_999, 100_000, {}), []],
])('tells whether an answer is cut: %s', (_, notices, expected) => {
  expect(notices).toEqual(expected)
})
