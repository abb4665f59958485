import { closest } from '../closest'
import { UsageError } from '../errors'
import { fillParameters } from '../language/fill'
import { parseParameter } from '../language/parameters'
import { parseQuery } from '../language/parse'
import { splitList, type Parameter } from './parameter'
import type { CatalogueQuery } from './query'

/**
 * The query's text as legal Insights QL: parameters filled in from `name=value` settings and from defaults.
 * @throws {UsageError} for a parameter that is unknown, missing, given twice or of another type.
 */
export function fill(query: CatalogueQuery, settings: readonly string[]): string {
  const given = readSettings(query, settings)
  const values = new Map<string, readonly string[]>()
  for (const parameter of query.parameters) {
    values.set(parameter.name, literals(query, parameter, given.get(parameter.name)))
  }
  return fillParameters(parseQuery(query.text).pipeline, values)
}

/** Which of the query's parameters the settings name, whatever their values. */
export function givenParameters(settings: readonly string[]): ReadonlySet<string> {
  return new Set(settings.map((setting) => setting.slice(0, Math.max(setting.indexOf('='), 0))))
}

function readSettings(
  query: CatalogueQuery,
  settings: readonly string[],
): ReadonlyMap<string, string> {
  const given = new Map<string, string>()
  for (const setting of settings) {
    const equals = setting.indexOf('=')
    if (equals < 1) {
      throw new UsageError(`--param \`${setting}\` is not name=value`, {
        help: parameterHelp(query),
      })
    }
    const name = setting.slice(0, equals)
    if (!query.parameters.some((parameter) => parameter.name === name)) {
      const near = closest(
        name,
        query.parameters.map((parameter) => parameter.name),
      )
      throw new UsageError(`\`${query.name}\` has no parameter \`${name}\``, {
        help: near ? `\`${near}\` is spelled almost the same` : parameterHelp(query),
      })
    }
    if (given.has(name)) {
      throw new UsageError(`--param \`${name}\` is given twice`, {
        help: 'a list is one parameter with commas: --param name=a,b',
      })
    }
    given.set(name, setting.slice(equals + 1))
  }
  return given
}

function literals(
  query: CatalogueQuery,
  { name, type, list, required, default: defaults = [] }: Parameter,
  text: string | undefined,
): readonly string[] {
  const values = text === undefined ? defaults : list ? splitList(text) : [text.trim()]
  if (values.length === 0 && (required || text !== undefined)) {
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
