import type { Field } from '../../../flow-log/fields'
import { groupBy } from '../../../group-by'
import { knownFields, type TextFile } from '../file-state'
import { isMessage } from './message'

/** Files of which the same columns are read. */
interface ColumnGroup {
  readonly columns: readonly Field[]
  readonly files: readonly TextFile[]
}

/** `columnsOf` gives the columns that are read of a file, of those that it has. */
export function groupByColumns(
  files: readonly TextFile[],
  columnsOf: (file: TextFile) => readonly Field[],
): readonly ColumnGroup[] {
  const groups = new Map<string, ColumnGroup & { readonly files: TextFile[] }>()
  // A thousand files of one format share its list.
  const byFields = new Map<unknown, { readonly files: TextFile[] }>()
  for (const file of files) {
    let group = byFields.get(file.layout.fields)
    if (!group) {
      const columns = columnsOf(file)
      const key = columns.map(({ token }) => token).join(' ')
      const made = groups.get(key) ?? { columns, files: [] }
      groups.set(key, made)
      byFields.set(file.layout.fields, made)
      group = made
    }
    group.files.push(file)
  }
  return [...groups.values()]
}

/** Text files that one flow log wrote, or files of unknown origin. */
export interface OriginGroup {
  readonly origin: string | undefined
  readonly files: readonly TextFile[]
}

export function groupByOrigin(files: readonly TextFile[]): readonly OriginGroup[] {
  const groups = groupBy(files, ({ origin }) => origin.id ?? '')
  return [...groups].map(([id, files]) => ({ origin: id === '' ? undefined : id, files }))
}

/** A field that a file lacks must stay apart from a value that is missing. A file without any wanted column gives its first. */
export function wantedColumns(file: TextFile, wanted: readonly Field[]): readonly Field[] {
  const known = knownFields(file)
  const has = wanted.filter((field) => isMessage(field) || known.includes(field))
  return has.length > 0 ? has : known.slice(0, 1)
}
