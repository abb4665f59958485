import { parseQuery } from '../../lib/language/parse'
import type { Plan } from '../../lib/language/plan'
import { resolveQuery } from '../../lib/language/resolve'

/** The plan of a text; undefined when it has an error, or a part that only CloudWatch runs. */
export function planOrNone(text: string): Plan | undefined {
  const { pipeline, diagnostics } = parseQuery(text)
  return diagnostics.some(({ severity }) => severity === 'error')
    ? undefined
    : resolveQuery(pipeline).plan
}
