import { isDefault, withFieldNames, withParsedFields } from '../../dialects/insights'
import { UserError } from '../../errors'
import { fieldByName, type FieldName } from '../../flow-log/fields'
import type { Format } from '../../flow-log/format'
import { withLimit } from '../../language/limit'
import { parseQuery } from '../../language/parse'
import { resolveQuery } from '../../language/resolve'
import type { Question } from '../engine'
import { counted } from '../notices'
import type { Discovered } from './discovered-fields'

/** How a query reads the fields of records: by the names that CloudWatch discovers, or by a `parse` of its own. */
export type FieldReading = 'discovered' | 'parse'

/** A question as it is sent. */
export interface SentQuery {
  /** To be tried in this order: an older CloudWatch takes no limit above 10,000. */
  readonly tries: readonly { readonly text: string; readonly limit: number }[]
  /** Names of the result's columns, in the order of the plan's. */
  readonly names: readonly string[]
  /** Rows that the question itself asks for; infinity without a limit. */
  readonly wanted: number
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Limit.html
export const ROW_LIMITS = [100_000, 10_000] as const
const LONGEST_TEXT = 10_000

/** A `parse` is needed when the format tells of fields that are read and that CloudWatch does not discover in each log group. */
export function readingOf(
  fields: readonly FieldName[],
  discovered: Discovered,
  format: Format | undefined,
): FieldReading {
  if (!format || isDefault(format)) return 'discovered'
  const isHidden = (name: FieldName) =>
    !discovered.get(name)?.everywhere && format.some((field) => field.name === name)
  return fields.some(isHidden) ? 'parse' : 'discovered'
}

/** The text that CloudWatch gets: with its names of the fields or a `parse`, and with the limit that a whole answer needs. */
export function sentQuery(
  { name, text, plan }: Question,
  reading: FieldReading,
  discovered: Discovered,
  format: Format | undefined,
): SentQuery {
  const body =
    reading === 'parse' && format
      ? withParsedFields(text, format)
      : withFieldNames(text, namesThere(discovered))
  const wanted = Math.min(
    Infinity,
    ...plan.steps.flatMap((step) => (step.kind === 'limit' ? [step.count] : [])),
  )
  const tries = triesOf(name, body, wanted)
  return { tries, names: columnNames(body, plan), wanted }
}

/** A text with each limit that gives as many of the rows as it can. @throws {UserError} for one that is too long. */
export function triesOf(name: string, body: string, wanted: number): SentQuery['tries'] {
  const limits = ROW_LIMITS.filter((_, index) => (ROW_LIMITS[index + 1] ?? 0) < wanted)
  const tries = limits.map((limit) =>
    wanted <= limit ? { text: body, limit: wanted } : { text: withLimit(body, limit), limit },
  )
  for (const { text } of tries) checkLength(name, text)
  return tries
}

/** How a text reads each field in the log groups: two of them have two names, of which only one is there. */
function namesThere(discovered: Discovered): ReadonlyMap<string, string> {
  return new Map(
    [...discovered].map(([own, { name }]) => [own, /^\w+$/.test(name) ? name : `\`${name}\``]),
  )
}

/** Edits may change the names of columns, never their order. */
function columnNames(body: string, { columns }: Question['plan']): readonly string[] {
  const sent = resolveQuery(parseQuery(body).pipeline).plan?.columns
  return (sent?.length === columns.length ? sent : columns).map(({ name }) => name)
}

function checkLength(name: string, text: string): void {
  if (text.length <= LONGEST_TEXT) return
  throw new UserError(
    `\`${name}\` has ${counted(text.length)} characters for CloudWatch, which takes ${counted(LONGEST_TEXT)}`,
    { help: 'a shorter list in --param, or fewer comments, make it shorter' },
  )
}

/** Whether a question can read the field; `@timestamp` stands for the start of a record. */
export function canRead(
  field: FieldName,
  reading: FieldReading,
  discovered: Discovered,
  format: Format | undefined,
): boolean {
  if (field === 'startTime') return true
  if (reading === 'parse' && format) return format.some(({ name }) => name === field)
  // A log group that CloudWatch tells nothing of may have it.
  if (discovered.size === 0) return !format || format.includes(fieldByName(field))
  return discovered.has(field)
}
