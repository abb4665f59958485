import { UserError } from '../../errors'
import { fieldByName, type FieldName } from '../../flow-log/fields'
import { guardedFields } from '../../language/plan-fields'
import type { Notice, Question } from '../engine'
import { fieldCounts } from './describe-log'
import { counted, note } from './notices'
import type { Source } from './sources'

/**
 * Compares the fields that a question needs and reads with those of the log.
 * @throws {UserError} naming every needed field that no file has, and its version.
 */
export function checkFields(
  { name, needs, otherwise, plan, range }: Question,
  sources: readonly Source[],
  notify: (notice: Notice) => void,
): void {
  const counts = fieldCounts(sources)
  const lacking = needs.filter((field) => !counts.has(field))
  if (lacking.length > 0) {
    const fields = lacking.map((field) => `${token(field)} (version ${fieldByName(field).version})`)
    throw new UserError(`\`${name}\` needs ${listed(fields)}, which the log does not have`, {
      help: otherwise && `\`${otherwise}\` answers without ${fields.length === 1 ? 'it' : 'them'}`,
    })
  }
  if (range && !counts.has('startTime')) {
    throw new UserError('the log has no field `start`, so that no time range can be chosen', {
      help: 'without --from and --to all records are read',
    })
  }

  // A query that asks whether a field is there, or says what counts without it, need not be told.
  const guarded = guardedFields(plan)
  const bare = plan.fields.filter((field) => !guarded.has(field))
  const absent = bare.filter((field) => !counts.has(field)).map(token)
  if (absent.length > 0) {
    notify(note(`the log does not have ${listed(absent)}, which \`${name}\` reads: no record has a value there`)) // prettier-ignore
  }
  const read = new Set<FieldName>([...needs, ...bare])
  for (const field of read) {
    const files = counts.get(field)
    if (files === undefined || files === sources.length) continue
    const without = `${counted(sources.length - files)} of ${counted(sources.length)} files do not have`
    notify(note(`${without} the field ${token(field)}: their records have no value there`))
  }
}

function token(field: FieldName): string {
  return `\`${fieldByName(field).token}\``
}

function listed(fields: readonly string[]): string {
  const last = fields.at(-1)!
  const named = fields.length === 1 ? last : `${fields.slice(0, -1).join(', ')} and ${last}`
  return `the ${fields.length === 1 ? 'field' : 'fields'} ${named}`
}
