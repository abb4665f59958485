import type { z } from 'zod'
import { closest } from '../closest'
import { UserError } from '../errors'
import type { Path } from './problems'
import { SETTINGS_SCHEMA } from './schema'
import { possibleSettings, VARIABLE_PREFIX, type Environment } from './variables'

interface Leaf {
  readonly path: Path
  readonly variable: string
  readonly schema: z.ZodType
}

/** Every setting, except objects of settings, with the variable that overrides it. */
export const SETTING_VARIABLES: readonly Leaf[] = leavesOf(SETTINGS_SCHEMA, [])

/** A warning for each `NATLENS_` variable that is not a setting. */
export function unknownVariables(environment: Environment): readonly string[] {
  const names = SETTING_VARIABLES.map(({ variable }) => variable)
  return possibleSettings(environment)
    .filter((name) => !names.includes(name))
    .map((name) => {
      const near = closest(name, names)
      const hint = near ? `. Did you mean ${near}?` : ''
      return `Unknown environment variable ${name}${hint}`
    })
}

/**
 * The settings of the variables; an empty variable is ignored.
 * @throws {UserError} for a list that is not JSON.
 */
export function overridesOf(environment: Environment): readonly (Leaf & { value: unknown })[] {
  return SETTING_VARIABLES.flatMap((leaf) => {
    const text = environment[leaf.variable]
    return text ? [{ ...leaf, value: valueOf(text, leaf) }] : []
  })
}

/** The keys of an object of the settings; empty for the path of anything else. */
export function keysAt(path: Path): readonly string[] {
  let schema: z.ZodType = SETTINGS_SCHEMA
  for (const part of path) {
    const inner: z.ZodType | undefined =
      typeof part === 'number' ? elementOf(schema) : shapeOf(schema)?.[part]
    if (!inner) return []
    schema = unwrapped(inner)
  }
  return Object.keys(shapeOf(schema) ?? {})
}

function leavesOf(schema: z.ZodType, path: Path): readonly Leaf[] {
  const shape = shapeOf(schema)
  if (!shape) return [{ path, variable: `${VARIABLE_PREFIX}${path.map(snake).join('_')}`, schema }]
  return Object.entries(shape).flatMap(([key, inner]) => leavesOf(unwrapped(inner), [...path, key]))
}

function valueOf(text: string, { schema, variable }: Leaf): unknown {
  const { type } = schema.def
  const isJson = type === 'array' || type === 'record' || (type === 'union' && /^\s*\[/.test(text))
  if (isJson) {
    try {
      return JSON.parse(text) as unknown
    } catch (cause) {
      throw new UserError(`the variable \`${variable}\` is not JSON: ${(cause as Error).message}`, {
        help: 'write lists and objects as in the file, without comments',
        cause,
      })
    }
  }
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  const isNumeric = type === 'number' || takesNumbers(schema)
  return isNumeric && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

function takesNumbers(schema: z.ZodType): boolean {
  const { def } = schema as z.ZodLiteral<string | number>
  return def.type === 'literal' && def.values.some((value) => typeof value === 'number')
}

function shapeOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> | undefined {
  return schema.def.type === 'object' ? (schema as z.ZodObject).shape : undefined
}

function elementOf(schema: z.ZodType): z.ZodType | undefined {
  return schema.def.type === 'array'
    ? unwrapped((schema as z.ZodArray).element as z.ZodType)
    : undefined
}

/** Without the default or the `optional` around it. */
function unwrapped(schema: z.ZodType): z.ZodType {
  const { type } = schema.def
  return type === 'default' || type === 'prefault' || type === 'optional'
    ? unwrapped((schema as z.ZodOptional).def.innerType as z.ZodType)
    : schema
}

/** `natGBPerHour` is `NAT_GB_PER_HOUR`. */
function snake(part: string | number): string {
  return String(part)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toUpperCase()
}
