import type { LogDescription } from '../../../dialects/dialect'
import { fieldByToken, type Field, type FieldName } from '../../../flow-log/fields'
import { TABLE } from '../duckdb/view-sql'
import { knownFields, type LogFile, type UsableFile } from '../file-state'

/** What the SQL dialect must know: which fields all records have and which only some, as far as the files are read. */
export function describeLog(files: readonly UsableFile[]): LogDescription {
  const lacking = new Set(files.flatMap(lackingIn).map((token) => fieldByToken(token)?.name))
  const fields = [...fieldCounts(files)].map(([name, count]) => {
    const isInAll = count === files.length && !lacking.has(name)
    return [name, isInAll ? 'always' : 'sometimes'] as const
  })
  return { fields: new Map(fields), table: [TABLE], hasMessage: true }
}

/** The tokens of fields that only some records of a file have. */
export function lackingIn(file: LogFile): readonly string[] {
  return file.kind === 'read' || file.kind === 'partly-read' ? file.lacking : []
}

/** How many of the files have a field. */
export function fieldCounts(files: readonly UsableFile[]): ReadonlyMap<FieldName, number> {
  // A thousand files of one format share its list.
  const formats = new Map<unknown, { readonly fields: readonly Field[]; count: number }>()
  for (const file of files) {
    const format = file.kind === 'parquet' ? file.columns : file.layout.fields
    const known = formats.get(format)
    if (known) known.count++
    else formats.set(format, { fields: knownFields(file), count: 1 })
  }
  const counts = new Map<FieldName, number>()
  for (const { fields, count } of formats.values()) {
    for (const { name } of fields) {
      counts.set(name as FieldName, (counts.get(name as FieldName) ?? 0) + count)
    }
  }
  return counts
}
