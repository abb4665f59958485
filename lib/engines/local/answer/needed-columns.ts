import { column, type Field } from '../../../flow-log/fields'
import type { TimeRange } from '../../../time'
import { knownFields, type UsableFile } from '../file-state'

/**
 * The fields of the files that a query names, with `start` where a range is given.
 * A query that counts names no field: it reads the first one.
 */
export function neededColumns(
  sql: string,
  files: readonly UsableFile[],
  range: TimeRange | undefined,
): readonly Field[] {
  const words = new Set(sql.match(/\w+/g))
  const known = [...new Set(files.flatMap(knownFields))]
  const needed = known.filter(
    (field) => words.has(column(field)) || (range && field.token === 'start'),
  )
  return needed.length > 0 ? needed : known.slice(0, 1)
}
