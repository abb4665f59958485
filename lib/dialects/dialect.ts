import type { FieldName } from '../flow-log/fields'
import type { Format } from '../flow-log/format'
import type { OutputColumn, Plan } from '../language/plan'
import type { QueryRange } from './partitions'

/** Whether a log has a field: in every file, in some files or in no file. */
export type Presence = 'always' | 'sometimes' | 'never'

/** The log that a query is compiled for. */
export interface LogDescription {
  /** The fields that the log has, in the order of its format. */
  readonly fields: ReadonlyMap<FieldName, 'always' | 'sometimes'>
  /**
   * Whether the table has a column `@message`: each record as a line of text, never NULL. It is read only by a plan with
   * `@message`, so that an engine makes it when the SQL names it.
   */
  readonly hasMessage?: boolean | undefined
  /** The parts of the table's name: `['awsdatacatalog', 'natlens', 'flow_logs']`. */
  readonly table: readonly string[]
  /** Columns of the table that follow the plan's columns in each row; for plans without aggregates. */
  readonly partitionKeys?: readonly string[]
  /** How long after its start a record may still be delivered; default: 30 minutes. */
  readonly latenessSeconds?: number | undefined
  /** The flow logs whose records count; default: all. */
  readonly flowLogIds?: readonly string[] | undefined
}

export interface CompiledQuery {
  readonly text: string
  /** In the order of the engine's result. */
  readonly columns: readonly OutputColumn[]
}

/** The SQL of one engine. */
export interface SqlDialect {
  readonly name: 'duckdb' | 'athena'
  compile(plan: Plan, log: LogDescription, range?: QueryRange): CompiledQuery
}

/** The column of a record's line. */
export const MESSAGE_COLUMN = '@message'

/** The column of a record's flow log, in DuckDB. */
export const LOG_COLUMN = '@log'

/** The fields of a log that all have one format. */
export function fieldsOf(format: Format): LogDescription['fields'] {
  return new Map(format.map(({ name }) => [name as FieldName, 'always']))
}

export function presence(log: LogDescription, field: FieldName): Presence {
  return log.fields.get(field) ?? 'never'
}
