import type { Notice } from '../results/notice'
import { UNKNOWN_COVERAGE, type Result, type Row } from '../results/result'
import { UnfinishedAnswer, type Answer } from './answer'
import { tally } from './totals'

export interface AnswerFacts extends Pick<Answer, 'query' | 'range' | 'columns'> {
  /** Returns the notices so far; called when all rows have been read. */
  readonly notices: () => readonly Notice[]
}

/** Makes the answer of an engine's result; totals are summed while the rows pass. */
export function makeAnswer(
  result: Result,
  { query, range, columns, notices }: AnswerFacts,
): Answer {
  const sums = tally(columns)
  const { batches, whenRead } = watchEnd(result.batches, (rows) => sums.add(rows))
  return {
    query,
    range,
    columns,
    batches,
    totals: whenRead(() => sums.totals()),
    notices: whenRead(() => [...notices()]),
    coverage: whenRead(() => result.coverage?.() ?? UNKNOWN_COVERAGE),
    statistics: whenRead(() => result.statistics()),
  }
}

/** The same batches, each passed to `onBatch`, and a way to wait for their end. */
function watchEnd(source: AsyncIterable<readonly Row[]>, onBatch: (rows: readonly Row[]) => void) {
  let resolve: () => void
  let reject: (error: unknown) => void
  const end = new Promise<void>((resolveEnd, rejectEnd) => {
    resolve = resolveEnd
    reject = rejectEnd
  })

  async function* batches(): AsyncGenerator<readonly Row[]> {
    try {
      for await (const rows of source) {
        onBatch(rows)
        yield rows
      }
      resolve()
    } catch (error) {
      reject(error)
      throw error
    } finally {
      // After the end this changes nothing.
      reject(new UnfinishedAnswer())
    }
  }

  return {
    batches: batches(),
    whenRead: <T>(value: () => T): Promise<T> => {
      const promise = end.then(value)
      promise.catch(() => undefined)
      return promise
    },
  }
}
