import { column, type Field } from '../../../flow-log/fields'
import { MESSAGE_COLUMN } from '../../../dialects/dialect'
import { identifier } from '../../../dialects/literals'
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
  if (namesMessage(queries)) return [...known]
  return [...known].filter(
    (field) => words.has(column(field)) || (range && field.token === 'start'),
  )
}

/** Whether a query reads the lines of the records. */
export function namesMessage(queries: readonly string[]): boolean {
  return queries.some((sql) => sql.includes(identifier(MESSAGE_COLUMN)))
}
