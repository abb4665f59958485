import type { Diagnostic } from './diagnostics'
import { warning } from './messages'
import type { ParameterType } from './parameters'
import type { LiteralValue, NamedValue, OutputColumn, Step, Value } from './plan'
import type { ValueType } from './value-type'
import type { Command, Expression, Span } from './syntax'

/** What a query says of a placeholder before it has a value. */
export interface DeclaredParameter {
  readonly type: ParameterType
  readonly list: boolean
}

/** What is known while a pipeline is resolved, command after command. */
export interface Resolving {
  readonly text: string
  readonly parameters: ReadonlyMap<string, DeclaredParameter>
  readonly diagnostics: Diagnostic[]
  readonly steps: Step[]
  /** Names that CloudWatch refuses to define again, wherever they were defined. */
  readonly defined: Set<string>
  /** Names in commands that only CloudWatch runs, such as the columns that a `lookup` adds: they may stand for something. */
  readonly named: ReadonlySet<string>
  scope: Scope
  /** The kind of the command at hand. */
  command: Command['kind']
  /** What `fields` and `stats` show; empty until one does. */
  shown: readonly OutputColumn[]
  /** What the last `display` shows. */
  display: readonly OutputColumn[] | undefined
  /** False once something has no SQL form, or still waits for its value. */
  hasPlan: boolean
}

/** The names that an expression may use. */
export interface Scope {
  /** Names that a command defined; of an expression that has an error the type is unknown. */
  readonly columns: Map<string, ValueType | undefined>
  /** Expressions without a name of their own, as they print: writing one again means its column. */
  readonly texts: Map<string, string>
  /** Names of texts that came out of a `parse`. */
  readonly parsed: Set<string>
  /** After `stats` the fields of the record are gone. */
  readonly aggregated: boolean
  /** Fields that a `by … as` named, with their new names. */
  readonly renamed: ReadonlyMap<string, string>
}

/**
 * Where an expression stands: on each record or row, as a measure of `stats`, inside of an aggregate, after `by`.
 */
export type Place =
  | { readonly kind: 'row' | 'key' }
  | {
      readonly kind: 'measure' | 'aggregated'
      /** Measures of the same `stats` before this one. */
      readonly earlier: ReadonlyMap<string, ValueType | undefined>
    }

/** Values of placeholders: what they will hold is no ground for a warning. */
export const PENDING = {
  text: { kind: 'literal', value: '', type: 'text' },
  integer: { kind: 'literal', value: '1', type: 'integer' },
  number: { kind: 'literal', value: '1', type: 'number' },
} as const satisfies Record<string, LiteralValue>

export function isPending(value: Value): boolean {
  return Object.values<Value>(PENDING).includes(value)
}

export const ROW: Place = { kind: 'row' }

export function report(state: Resolving, diagnostic: Diagnostic): undefined {
  state.diagnostics.push(diagnostic)
  return undefined
}

/** Warns that only CloudWatch can run this. */
export function withoutPlan(state: Resolving, name: string, span: Span): undefined {
  state.hasPlan = false
  return report(state, warning('no-sql-form', span, name))
}

/** The expression as written, on one line. */
export function written(state: Resolving, { span }: Pick<Expression, 'span'>): string {
  return state.text.slice(span.start, span.end).replace(/\s+/g, ' ')
}

export function columnOf({ name, value }: NamedValue): OutputColumn {
  // A boolean is shown as 1 or 0.
  return value.type === 'boolean'
    ? { name, value: { kind: 'convert', operand: value, type: 'integer' }, type: 'integer' }
    : { name, value, type: value.type }
}
