import type { FieldName } from '../flow-log/fields'
import type { Format } from '../flow-log/format'
import type { OutputColumn, Plan } from '../language/plan'
import type { QueryRange } from './partitions'

/** How sure it is that a log has a field: in every file, in some, or in none. */
export type Presence = 'always' | 'sometimes' | 'never'

/** What a dialect must know of the log that a query runs on. */
export interface LogDescription {
  /** The fields that the log has, in the order of its format. */
  readonly fields: ReadonlyMap<FieldName, 'always' | 'sometimes'>
  /** The table in the words of the engine, each part apart: `['awsdatacatalog', 'natlens', 'flow_logs']`. */
  readonly table: readonly string[]
  /** Columns that are no fields and that each row keeps behind the plan's own; for plans without aggregates. */
  readonly partitionKeys?: readonly string[]
  /** How long after its start a record may come, where folders are chosen by a range; 30 minutes unless told. */
  readonly latenessSeconds?: number | undefined
}

export interface CompiledQuery {
  readonly text: string
  /** In the order of the engine's result. */
  readonly columns: readonly OutputColumn[]
}

/** The text of one engine. What it cannot say is a {@link UserError} that names an engine that can. */
export interface SqlDialect {
  readonly name: 'duckdb' | 'athena'
  compile(plan: Plan, log: LogDescription, range?: QueryRange): CompiledQuery
}

/** The fields of a log that all have one format. */
export function fieldsOf(format: Format): LogDescription['fields'] {
  return new Map(format.map(({ name }) => [name as FieldName, 'always']))
}

export function presence(log: LogDescription, field: FieldName): Presence {
  return log.fields.get(field) ?? 'never'
}
