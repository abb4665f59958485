import { UserError } from '../errors'
import { fieldByColumn, fieldByName, FIELD_TYPES, type FieldName } from '../flow-log/fields'
import type { Plan } from '../language/plan'
import { token } from './needed-fields'

/** A column of a table with the type name of its engine: `srcaddr`, `varchar`. */
export interface TableColumn {
  readonly name: string
  readonly type: string
}

/** The fields that a table has columns for, in the table's order; other columns are ignored. */
export function tableFields(columns: readonly TableColumn[]): ReadonlyMap<FieldName, 'always'> {
  const fields = new Map<FieldName, 'always'>()
  for (const { name } of columns) {
    const field = fieldByColumn(name)
    if (field) fields.set(field.name as FieldName, 'always')
  }
  return fields
}

/**
 * Compares the types of the columns that a plan reads with those of a flow log.
 * @throws {UserError} naming the first column that is text instead of a number, or the reverse.
 */
export function checkColumnTypes(
  { fields }: Plan,
  table: string,
  columns: readonly TableColumn[],
): void {
  const types = new Map(columns.map(({ name, type }) => [fieldByColumn(name)?.name, type]))
  for (const name of fields) {
    const type = types.get(name)
    const field = fieldByName(name)
    if (type === undefined || isText(type) === isText(field.type)) continue
    throw new UserError(`table \`${table}\`: the column of the field ${token(name)} is ${type}`, {
      help: `a table over flow logs has ${FIELD_TYPES[field.type].glue}`,
    })
  }
}

function isText(type: string): boolean {
  return /^(string|varchar|char)/.test(type)
}
