import { closest } from '../closest'
import { PARAMETER_TYPES, type ParameterType } from '../language/parameters'

/** A parameter of a query, as its header declares it. */
export interface Parameter {
  readonly name: string
  readonly type: ParameterType
  /** Whether it takes several values, separated by commas on the command line. */
  readonly list: boolean
  /** Whether the query needs a value. Without a value an optional parameter removes its `filter`. */
  readonly required: boolean
  readonly default: readonly string[] | undefined
  readonly description: string
}

const PARAMETER =
  /^([a-z]+)(\[\])? +([A-Za-z][A-Za-z0-9]*)(?: +(optional)| *= *([^(]+?))?(?: *\((.*)\))?$/

/**
 * Reads the text of a `Param:` trailer, such as `cidr[] inside = 10.0.0.0/8, 172.16.0.0/12 (the private side)`.
 * @throws {Error} on another form or an unknown type.
 */
export function readParameter(text: string): Parameter {
  const match = PARAMETER.exec(text)
  if (!match) throw new Error(`\`Param: ${text}\` is not a type, a name and a default`)

  const [, type = '', list, name = '', optional, values, description = ''] = match
  if (!isParameterType(type)) {
    const near = closest(type, PARAMETER_TYPES)
    throw new Error(
      `\`Param: ${text}\`: unknown type \`${type}\`${near ? `; did you mean \`${near}\`?` : ''}`,
    )
  }
  return {
    name,
    type,
    list: list !== undefined,
    required: optional === undefined && values === undefined,
    default: values === undefined ? undefined : splitList(values),
    description,
  }
}

export function splitList(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function isParameterType(type: string): type is ParameterType {
  return (PARAMETER_TYPES as readonly string[]).includes(type)
}
