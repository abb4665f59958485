import { countText } from '../../../count-text'
import { UserError } from '../../../errors'
import { fieldByName, type FieldName } from '../../../flow-log/fields'
import type { OutputColumn } from '../../../language/plan'
import { readsTime } from '../../../language/plan-fields'
import type { LackingField } from '../../../results/result'
import type { Notice, Question } from '../../engine'
import { bareFields, checkNeededFields, token } from '../../needed-fields'
import { fieldCounts } from './describe-log'
import { note } from '../../notices'
import type { UsableFile } from '../file-state'

/**
 * Compares the fields that a question needs and uses with those of the files, and gives those that only some files have.
 * @throws {UserError} naming every needed field that no file has, with its version.
 */
export function checkFields(
  question: Question,
  files: readonly UsableFile[],
  notify: (notice: Notice) => void,
): readonly LackingField[] {
  const counts = fieldCounts(files)
  checkNeededFields(question, counts, notify)
  if (!counts.has('startTime')) checkTime(question, notify)

  const fields = new Set<FieldName>([...question.needs, ...bareFields(question.plan)])
  return [...fields].flatMap((field) => {
    const having = counts.get(field)
    if (having === undefined || having === files.length) return []
    const lacking = `${countText(files.length - having)} of ${countText(files.length)} files lack`
    const effect = question.needs.includes(field)
      ? 'their traffic is not counted'
      : 'it is treated as missing there'
    notify(note(`${lacking} ${token(field)}; ${effect}`))
    return [
      { field: fieldByName(field).token, lacking: files.length - having, files: files.length },
    ]
  })
}

/** Notes that records without `start` have no time. @throws {UserError} where the question groups by it. */
function checkTime({ name, plan }: Question, notify: (notice: Notice) => void): void {
  const { steps, columns } = plan
  const groups = steps.flatMap((step) => (step.kind === 'aggregate' ? step.keys : []))
  const keys = groups.map(({ name: key, value }): OutputColumn => ({
    name: key,
    value,
    type: value.type,
  }))
  if (readsTime([], keys)) {
    throw new UserError(`\`${name}\` groups by time, but this log has no \`start\``, {
      help: 'without `bin` it sums all records',
    })
  }
  if (readsTime(steps, columns))
    notify(note('this log has no `start`, so its records have no time'))
}
