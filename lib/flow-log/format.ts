import { UsageError } from '../errors'
import { closest } from '../closest'
import { FIELDS, fieldByToken, type Field, type FieldToken } from './fields'

/** The fields of a flow log's records, in the order in which a text record writes them. */
export type Format = readonly Field[]

const fieldsUpTo = (version: number): Format => FIELDS.filter((field) => field.version <= version)

const MIN_VERSION = Math.min(...FIELDS.map(({ version }) => version))
const MAX_VERSION = Math.max(...FIELDS.map(({ version }) => version))

/** Version 6 added no field to VPC flow logs: `v6` is `v5`. */
export type FormatName = 'default' | `v${(typeof FIELDS)[number]['version'] | 6}`

/** The formats that have a name: all fields up to a version, in the order of AWS's table. */
export const FORMATS = Object.fromEntries([
  ['default', fieldsUpTo(MIN_VERSION)],
  ...Array.from({ length: MAX_VERSION - MIN_VERSION + 1 }, (_, index) => [
    `v${MIN_VERSION + index}`,
    fieldsUpTo(MIN_VERSION + index),
  ]),
]) as Readonly<Record<FormatName, Format>>

/** The names of {@link FORMATS} for help and messages. */
export const FORMAT_NAMES = `v${MIN_VERSION} … v${MAX_VERSION}`

/** The format of each version that added fields. */
export const VERSION_FORMATS: readonly Format[] = [
  ...new Set(FIELDS.map(({ version }) => version)),
].map(fieldsUpTo)

/** The format string that `CreateFlowLogs` takes: `${version} ${account-id} …`. */
export function formatString(format: Format): string {
  return format.map((field) => `\${${field.token}}`).join(' ')
}

/** The highest version among the fields: what the field `version` of each record says. */
export function formatVersion(format: Format): number {
  return Math.max(...format.map((field) => field.version))
}

/**
 * Reads a format: its name, or a list of tokens, each plain or as `${token}`, separated by spaces or commas.
 * @throws {UsageError} for a token that is not a field, or is there twice.
 */
export function parseFormat(text: string): Format {
  const name = text.trim()
  if (Object.hasOwn(FORMATS, name)) return FORMATS[name as FormatName]

  const tokens = text.split(/[\s,]+/).filter((token) => token !== '')
  if (tokens.length === 0) throw new UsageError('the log format is empty', { help: HELP })
  const fields = tokens.map((token) => knownField(token.replace(/^\$\$?\{(.*)\}$/, '$1')))

  const twice = fields.find((field, index) => fields.indexOf(field) < index)
  if (twice) throw new UsageError(`the log format names \`${twice.token}\` twice`)
  return fields
}

const HELP = `a format is ${FORMAT_NAMES} or a list of fields such as '\${version} \${account-id} …'`

function knownField(token: string): Field {
  const field = fieldByToken(token)
  if (field) return field

  const near = closest(
    token,
    FIELDS.map((candidate) => candidate.token),
  )
  throw new UsageError(`the log format names the unknown field \`${token}\``, {
    help: near ? `Did you mean \`${near}\`?` : HELP,
  })
}

/** The fields of a line in order; undefined for a field that natlens does not know. */
export type LineFields = readonly (Field | undefined)[]

/**
 * Reads the header line of a text file: tokens of fields, fewer than half of them unknown (a later version's).
 * Undefined when the line is not a header.
 */
export function readHeaderLine(line: string): LineFields | undefined {
  const tokens = line.trim().split(/ +/)
  if (tokens.length < 2 || !tokens.every((token) => /^[a-z][a-z0-9-]*$/.test(token))) {
    return undefined
  }
  const fields = tokens.map((token) => fieldByToken(token))
  const known = fields.filter((field) => field !== undefined)
  if (known.length < 2 || known.length * 2 <= tokens.length) return undefined
  return new Set(tokens).size === tokens.length ? fields : undefined
}

export function hasField(format: Format, token: FieldToken): boolean {
  return format.some((field) => field.token === token)
}
