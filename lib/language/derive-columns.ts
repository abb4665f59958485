import type { FieldName } from '../flow-log/fields'
import type { CallValue, NamedValue, OutputColumn, Plan, Value } from './plan'

/** What a value is made from. */
export interface Derivation {
  /** The one field whose values, or sums of values, are shown unscaled; undefined for all else. */
  readonly field: FieldName | undefined
  /** Whether the sum over rows means something: bytes and packets, and sums and counts of records. */
  readonly isAdditive: boolean
}

const UNKNOWN: Derivation = { field: undefined, isAdditive: false }

type Definitions = ReadonlyMap<string, Derivation>

/** What each column of a plan's answer is made from, in the order of the columns. */
export function deriveColumns({
  steps,
  columns,
}: Pick<Plan, 'steps'> & {
  readonly columns: readonly Pick<OutputColumn, 'value'>[]
}): readonly Derivation[] {
  let definitions: Definitions = new Map()
  for (const step of steps) {
    if (step.kind === 'extend') definitions = withValues(step.columns, definitions)
    if (step.kind === 'aggregate') {
      const keys = withValues(step.keys, definitions)
      const all = withValues(step.measures, keys)
      // Only keys and measures are left after the step.
      const names = new Set([...step.keys, ...step.measures].map(({ name }) => name))
      definitions = new Map([...all].filter(([name]) => names.has(name)))
    }
  }
  return columns.map(({ value }) => derive(value, definitions))
}

function withValues(values: readonly NamedValue[], before: Definitions): Definitions {
  const definitions = new Map(before)
  for (const { name, value } of values) definitions.set(name, derive(value, definitions))
  return definitions
}

function derive(value: Value, definitions: Definitions): Derivation {
  switch (value.kind) {
    case 'field':
      return { field: value.name, isAdditive: value.name === 'bytes' || value.name === 'packets' }
    case 'system':
      return value.name === '@timestamp' ? { field: 'startTime', isAdditive: false } : UNKNOWN
    case 'column':
      return definitions.get(value.name) ?? UNKNOWN
    case 'convert':
    case 'natural':
      return derive(value.operand, definitions)
    case 'call':
      return { field: fieldOfCall(value, definitions), isAdditive: false }
    case 'aggregate':
      return deriveAggregate(value, definitions)
    case 'arithmetic':
      return deriveArithmetic(value, definitions)
    case 'literal':
    case 'period':
    case 'comparison':
    case 'in':
    case 'like':
    case 'logic':
    case 'not':
    case 'extract':
      return UNKNOWN
  }
}

function fieldOfCall(call: CallValue, definitions: Definitions): FieldName | undefined {
  switch (call.function) {
    case 'datefloor':
    case 'dateceil':
      return derive(call.arguments[0]!, definitions).field
    case 'coalesce':
      return commonField(call.arguments, definitions)
    case 'if':
      return commonField(call.arguments.slice(1), definitions)
    default:
      return undefined
  }
}

/** The field that all values but literals come from. */
function commonField(values: readonly Value[], definitions: Definitions): FieldName | undefined {
  const fields = values
    .filter(({ kind }) => kind !== 'literal')
    .map((value) => derive(value, definitions).field)
  return fields.every((field) => field === fields[0]) ? fields[0] : undefined
}

function deriveAggregate(
  { function: name, arguments: [argument] }: Extract<Value, { readonly kind: 'aggregate' }>,
  definitions: Definitions,
): Derivation {
  const field = argument && derive(argument, definitions).field
  switch (name) {
    case 'sum':
      return { field, isAdditive: true }
    case 'count':
      return { field: undefined, isAdditive: true }
    case 'countDistinct':
    case 'stddev':
    case 'variance':
      return UNKNOWN
    case 'avg':
    case 'min':
    case 'max':
    case 'pct':
    case 'earliest':
    case 'latest':
    case 'sortsFirst':
    case 'sortsLast':
      return { field, isAdditive: false }
  }
}

function deriveArithmetic(
  { operator, left, right }: Extract<Value, { readonly kind: 'arithmetic' }>,
  definitions: Definitions,
): Derivation {
  const [first, second] = [derive(left, definitions), derive(right, definitions)]
  // A sum of scaled values is the scaled sum of the values.
  if (isConstant(right) && (operator === '*' || operator === '/'))
    return { field: undefined, isAdditive: first.isAdditive }
  if (isConstant(left) && operator === '*')
    return { field: undefined, isAdditive: second.isAdditive }
  if (operator !== '+' && operator !== '-') return UNKNOWN
  return {
    field: first.field === second.field ? first.field : undefined,
    isAdditive: first.isAdditive && second.isAdditive,
  }
}

function isConstant(value: Value): boolean {
  if (value.kind === 'literal') return true
  if (value.kind === 'convert') return isConstant(value.operand)
  return value.kind === 'arithmetic' && isConstant(value.left) && isConstant(value.right)
}
