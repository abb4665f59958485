import type { Diagnostic } from './diagnostics'
import { warning } from './messages'
import type { TextKind } from './natural-order'
import type { ParameterType } from './parameters'
import type { LiteralValue, NamedValue, OutputColumn, Step, Value } from './plan'
import type { ValueType } from './value-type'
import type { Command, Expression, Span } from './syntax'

/** The declaration of a placeholder. */
export interface DeclaredParameter {
  readonly type: ParameterType
  readonly list: boolean
}

/** The state while a pipeline is resolved, command by command. */
export interface ResolveState {
  readonly text: string
  readonly parameters: ReadonlyMap<string, DeclaredParameter>
  readonly diagnostics: Diagnostic[]
  readonly steps: Step[]
  /** Names that CloudWatch refuses to define again. */
  readonly defined: Set<string>
  /** Names in commands without a form in SQL, such as the columns that a `lookup` adds: they can be valid. */
  readonly named: ReadonlySet<string>
  scope: Scope
  /** The kind of the current command. */
  command: Command['kind']
  /** The columns of `fields` and `stats` so far. */
  shown: readonly OutputColumn[]
  /** Columns of `parse`, while no later command chooses columns. */
  parsedColumns: readonly OutputColumn[]
  /** The columns of the last `display`. */
  display: readonly OutputColumn[] | undefined
  /** False after a part without an SQL form or a placeholder. */
  hasPlan: boolean
}

/** The names that an expression may use. */
export interface Scope {
  /** Names that a command defined; the type is undefined after an error in the expression. */
  readonly columns: Map<string, ValueType | undefined>
  /** Unnamed expressions as printed, by which a query can use their columns again. */
  readonly texts: Map<string, string>
  /** Of columns that are integers, the bits that they may need. */
  readonly bits: Map<string, number>
  /** Of columns that are texts, what is known of them. */
  readonly textKinds: Map<string, TextKind>
  /** Names of texts that `parse` extracted. */
  readonly parsed: Set<string>
  /** Whether a `stats` came before: only its names are left. */
  readonly aggregated: boolean
  /** Whether a command before defines names that are unknown here. */
  isOpen: boolean
  /** Fields that a `by … as` named, with their new names. */
  readonly renamed: ReadonlyMap<string, string>
}

/** Where an expression is: on each record or row, a measure of `stats`, inside an aggregate, or after `by`. */
export type Clause =
  | { readonly kind: 'row' | 'key' }
  | {
      readonly kind: 'measure' | 'aggregated'
      /** Measures of the same `stats` before this one. */
      readonly earlier: ReadonlyMap<string, ValueType | undefined>
    }

/** Values of placeholders, which give no warnings. */
export const PENDING = {
  text: { kind: 'literal', value: '', type: 'text' },
  integer: { kind: 'literal', value: '1', type: 'integer' },
  number: { kind: 'literal', value: '1', type: 'number' },
} as const satisfies Record<string, LiteralValue>

export function isPending(value: Value): boolean {
  return Object.values<Value>(PENDING).includes(value)
}

export const ROW: Clause = { kind: 'row' }

export function report(state: ResolveState, diagnostic: Diagnostic): undefined {
  state.diagnostics.push(diagnostic)
  return undefined
}

/** Warns that only CloudWatch can run this. */
export function withoutPlan(state: ResolveState, name: string, span: Span): undefined {
  state.hasPlan = false
  return report(state, warning('no-sql-form', span, name))
}

/** The expression as written, on one line. */
export function written(state: ResolveState, { span }: Pick<Expression, 'span'>): string {
  return state.text.slice(span.start, span.end).replace(/\s+/g, ' ')
}

export function columnOf({ name, value }: NamedValue): OutputColumn {
  // A boolean is shown as 1 or 0.
  return value.type === 'boolean'
    ? { name, value: { kind: 'convert', operand: value, type: 'integer' }, type: 'integer' }
    : { name, value, type: value.type }
}
