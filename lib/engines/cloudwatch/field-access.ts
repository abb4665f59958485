import { fieldsOf, type LogDescription } from '../../dialects/dialect'
import type { FieldName } from '../../flow-log/fields'
import type { Format } from '../../flow-log/format'
import type { Notice, Question } from '../engine'
import { bareFields, checkNeededFields } from '../needed-fields'
import { notEverywhere, nothingDiscovered } from './answer-notices'
import type { CallContext } from './calls'
import { discoverFields, type Discovered } from './discovered-fields'
import type { FieldCache } from './field-cache'
import type { ChosenWindow } from './query-window'
import { canRead, chooseReading, type FieldReading } from './sent-query'

/** How a question reads the fields of the chosen log groups. */
export interface FieldAccess {
  readonly reading: FieldReading
  readonly discovered: Discovered
}

/** A question, and the log groups that it is for. */
export interface FieldQuestion {
  readonly question: Question
  readonly source: ChosenWindow & {
    readonly format: Format | undefined
    readonly fieldNames: FieldReading | undefined
  }
  readonly context: CallContext
  readonly notify: (notice: Notice) => void
}

/** Finds out how the question's fields are read. @throws {UserError} where the log groups lack a required field. */
export async function findFields(
  { question, source, context, notify }: FieldQuestion,
  cache: FieldCache,
): Promise<FieldAccess> {
  const { window, groups, format, fieldNames } = source
  const fields = [...question.plan.fields, ...question.needs]
  const discovered: Discovered =
    fields.length === 0 ? new Map() : await discoverFields(groups, window.endTime, context, cache)
  const reading = fieldNames ?? chooseReading(fields, discovered, format)

  const has = (field: FieldName) => canRead(field, reading, discovered, format)
  checkNeededFields(question, { has, hint: format ? undefined : FORMAT_HINT }, notify)
  if (reading === 'parse') return { reading, discovered }

  if (fields.length > 0 && discovered.size === 0) {
    notify(nothingDiscovered(groups, format !== undefined))
  }
  const lackedBySome = [...bareFields(question.plan), ...question.needs].filter(
    (name) => discovered.get(name)?.lackedBySome,
  )
  if (lackedBySome.length > 0) notify(notEverywhere(lackedBySome))
  return { reading, discovered }
}

const FORMAT_HINT = 'if the records have it, use --log-format, so that it is parsed'

/** The fields that the log is known to have. */
export function presentFields(
  { reading, discovered }: FieldAccess,
  format: Format | undefined,
): LogDescription['fields'] {
  if (reading === 'parse' && format) return fieldsOf(format)
  return new Map(
    [...discovered].map(([name, { always }]) => [name, always ? 'always' : 'sometimes']),
  )
}
