import { column, type Field } from '../../../flow-log/fields'
import { LOG_COLUMN, MESSAGE_COLUMN } from '../../../dialects/dialect'
import { identifier } from '../../../dialects/literals'
import type { TimeRange } from '../../../time'
import { MESSAGE } from '../read/message'
import { knownFields, type UsableFile } from '../file-state'

/** The fields of the files that the queries name, and those with given tokens; with `start` where a range is given, and the lines. */
export function neededColumns(
  queries: readonly string[],
  files: readonly UsableFile[],
  range: TimeRange | undefined,
  tokens: readonly string[] = [],
): readonly Field[] {
  const words = new Set(queries.flatMap((sql) => sql.match(/\w+/g) ?? []))
  const known = new Set(files.flatMap(knownFields))
  const named = [...known].filter(
    (field) =>
      words.has(column(field)) ||
      tokens.includes(field.token) ||
      (range && field.token === 'start'),
  )
  return namesMessage(queries) ? [...named, MESSAGE] : named
}

/** Whether a query reads the lines of the records. */
export function namesMessage(queries: readonly string[]): boolean {
  return queries.some((sql) => sql.includes(identifier(MESSAGE_COLUMN)))
}

/** Whether a query reads the flow logs of the records. */
export function namesLog(queries: readonly string[]): boolean {
  return queries.some((sql) => sql.includes(identifier(LOG_COLUMN)))
}
