import type { FieldName } from '../flow-log/fields'
import type { AggregateName, FunctionName } from './functions'
import type { ArithmeticOperator, ComparisonOperator, PeriodUnit } from './syntax'
import type { ValueType } from './value-type'

/** A query as steps over the records of a flow log, with resolved names and known types. */
export interface Plan {
  readonly steps: readonly Step[]
  /** What the result shows, in order: keys first, then aggregates. */
  readonly columns: readonly OutputColumn[]
  /** The record fields that the plan reads, in the order of the registry. */
  readonly fields: readonly FieldName[]
}

/** A named value that a step defines. */
export interface NamedValue {
  readonly name: string
  readonly value: Value
}

export interface OutputColumn extends NamedValue {
  readonly type: ValueType
}

export type Step =
  /** Each record gains the columns (`fields … as`, `parse`). */
  | { readonly kind: 'extend'; readonly columns: readonly NamedValue[] }
  /** Keeps the records for which the condition is true, neither false nor missing. */
  | { readonly kind: 'filter'; readonly condition: Value }
  /**
   * One row per distinct key; later steps see only the keys and the measures. Without keys: one row, or no row
   * without records. A measure may use aggregates and the measures before it.
   */
  | {
      readonly kind: 'aggregate'
      readonly keys: readonly NamedValue[]
      readonly measures: readonly NamedValue[]
    }
  /** Missing values come last in both directions; text sorts by code point. The last keys break ties. */
  | { readonly kind: 'sort'; readonly keys: readonly SortKey[] }
  | { readonly kind: 'limit'; readonly count: number }
  /** The first row of each distinct key in the order so far (newest first when unsorted); a missing key keeps its row. */
  | { readonly kind: 'dedup'; readonly keys: readonly Value[] }

export interface SortKey {
  readonly value: Value
  readonly descending: boolean
}

/** Fields of the system rather than of the record: the record's start, its text, its log stream, its log group. */
export type SystemFieldName = '@timestamp' | '@message' | '@logStream' | '@log' | '@ingestionTime'

export type Value =
  /** A field of the record. */
  | { readonly kind: 'field'; readonly name: FieldName; readonly type: ValueType }
  | { readonly kind: 'system'; readonly name: SystemFieldName; readonly type: ValueType }
  /** A column that an earlier step (or an earlier measure of the same step) defined. */
  | { readonly kind: 'column'; readonly name: string; readonly type: ValueType }
  | LiteralValue
  | {
      readonly kind: 'period'
      readonly count: number
      readonly unit: PeriodUnit
      readonly type: 'time'
    }
  | CallValue
  | {
      readonly kind: 'aggregate'
      readonly function: AggregateName
      /** Empty for `count(*)`; after the text of `min` and its like, what it is compared by. */
      readonly arguments: readonly Value[]
      readonly type: ValueType
    }
  | {
      readonly kind: 'arithmetic'
      readonly operator: ArithmeticOperator
      readonly left: Value
      readonly right: Value
      /** Division and power give a number; the others an integer when both sides are integers. */
      readonly type: 'integer' | 'number'
    }
  /** Both sides are texts, numbers or times: the resolver adds `convert`. */
  | {
      readonly kind: 'comparison'
      readonly operator: ComparisonOperator
      readonly left: Value
      readonly right: Value
      readonly type: 'boolean'
    }
  | {
      readonly kind: 'in'
      readonly operand: Value
      /** Of the operand's kind of type; never empty. */
      readonly items: readonly LiteralValue[]
      readonly negated: boolean
      readonly type: 'boolean'
    }
  | {
      readonly kind: 'like'
      /** Of type text. */
      readonly operand: Value
      /** A substring, or an RE2 regular expression that may match anywhere. */
      readonly pattern: { readonly kind: 'substring' | 'regex'; readonly text: string }
      readonly negated: boolean
      readonly type: 'boolean'
    }
  | {
      readonly kind: 'logic'
      readonly operator: 'and' | 'or'
      readonly operands: readonly Value[]
      readonly type: 'boolean'
    }
  | { readonly kind: 'not'; readonly operand: Value; readonly type: 'boolean' }
  /** Text that a `parse` extracts: group `group` (from 1) of the regular expression's first match, missing without a match. */
  | {
      readonly kind: 'extract'
      readonly operand: Value
      readonly regex: string
      readonly group: number
      readonly type: 'text'
    }
  /** Of a text, another one whose order by code point is natural: digits by length and value. */
  | { readonly kind: 'natural'; readonly operand: Value; readonly type: 'text' }
  /** Between types: a text that is not a number is missing as a number; a number has plain digits as a text; a boolean is 1 or 0. */
  | { readonly kind: 'convert'; readonly operand: Value; readonly type: ValueType }

export type LiteralValue =
  | { readonly kind: 'literal'; readonly value: string; readonly type: 'text' }
  /** `value` holds the digits as written, so that integers of any size stay exact. */
  | { readonly kind: 'literal'; readonly value: string; readonly type: 'integer' | 'number' }
  /** Epoch milliseconds. */
  | { readonly kind: 'literal'; readonly value: string; readonly type: 'time' }

export interface CallValue {
  readonly kind: 'call'
  readonly function: FunctionName
  readonly arguments: readonly Value[]
  readonly type: ValueType
}
