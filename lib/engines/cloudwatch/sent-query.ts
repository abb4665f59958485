import { countText } from '../../count-text'
import { isDefault, withFieldNames, withParsedFields } from '../../dialects/insights'
import { UserError } from '../../errors'
import { fieldByName, type FieldName } from '../../flow-log/fields'
import type { Format } from '../../flow-log/format'
import { withLimit } from '../../language/limit'
import { parseQuery } from '../../language/parse'
import { resolveQuery } from '../../language/resolve'
import type { Question } from '../engine'
import type { Discovered } from './discovered-fields'

/** How a query reads the fields of records: by the names that CloudWatch discovers, or with a `parse`. */
export type FieldReading = 'discovered' | 'parse'

/** A question as it is sent. */
export interface SentQuery {
  /** Tried in this order: some regions reject a limit above 10,000. */
  readonly tries: readonly { readonly text: string; readonly limit: number }[]
  /** Names of the result's columns, in the order of the plan's. */
  readonly names: readonly string[]
  /** Rows that the question itself asks for; infinity without a limit. */
  readonly wanted: number
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Limit.html
export const ROW_LIMITS = [100_000, 10_000] as const
const MAX_TEXT_LENGTH = 10_000

/** A `parse` is required when the query reads fields of the format that CloudWatch does not discover in each log group. */
export function chooseReading(
  fields: readonly FieldName[],
  discovered: Discovered,
  format: Format | undefined,
): FieldReading {
  if (!format || isDefault(format)) return 'discovered'
  const isHidden = (name: FieldName) =>
    !discovered.get(name)?.everywhere && format.some((field) => field.name === name)
  return fields.some(isHidden) ? 'parse' : 'discovered'
}

/** The text to send: with CloudWatch's names of the fields or a `parse`, and with the limit of a whole answer. */
export function sentQuery(
  { name, text, plan }: Question,
  reading: FieldReading,
  discovered: Discovered,
  format: Format | undefined,
): SentQuery {
  const body =
    reading === 'parse' && format
      ? withParsedFields(text, format)
      : withFieldNames(text, discoveredNames(discovered))
  const wanted = Math.min(
    Infinity,
    ...plan.steps.flatMap((step) => (step.kind === 'limit' ? [step.count] : [])),
  )
  const tries = triesOf(name, body, wanted)
  return { tries, names: columnNames(body, plan), wanted }
}

/** A text with each limit that returns as many rows as possible. @throws {UserError} for a text that is too long. */
export function triesOf(name: string, body: string, wanted: number): SentQuery['tries'] {
  const limits = ROW_LIMITS.filter((_, index) => (ROW_LIMITS[index + 1] ?? 0) < wanted)
  const tries = limits.map((limit) =>
    wanted <= limit ? { text: body, limit: wanted } : { text: withLimit(body, limit), limit },
  )
  for (const { text } of tries) checkLength(name, text)
  return tries
}

/** The name of each field in the log groups: two fields have two names, and a log group has one of them. */
function discoveredNames(discovered: Discovered): ReadonlyMap<string, string> {
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
  if (text.length <= MAX_TEXT_LENGTH) return
  throw new UserError(
    `\`${name}\` has ${countText(text.length)} characters; CloudWatch accepts ${countText(MAX_TEXT_LENGTH)}`,
    { help: 'shorten a list in --param, or the comments' },
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
  // A log group without discovered fields may have it.
  if (discovered.size === 0) return !format || format.includes(fieldByName(field))
  return discovered.has(field)
}
