import { UsageError } from '../errors'
import { closest } from '../closest'
import { FIELDS, fieldByToken, type Field, type FieldToken } from './fields'

/** The fields of a flow log's records, in the order in which a text record writes them. */
export type Format = readonly Field[]

const upTo = (version: number): Format => FIELDS.filter((field) => field.version <= version)

/** The formats that have a name: all fields up to a version, in the order of AWS's table. */
export const FORMATS = {
  default: upTo(2),
  v2: upTo(2),
  v3: upTo(3),
  v4: upTo(4),
  v5: upTo(5),
  v11: upTo(11),
} as const satisfies Record<string, Format>

export type FormatName = keyof typeof FORMATS

/** The format string that `CreateFlowLogs` takes: `${version} ${account-id} …`. */
export function formatString(format: Format): string {
  return format.map((field) => `\${${field.token}}`).join(' ')
}

/** The highest version among the fields: what the field `version` of each record says. */
export function formatVersion(format: Format): number {
  return Math.max(...format.map((field) => field.version))
}

/**
 * Reads a format: the name of one, or a list of tokens, each plain or as `${token}`, apart by spaces or commas.
 * @throws {UsageError} naming the token that is no field.
 */
export function parseFormat(text: string): Format {
  const named = FORMATS[text.trim() as FormatName] as Format | undefined
  if (named) return named

  const tokens = text.split(/[\s,]+/).filter((token) => token !== '')
  if (tokens.length === 0) throw new UsageError('the log format is empty', { help: HELP })
  const fields = tokens.map((token) => knownField(token.replace(/^\$\$?\{(.*)\}$/, '$1')))

  const twice = fields.find((field, index) => fields.indexOf(field) < index)
  if (twice) throw new UsageError(`the log format names \`${twice.token}\` twice`)
  return fields
}

const HELP = `a format is one of ${Object.keys(FORMATS).join(', ')} or a list of tokens such as '\${version} \${account-id} …'`

function knownField(token: string): Field {
  const field = fieldByToken(token)
  if (field) return field

  const near = closest(
    token,
    FIELDS.map((candidate) => candidate.token),
  )
  throw new UsageError(`the log format names \`${token}\`, which is no field of a flow log`, {
    help: near ? `\`${near}\` is spelled almost the same` : HELP,
  })
}

/** The fields of a line in their order; undefined is one that natlens does not know. */
export type LineFields = readonly (Field | undefined)[]

/**
 * Reads the header line of a text file: tokens of fields, among which may be a few that a later version brought.
 * Undefined when the line is none.
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
