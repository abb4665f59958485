import { UsageError } from '../errors'
import { closest } from '../closest'
import { FIELDS, fieldBySpelling, fieldByToken, type Field, type FieldToken } from './fields'
import { TRANSIT_GATEWAY_TOKENS } from './transit-gateway'

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

  throwIfTwice(fields)
  return fields
}

function throwIfTwice(fields: Format): void {
  const twice = fields.find((field, index) => fields.indexOf(field) < index)
  if (twice) throw new UsageError(`the log format names \`${twice.token}\` twice`)
}

const HELP = `a format is ${FORMAT_NAMES} or a list of fields such as '\${version} \${account-id} …'`

function knownField(token: string): Field {
  const field = FIELDS.find((each) => each.token === token)
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

/** The name of the format that AWS gives transit-gateway flow logs by default. */
export const TRANSIT_GATEWAY_FORMAT = 'transit-gateway'

/** All fields of a transit-gateway flow log, in AWS's default order. */
export const TRANSIT_GATEWAY_FIELDS_IN_ORDER: Format = TRANSIT_GATEWAY_TOKENS.map((token) =>
  fieldByToken(token)!,
)

/**
 * Reads the format of files without a header line: as {@link parseFormat} does, with fields of any spelling; `-` skips a
 * column, and so does a field that natlens does not know.
 * @throws {UsageError} for a list without any known field, or with one twice.
 */
export function parseLineFormat(text: string): LineFields {
  const name = text.trim()
  if (name === TRANSIT_GATEWAY_FORMAT) return TRANSIT_GATEWAY_FIELDS_IN_ORDER
  const tokens = name.split(/[\s,]+/).filter((token) => token !== '')
  const fields = tokens.map((token) => fieldBySpelling(plainToken(token)))
  if (fields.every((field) => field === undefined)) return parseFormat(text)
  throwIfTwice(fields.filter((field) => field !== undefined))
  return fields
}

/** @throws {UsageError} for a format with columns that are skipped, which only files can have. */
export function withoutGaps(fields: LineFields): Format {
  const known = fields.filter((field) => field !== undefined)
  if (known.length === fields.length) return known
  throw new UsageError('the log format has unknown or skipped fields, which only files can have')
}

/** A name in a header line, in any spelling. */
const NAME = /^(["'`]?)(\$*\{)?[a-z@][a-z0-9_-]*\}?\1$/i
/** The spelling of AWS: nothing around it. */
const PLAIN_NAME = /^[a-z][a-z0-9-]*$/

/** A name without quotes or `${}` around it. */
function plainToken(token: string): string {
  if (PLAIN_NAME.test(token)) return token
  return token.replace(/^(["'`])(.*)\1$/, '$2').replace(/^\$*\{(.*)\}$/, '$1')
}

/** What a line of names says. */
export type HeaderReading =
  | { readonly kind: 'fields'; readonly fields: LineFields }
  /** Names of which too many are unknown, or one is there twice. */
  | { readonly kind: 'unknown'; readonly names: readonly string[]; readonly knownCount: number }

/**
 * Reads the names of a header in any spelling: `interface-id`, `INTERFACE_ID`, `${interface-id}`, `"interfaceId"`. Fewer
 * than half of them may be unknown (a later version's). Undefined when the values are not all names.
 */
export function readHeader(values: readonly string[]): HeaderReading | undefined {
  if (values.length < 2 || !values.every((value) => NAME.test(value))) return undefined
  const names = values.map(plainToken)
  const fields = names.map((name) => fieldByToken(name) ?? fieldBySpelling(name))
  const known = fields.filter((field) => field !== undefined)
  const unknown = names.filter((_, index) => fields[index] === undefined)
  const isUnderstood = known.length >= 2 && known.length * 2 > names.length
  if (isUnderstood && new Set(known).size === known.length) return { kind: 'fields', fields }
  const twice = names.filter((_, index) => fields.indexOf(fields[index]) < index)
  return { kind: 'unknown', names: isUnderstood ? twice : unknown, knownCount: known.length }
}

/** The fields of a text file's header line; undefined when the line is not an understood header. */
export function readHeaderLine(line: string): LineFields | undefined {
  const reading = readHeader(line.trim().split(/ +/))
  return reading?.kind === 'fields' ? reading.fields : undefined
}

export function hasField(format: Format, token: FieldToken): boolean {
  return format.some((field) => field.token === token)
}
