import { UsageError } from '../../../errors'
import { formatString, FORMATS, type Format } from '../../../flow-log/format'

/** For a file that the user named. */
export function notAFlowLog(shown: string): UsageError {
  return new UsageError(`\`${shown}\` is not a flow log`, {
    help: 'natlens reads text (plain or gzip), Parquet and CloudWatch Logs exports',
  })
}

/** For records without a header line in an order of fields that natlens does not know. */
export function unknownFormat(
  { shown }: { readonly shown: string },
  columnCount: number,
  logFormat: Format | undefined,
): UsageError {
  const columns = `${columnCount} ${columnCount === 1 ? 'column' : 'columns'}`
  const has = `\`${shown}\` has ${columns} and no header line`
  return logFormat
    ? new UsageError(`${has}; they do not match --log-format (${logFormat.length} fields)`)
    : new UsageError(`${has}; the format is unknown`, {
        help: `give its fields in order: --log-format '${formatString(FORMATS.default.slice(0, 3))} …'`,
      })
}
