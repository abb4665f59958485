import { UserError } from '../errors'
import { fieldByName, type FieldName } from '../flow-log/fields'
import { guardedFields } from '../language/plan-fields'
import type { Notice, Question } from './engine'

/**
 * Compares the fields that a question requires and reads with those of the log, and notes the fields that it reads and the log lacks.
 * @throws {UserError} naming every required field that the log lacks, and its version.
 */
export function checkNeededFields(
  { name, needs, otherwise, plan, range }: Question,
  log: {
    has(field: FieldName): boolean
    /** Help: how to make the other fields of the log known. */
    readonly hint?: string | undefined
  },
  notify: (notice: Notice) => void,
): void {
  const lacking = needs.filter((field) => !log.has(field))
  if (lacking.length > 0) {
    const fields = lacking.map((field) => `${token(field)} (version ${fieldByName(field).version})`)
    throw new UserError(`\`${name}\` requires ${joined(fields)}, which this log lacks`, {
      help:
        [answersWithout(otherwise, fields.length), log.hint].filter(Boolean).join('; ') ||
        undefined,
    })
  }
  if (range && !log.has('startTime')) {
    throw new UserError('this log lacks `start`, so it cannot be limited to a time range', {
      help: 'remove --from and --to to read all records',
    })
  }

  const absent = bareFields(plan)
    .filter((field) => !log.has(field))
    .map(token)
  if (absent.length > 0) {
    const pronoun = absent.length === 1 ? 'it is' : 'they are'
    const message = `\`${name}\` uses ${joined(absent)}, which this log lacks; ${pronoun} treated as missing`
    notify({ kind: 'note', message })
  }
}

function answersWithout(query: string | undefined, fields: number): string | undefined {
  return query && `\`${query}\` works without ${fields === 1 ? 'it' : 'them'}`
}

/** The fields that a plan reads without a test for missing values. */
export function bareFields(plan: Question['plan']): readonly FieldName[] {
  const guarded = guardedFields(plan)
  return plan.fields.filter((field) => !guarded.has(field))
}

/** A field as a format string names it. */
export function token(field: FieldName): string {
  return `\`${fieldByName(field).token}\``
}

function joined(fields: readonly string[]): string {
  const last = fields.at(-1)!
  return fields.length === 1 ? last : `${fields.slice(0, -1).join(', ')} and ${last}`
}
