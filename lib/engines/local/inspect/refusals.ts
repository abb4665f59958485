import { UsageError, UserError } from '../../../errors'
import { formatString, FORMATS, type LineFields } from '../../../flow-log/format'
import type { ForeignKind } from './foreign'

/** For a file that the user named. */
export function notAFlowLog(shown: string, foreign?: ForeignKind): UsageError {
  const command = foreign?.command && `${foreign.command} '${shown}' makes it readable`
  return new UsageError(
    foreign ? `\`${shown}\` is ${foreign.what}, not a flow log` : `\`${shown}\` is not a flow log`,
    {
      help:
        command ??
        'natlens reads text, CSV and JSON (plain or compressed), zip and tar archives, Parquet and CloudWatch Logs exports',
    },
  )
}

/** For records without a header line in an order of fields that natlens does not know. */
export function unknownFormat(
  { shown }: { readonly shown: string },
  columnCount: number,
  logFormat: LineFields | undefined,
): UsageError {
  const columns = `${columnCount} ${columnCount === 1 ? 'column' : 'columns'}`
  const has = `\`${shown}\` has ${columns} and no header line`
  return logFormat
    ? new UsageError(`${has}; they do not match --log-format (${logFormat.length} fields)`)
    : new UsageError(`${has}; the format is unknown`, {
        help: `give its fields in order: --log-format '${formatString(FORMATS.default.slice(0, 3))} …'`,
      })
}

const MAX_NAMES = 5

/** For records below a line of names that natlens does not know. */
export function unknownHeader(
  { shown }: { readonly shown: string },
  names: readonly string[],
): UserError {
  const quoted = names.slice(0, MAX_NAMES).map((name) => `\`${name}\``)
  const more = names.length > MAX_NAMES ? ` and ${names.length - MAX_NAMES} more` : ''
  return new UserError(
    `the header line of \`${shown}\` has unknown or repeated fields: ${quoted.join(', ')}${more}`,
    { help: 'use the names of flow-log fields in the header line, such as srcaddr and bytes' },
  )
}
