import type { z } from 'zod'
import { closest } from '../closest'
import { UserError } from '../errors'
import type { Path } from './problems'
import { SETTINGS_SCHEMA } from './schema'

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>

interface Leaf {
  readonly path: Path
  readonly variable: string
  readonly schema: z.ZodType
}

const PREFIX = 'NATLENS_'

/** Variables that are no setting: where the settings are, and what no file should hold. */
export const OTHER_VARIABLES: readonly string[] = [
  'NATLENS_CONFIG',
  'NATLENS_TRINO_PASSWORD',
  'NATLENS_TRINO_TOKEN',
]

/** Every setting that is no object of others, with the variable that overrides it. */
export const SETTING_VARIABLES: readonly Leaf[] = leavesOf(SETTINGS_SCHEMA, [])

/**
 * What the variables say, by setting; an empty variable says nothing.
 * @throws {UserError} for a `NATLENS_` variable that is no setting, and for a list that is no JSON.
 */
export function overridesOf(environment: Environment): readonly (Leaf & { value: unknown })[] {
  const names = SETTING_VARIABLES.map(({ variable }) => variable)
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith(PREFIX) || !value || OTHER_VARIABLES.includes(name)) continue
    if (!names.includes(name)) {
      const near = closest(name, names)
      throw new UserError(`the variable \`${name}\` is no setting`, {
        help: near
          ? `\`${near}\` is spelled almost the same`
          : '`lake.retentionDays` is NATLENS_LAKE_RETENTION_DAYS, and so on',
      })
    }
  }
  return SETTING_VARIABLES.flatMap((leaf) => {
    const text = environment[leaf.variable]
    return text ? [{ ...leaf, value: valueOf(text, leaf) }] : []
  })
}

/** The keys that an object of the settings may have; none for a path that leads elsewhere. */
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
  if (!shape) return [{ path, variable: `${PREFIX}${path.map(snake).join('_')}`, schema }]
  return Object.entries(shape).flatMap(([key, inner]) => leavesOf(unwrapped(inner), [...path, key]))
}

function valueOf(text: string, { schema, variable }: Leaf): unknown {
  const { type } = schema.def
  const isJson = type === 'array' || type === 'record' || (type === 'union' && /^\s*\[/.test(text))
  if (isJson) {
    try {
      return JSON.parse(text) as unknown
    } catch (cause) {
      throw new UserError(`the variable \`${variable}\` is no JSON: ${(cause as Error).message}`, {
        help: 'lists and objects are written as in the file, without comments',
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
