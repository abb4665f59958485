import type { LogDescription } from '../../../dialects/dialect'
import type { Field, FieldName } from '../../../flow-log/fields'
import { TABLE } from '../duckdb/view-sql'
import { knownFields, type Source } from '../sources'

/** What the SQL dialect must know: which fields all files have and which only some. */
export function describeLog(sources: readonly Source[]): LogDescription {
  const fields = [...fieldCounts(sources)].map(
    ([name, count]) => [name, count === sources.length ? 'always' : 'sometimes'] as const,
  )
  return { fields: new Map(fields), table: [TABLE] }
}

/** How many of the files have a field. */
export function fieldCounts(sources: readonly Source[]): ReadonlyMap<FieldName, number> {
  // A thousand files of one format share its list.
  const formats = new Map<unknown, { readonly fields: readonly Field[]; files: number }>()
  for (const source of sources) {
    const format = source.kind === 'text' ? source.fields : source.columns
    const known = formats.get(format)
    if (known) known.files++
    else formats.set(format, { fields: knownFields(source), files: 1 })
  }
  const counts = new Map<FieldName, number>()
  for (const { fields, files } of formats.values()) {
    for (const { name } of fields)
      counts.set(name as FieldName, (counts.get(name as FieldName) ?? 0) + files)
  }
  return counts
}
