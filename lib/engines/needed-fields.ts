import { UserError } from '../errors'
import { fieldByName, type FieldName } from '../flow-log/fields'
import { guardedFields } from '../language/plan-fields'
import type { Notice, Question } from './engine'

/**
 * Compares the fields that a question needs and reads with those of the log; those that it reads and the log lacks are noted.
 * @throws {UserError} naming every needed field that the log lacks, and its version.
 */
export function checkNeededFields(
  { name, needs, otherwise, plan, range }: Question,
  log: {
    has(field: FieldName): boolean
    /** What may bring to light a field that seems to be lacking. */
    readonly hint?: string | undefined
  },
  notify: (notice: Notice) => void,
): void {
  const lacking = needs.filter((field) => !log.has(field))
  if (lacking.length > 0) {
    const fields = lacking.map((field) => `${token(field)} (version ${fieldByName(field).version})`)
    throw new UserError(`\`${name}\` needs ${listed(fields)}, which the log does not have`, {
      help:
        [answersWithout(otherwise, fields.length), log.hint].filter(Boolean).join('; ') ||
        undefined,
    })
  }
  if (range && !log.has('startTime')) {
    throw new UserError('the log has no field `start`, so that no time range can be chosen', {
      help: 'without --from and --to all records are read',
    })
  }

  const absent = bareFields(plan)
    .filter((field) => !log.has(field))
    .map(token)
  if (absent.length > 0) {
    const message = `the log does not have ${listed(absent)}, which \`${name}\` reads: no record has a value there`
    notify({ kind: 'note', message })
  }
}

function answersWithout(query: string | undefined, fields: number): string | undefined {
  return query && `\`${query}\` answers without ${fields === 1 ? 'it' : 'them'}`
}

/** The fields that a plan reads and does not expect to be missing: it neither asks for them nor says what counts without. */
export function bareFields(plan: Question['plan']): readonly FieldName[] {
  const guarded = guardedFields(plan)
  return plan.fields.filter((field) => !guarded.has(field))
}

/** A field as a format string names it. */
export function token(field: FieldName): string {
  return `\`${fieldByName(field).token}\``
}

function listed(fields: readonly string[]): string {
  const last = fields.at(-1)!
  const named = fields.length === 1 ? last : `${fields.slice(0, -1).join(', ')} and ${last}`
  return `the ${fields.length === 1 ? 'field' : 'fields'} ${named}`
}
