import type { LogDescription } from '../../dialects/dialect'
import type { FieldName } from '../../flow-log/fields'
import { TABLE } from './source-sql'
import { knownFields, type Source } from './sources'

/** What the SQL dialect must know: which fields all files have and which only some. */
export function describeLog(sources: readonly Source[]): LogDescription {
  const fields = [...fieldCounts(sources)].map(
    ([name, count]) => [name, count === sources.length ? 'always' : 'sometimes'] as const,
  )
  return { fields: new Map(fields), table: [TABLE] }
}

/** How many of the files have a field. */
export function fieldCounts(sources: readonly Source[]): ReadonlyMap<FieldName, number> {
  const counts = new Map<FieldName, number>()
  for (const source of sources) {
    for (const { name } of knownFields(source)) {
      counts.set(name as FieldName, (counts.get(name as FieldName) ?? 0) + 1)
    }
  }
  return counts
}
