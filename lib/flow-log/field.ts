export interface Field {
  /** As a format string and a header line write it, without `${}`. */
  readonly token: string
  /** As CloudWatch Logs Insights discovers it. */
  readonly name: string
  readonly type: FieldType
  /** The record version that brought the field. */
  readonly version: number
  readonly meaning: string
}

/** Glue's word for the type; {@link FIELD_TYPES} has the other spellings. */
export type FieldType = 'string' | 'int' | 'bigint'
