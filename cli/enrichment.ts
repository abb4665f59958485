import type { Enrich } from '../lib/answers/answer'
import { withZeroHours } from '../lib/answers/zero-hours'
import type { Plan } from '../lib/language/plan'

/** What is added to the rows of a query on every engine; undefined for most queries. */
export function enrichmentOf(query: string, { steps }: Plan): Enrich | undefined {
  if (query !== 'health/coverage') return undefined
  const limit = steps.reduce(
    (least, step) => (step.kind === 'limit' ? Math.min(least, step.count) : least),
    Infinity,
  )
  return (answer) => withZeroHours(answer, { hour: 'hour', group: 'flowLog' }, limit)
}
