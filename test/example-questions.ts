import { loadCatalogue } from '../lib/catalogue/catalogue'
import { fill } from '../lib/catalogue/fill'
import type { CatalogueQuery } from '../lib/catalogue/query'
import { fieldsOf, type LogDescription } from '../lib/dialects/dialect'
import type { Format } from '../lib/flow-log/format'
import { parseQuery } from '../lib/language/parse'
import type { Plan } from '../lib/language/plan'
import { resolveQuery } from '../lib/language/resolve'

export const catalogue = loadCatalogue()

/** A value for each type of parameter, so that a new query needs no test of its own. */
export const EXAMPLES = {
  cidr: '10.0.0.0/16',
  address: '10.0.0.220',
  integer: '10',
  number: '0.5',
  interface: 'eni-0123456789abcdef0',
  duration: '5m',
} as const

export function exampleText(query: CatalogueQuery, settings: readonly string[] = []): string {
  const given = new Set(settings.map((setting) => setting.split('=')[0]))
  const required = query.parameters
    .filter(({ name, required }) => required && !given.has(name))
    .map(({ name, type }) => `${name}=${EXAMPLES[type]}`)
  return fill(query, [...settings, ...required])
}

export function planOf(text: string): Plan {
  const { pipeline, diagnostics } = parseQuery(text)
  const resolved = resolveQuery(pipeline)
  const errors = [...diagnostics, ...resolved.diagnostics].filter(
    ({ severity }) => severity === 'error',
  )
  if (!resolved.plan || errors.length > 0)
    throw new Error(errors.map(({ message }) => message).join('\n'))
  return resolved.plan
}

export function describeLog(format: Format, table: readonly string[]): LogDescription {
  return { fields: fieldsOf(format), table }
}
