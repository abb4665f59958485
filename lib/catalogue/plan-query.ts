import { parseQuery } from '../language/parse'
import type { Plan } from '../language/plan'
import { resolveQuery } from '../language/resolve'
import { fill } from './fill'
import type { CatalogueQuery } from './query'

/**
 * What a query of the catalogue means with these parameters (`name=value`, as the command line takes them).
 * @throws {Error} when it cannot be planned, which a test rules out for the catalogue.
 */
export function planQuery(query: CatalogueQuery, parameters: readonly string[]): Plan {
  const { pipeline, diagnostics } = parseQuery(fill(query, parameters))
  const resolved = resolveQuery(pipeline)
  const errors = [...diagnostics, ...resolved.diagnostics].filter(
    ({ severity }) => severity === 'error',
  )
  if (resolved.plan && errors.length === 0) return resolved.plan
  throw new Error(`${query.name}: ${errors.map(({ message }) => message).join('\n')}`)
}
