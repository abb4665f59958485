import type {
  Engine,
  LogSummary,
  Notice,
  Question,
  RemoteState,
  RunOptions,
} from '../../lib/engines/engine'
import type { Coverage, ResultColumn, Row, Statistics } from '../../lib/results/result'
import { planOf } from '../example-questions'

/** A whole answer, and all that was said on the way to it. */
export interface Collected {
  readonly columns: readonly ResultColumn[]
  readonly rows: readonly Row[]
  readonly statistics: Statistics
  readonly coverage: Coverage | undefined
  readonly notices: readonly Notice[]
  readonly states: readonly RemoteState[]
  readonly logs: readonly LogSummary[]
}

export async function collected(
  engine: Engine,
  question: Partial<Question> & Pick<Question, 'text'>,
  { onNotice, onState, onLog, ...options }: RunOptions = {},
): Promise<Collected> {
  const notices: Notice[] = []
  const states: RemoteState[] = []
  const logs: LogSummary[] = []
  const result = await engine.run(
    {
      name: 'a query',
      plan: question.plan ?? planOf(question.text),
      range: undefined,
      needs: [],
      otherwise: undefined,
      ...question,
    },
    {
      ...options,
      onNotice: (notice) => {
        notices.push(notice)
        onNotice?.(notice)
      },
      onState: (state) => {
        states.push(state)
        onState?.(state)
      },
      onLog: (log) => {
        logs.push(log)
        onLog?.(log)
      },
    },
  )
  const rows: Row[] = []
  for await (const batch of result.batches) rows.push(...batch)
  const { columns } = result
  const coverage = result.coverage?.()
  return { columns, rows, statistics: result.statistics(), coverage, notices, states, logs }
}
