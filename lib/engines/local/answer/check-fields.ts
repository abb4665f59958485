import { countText } from '../../../count-text'
import type { FieldName } from '../../../flow-log/fields'
import type { Notice, Question } from '../../engine'
import { bareFields, checkNeededFields, token } from '../../needed-fields'
import { fieldCounts } from './describe-log'
import { note } from '../../notices'
import type { UsableFile } from '../file-state'

/**
 * Compares the fields that a question needs and uses with those of the files.
 * @throws {UserError} naming every needed field that no file has, with its version.
 */
export function checkFields(
  question: Question,
  files: readonly UsableFile[],
  notify: (notice: Notice) => void,
): void {
  const counts = fieldCounts(files)
  checkNeededFields(question, counts, notify)

  const fields = new Set<FieldName>([...question.needs, ...bareFields(question.plan)])
  for (const field of fields) {
    const having = counts.get(field)
    if (having === undefined || having === files.length) continue
    const lacking = `${countText(files.length - having)} of ${countText(files.length)} files lack`
    const effect = question.needs.includes(field)
      ? 'their traffic is not counted'
      : 'it is treated as missing there'
    notify(note(`${lacking} ${token(field)}; ${effect}`))
  }
}
