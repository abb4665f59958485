import type { AggregateName } from '../language/functions'
import type { Value } from '../language/plan'
import type { ValueType } from '../language/value-type'
import type { SharedAggregate } from './aggregates'
import type {
  FunctionWriter,
  NumberSyntax,
  PlainFunction,
  SharedFunction,
  TextTests,
} from './functions'
import type { QueryRange } from './partitions'
import { cast, NULL, type Sql, type SqlType } from './tree'

/** A row for each function that engines do not write alike, and for each that one engine writes differently. */
type Rows<Name extends string, Shared extends Name> = Readonly<
  Record<Exclude<Name, Shared>, FunctionWriter> & Partial<Record<Shared, FunctionWriter>>
>

/** What is different in one engine's SQL; everything else is standard SQL and written once. */
export interface SqlSyntax extends TextTests, NumberSyntax {
  readonly name: 'duckdb' | 'athena'
  readonly functions: Rows<PlainFunction, SharedFunction>
  readonly aggregates: Rows<AggregateName, SharedAggregate>
  /** A text column of the raw table, with `-` where AWS writes it. */
  readonly textColumn: (column: Sql) => Sql
  /** Conditions on the raw table that choose the partitions of a range. */
  readonly partitions?: (range: QueryRange, latenessSeconds?: number) => readonly string[]
  /** A condition on the raw table that chooses flow logs by their ids. */
  readonly flowLogs?: (ids: readonly string[]) => string
  /** The flow log of a record: its id, or `-`. */
  readonly flowLog: Sql
  /** A text in which each run of digits follows a character for its length. */
  readonly naturalKey: (text: Sql) => Sql
  /** Whether a join gives each different text its key once; an engine that bills by bytes reads nothing twice. */
  readonly joinsKeys: boolean
  /** The value of the record with the least or greatest keys, which are not missing where the value is not. */
  readonly chosenBy: (value: Sql, keys: readonly Sql[], which: 'least' | 'greatest') => Sql
  /** A group of the first match: empty when it took no part in it, missing without a match. */
  readonly extract: (text: Sql, regex: string, group: number) => Sql
  /** All groups of the first match up to a last one, missing without a match, and how to read one of them. */
  readonly groups?: {
    readonly all: (text: Sql, regex: string, last: number) => Sql
    readonly one: (all: Sql, group: number) => Sql
  }
  /** Whether an address lies in any of the blocks; false or missing for other texts than addresses. */
  readonly inSubnets: (address: Sql, cidrs: readonly string[]) => Sql
  /** A subnet test that is false or missing for any text, where the test itself is not. */
  readonly onlyAddresses: (text: Sql, test: Sql) => Sql
  /** A double in plain digits, to twelve decimal places. */
  readonly numberText: (number: Sql) => Sql
  readonly isFinite: (number: Sql) => Sql
  /** Counts the rows of each partition from 1; `order` are terms of an `ORDER BY`. */
  readonly rowNumber: (partition: readonly Sql[], order: readonly Sql[]) => Sql
  /** The start of the calendar unit that epoch milliseconds lie in, in epoch milliseconds. */
  readonly calendarFloor: (time: Sql, unit: 'month' | 'quarter' | 'year') => Sql
  /** The engine's own timestamp of epoch milliseconds, UTC without a zone. */
  readonly timestamp: (milliseconds: Sql) => Sql
}

/** A value that a name of the query stands for. */
export type NamedReference = Extract<Value, { kind: 'field' | 'system' | 'column' }>

/** Where an expression is written. */
export interface Context {
  readonly syntax: SqlSyntax
  readonly functions: Readonly<Record<PlainFunction, FunctionWriter>>
  readonly aggregates: Readonly<Record<AggregateName, FunctionWriter>>
  /** What a name stands for; NULL for a field that the log does not have. */
  resolve(value: NamedReference): Sql
  /** A column of the value, for an expression that would contain the value several times. */
  hoist(value: Sql): Sql
  /** A text whose order by code point is the natural order of the value. */
  naturalKey(value: Sql): Sql
}

const SQL_TYPES = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  boolean: 'BIGINT',
  time: 'BIGINT',
} as const satisfies Record<ValueType, SqlType>

export function sqlType(type: ValueType): SqlType {
  return SQL_TYPES[type]
}

/** A value of the type that is missing in every row. */
export function missingValue(type: ValueType): Sql {
  return cast(NULL, SQL_TYPES[type])
}
