import { parseQuery } from '../language/parse'
import type { Plan } from '../language/plan'
import { resolveQuery } from '../language/resolve'
import { fillValues, type GivenValues } from './fill'
import type { CatalogueQuery } from './query'

/**
 * The plan of a query of the catalogue with these values of its parameters.
 * @throws {Error} when the query has mistakes, which a test excludes for the catalogue.
 */
export function planQuery(query: CatalogueQuery, values: GivenValues = new Map()): Plan {
  const { pipeline, diagnostics } = parseQuery(fillValues(query, values))
  const resolved = resolveQuery(pipeline)
  const errors = [...diagnostics, ...resolved.diagnostics].filter(
    ({ severity }) => severity === 'error',
  )
  if (resolved.plan && errors.length === 0) return resolved.plan
  throw new Error(`${query.name}: ${errors.map(({ message }) => message).join('\n')}`)
}
