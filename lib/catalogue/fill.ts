import { closest } from '../closest'
import { UsageError } from '../errors'
import { fillParameters } from '../language/fill'
import { parseParameter, type ParameterValue } from '../language/parameters'
import { parseQuery } from '../language/parse'
import { splitList, type Parameter } from './parameter'
import type { CatalogueQuery } from './query'

/** Values by parameter name; a parameter without an entry has its default. */
export type GivenValues = ReadonlyMap<string, readonly ParameterValue[]>

/**
 * The query's text as legal Insights QL: parameters filled in from `name=value` settings and from defaults.
 * @throws {UsageError} for a parameter that is unknown, missing, given twice or of another type.
 */
export function fill(query: CatalogueQuery, settings: readonly string[]): string {
  return fillValues(query, readSettings(query, settings))
}

/**
 * The same from values; those of parameters that the query does not have are ignored.
 * @throws {UsageError} for a value that is missing or of another type.
 */
export function fillValues(query: CatalogueQuery, values: GivenValues): string {
  const filled = new Map(
    query.parameters.map((parameter) => [
      parameter.name,
      literals(query, parameter, values.get(parameter.name)),
    ]),
  )
  return fillParameters(parseQuery(query.text).pipeline, filled)
}

/** The parameter names of `name=value` settings. */
export function givenParameters(settings: readonly string[]): ReadonlySet<string> {
  return new Set(settings.map((setting) => setting.slice(0, Math.max(setting.indexOf('='), 0))))
}

function readSettings(query: CatalogueQuery, settings: readonly string[]): GivenValues {
  const given = new Map<string, readonly string[]>()
  for (const setting of settings) {
    const equals = setting.indexOf('=')
    if (equals < 1) {
      throw new UsageError(`--param \`${setting}\` is not name=value`, {
        help: parameterHelp(query),
      })
    }
    const name = setting.slice(0, equals)
    const parameter = query.parameters.find((each) => each.name === name)
    if (!parameter) {
      const near = closest(
        name,
        query.parameters.map((parameter) => parameter.name),
      )
      throw new UsageError(`\`${query.name}\` has no parameter \`${name}\``, {
        help: near ? `Did you mean \`${near}\`?` : parameterHelp(query),
      })
    }
    if (given.has(name)) {
      throw new UsageError(`--param \`${name}\` is given twice`, {
        help: 'a list is one parameter with commas: --param name=a,b',
      })
    }
    const text = setting.slice(equals + 1)
    given.set(name, parameter.list ? splitList(text) : [text.trim()])
  }
  return given
}

function literals(
  query: CatalogueQuery,
  { name, type, required, default: defaults = [] }: Parameter,
  given: readonly ParameterValue[] | undefined,
): readonly string[] {
  const values = given ?? defaults
  if (values.length === 0 && (required || given !== undefined)) {
    throw new UsageError(`\`${query.name}\` needs a value for the parameter \`${name}\``, {
      help: parameterHelp(query),
    })
  }
  return values.map((value) => parseParameter(type, value, name))
}

function parameterHelp(query: CatalogueQuery): string {
  if (query.parameters.length === 0) return `\`${query.name}\` takes no parameters`
  const parameters = query.parameters.map(
    ({ name, type, list, required }) =>
      `${name}=<${type}${list ? ',…' : ''}>${required ? ' (required)' : ''}`,
  )
  return `\`${query.name}\` takes --param ${parameters.join(', ')}`
}
