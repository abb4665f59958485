/** What a cell of an answer's column is; the type of another kind is `other`. */
type ColumnKind = 'text' | 'integer' | 'boolean' | 'double' | 'time' | 'other'

/** A column of an answer, as SQL around the answer sees it. */
export interface WrittenColumn {
  readonly name: string
  /** An identifier, quoted if necessary. */
  readonly sql: string
  readonly kind: ColumnKind
}

const KINDS: Readonly<Record<string, ColumnKind>> = {
  VARCHAR: 'text',
  BOOLEAN: 'boolean',
  TINYINT: 'integer',
  SMALLINT: 'integer',
  INTEGER: 'integer',
  BIGINT: 'integer',
  HUGEINT: 'integer',
  UTINYINT: 'integer',
  USMALLINT: 'integer',
  UINTEGER: 'integer',
  UBIGINT: 'integer',
  UHUGEINT: 'integer',
  DOUBLE: 'double',
  TIMESTAMP: 'time',
}

/** The kind of a DuckDB type. */
export function columnKind(type: string): ColumnKind {
  return KINDS[type] ?? 'other'
}
