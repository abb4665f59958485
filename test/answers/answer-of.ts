import type { Answer, AnswerColumn } from '../../lib/answers/answer'
import { makeAnswer } from '../../lib/answers/make-answer'
import type { Notice } from '../../lib/results/notice'
import type { Result, Row } from '../../lib/results/result'

/** An answer of these batches; `failure` is thrown after the last. */
export function answerOf(
  columns: readonly AnswerColumn[],
  batches: readonly (readonly Row[])[],
  {
    notices = [],
    coverage,
    failure,
  }: {
    readonly notices?: readonly Notice[]
    readonly coverage?: Result['coverage']
    readonly failure?: Error
  } = {},
): Answer {
  let rows = 0
  const result: Result = {
    columns,
    // eslint-disable-next-line @typescript-eslint/require-await -- an engine's batches are always asynchronous
    batches: (async function* () {
      for (const batch of batches) {
        rows += batch.length
        yield batch
      }
      if (failure) throw failure
    })(),
    statistics: () => ({ rows, seconds: 0.5, bytesRead: 100 }),
    ...(coverage && { coverage }),
  }
  const query = { name: 'nat/talkers', title: 'Talkers', version: 2 }
  const range = { from: new Date('2026-03-14T00:00:00Z') }
  return makeAnswer(result, { query, range, columns, notices: () => notices })
}
