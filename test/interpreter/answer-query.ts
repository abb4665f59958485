import type { Plan } from '../../lib/language/plan'
import { parseQuery } from '../../lib/language/parse'
import { resolveQuery } from '../../lib/language/resolve'
import type { Cell, ResultColumn } from '../../lib/results/result'
import type { TimeRange } from '../../lib/time'
import type { FlowRecord } from './flow-record'
import { interpret } from './interpret'

/** Answers a query of Insights QL, as text, from records. @throws {Error} with the messages of a query that has no plan. */
export function answerQuery(
  text: string,
  records: readonly FlowRecord[],
  range?: TimeRange,
): { columns: readonly ResultColumn[]; rows: readonly (readonly Cell[])[] } {
  const { columns, rows } = interpret(planOfText(text), records, { range })
  return { columns, rows }
}

function planOfText(text: string): Plan {
  const { pipeline, diagnostics } = parseQuery(text)
  const resolved = resolveQuery(pipeline)
  const all = [...diagnostics, ...resolved.diagnostics]
  if (resolved.plan && all.every(({ severity }) => severity === 'warning')) return resolved.plan
  throw new Error(all.map(({ message }) => message).join('; '))
}
