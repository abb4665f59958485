import { column, type Field } from '../../../flow-log/fields'
import type { TimeRange } from '../../../time'
import { knownFields, type UsableFile } from '../file-state'

/** The fields of the files that the queries name, with `start` where a range is given. */
export function neededColumns(
  queries: readonly string[],
  files: readonly UsableFile[],
  range: TimeRange | undefined,
): readonly Field[] {
  const words = new Set(queries.flatMap((sql) => sql.match(/\w+/g) ?? []))
  const known = new Set(files.flatMap(knownFields))
  return [...known].filter(
    (field) => words.has(column(field)) || (range && field.token === 'start'),
  )
}
