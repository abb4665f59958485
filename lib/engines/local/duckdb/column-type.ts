import { FIELD_TYPES, type Field } from '../../../flow-log/fields'

/** The type of a field's column in DuckDB; a field that natlens does not know is text. */
export function columnType(field: Field | undefined): string {
  return field ? FIELD_TYPES[field.type].duckdb : 'VARCHAR'
}

/** Whether a field is read as a whole number. */
export function isInteger(field: Field | undefined): boolean {
  return columnType(field) !== 'VARCHAR'
}
