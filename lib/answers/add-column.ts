import type { Cell, Row } from '../results/result'
import type { Answer, AnswerColumn } from './answer'
import { tally } from './totals'

/** The answer with one more column at its end, whose cells are computed for each batch while the rows stream. */
export function addColumn(
  answer: Answer,
  column: AnswerColumn,
  cellsOf: (rows: readonly Row[]) => readonly Cell[] | Promise<readonly Cell[]>,
): Answer {
  const sums = tally([column])

  async function* batches(): AsyncGenerator<readonly Row[]> {
    for await (const rows of answer.batches) {
      const cells = await cellsOf(rows)
      sums.add(cells.map((cell) => [cell]))
      yield rows.map((row, index) => [...row, cells[index]!])
    }
  }

  const totals = answer.totals.then((before) => new Map([...before, ...sums.totals()]))
  totals.catch(() => undefined)
  return { ...answer, columns: [...answer.columns, column], batches: batches(), totals }
}
