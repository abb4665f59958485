import { FIELDS, type FieldName } from '../flow-log/fields'
import type { OutputColumn, Plan, Step, Value } from './plan'

/** The record fields that steps and columns read, in the order of the registry. */
export function fieldsOf(
  steps: readonly Step[],
  columns: readonly OutputColumn[],
): readonly FieldName[] {
  const used = new Set<FieldName>()
  for (const value of everyValue(steps, columns)) if (value.kind === 'field') used.add(value.name)
  return FIELDS.map(({ name }) => name).filter((name) => used.has(name))
}

/** The fields that a plan expects to be missing: it tests them by `ispresent` or replaces them by `coalesce`. */
export function guardedFields({ steps, columns }: Plan): ReadonlySet<FieldName> {
  const guards = [...everyValue(steps, columns)].filter(
    (value) =>
      value.kind === 'call' && (value.function === 'ispresent' || value.function === 'coalesce'),
  )
  return new Set(guards.flatMap((guard) => fieldsOf([{ kind: 'filter', condition: guard }], [])))
}

/** Whether steps and columns read the time of a record. */
export function readsTime(steps: readonly Step[], columns: readonly OutputColumn[]): boolean {
  return [...everyValue(steps, columns)].some(
    (value) =>
      (value.kind === 'system' && value.name === '@timestamp') ||
      (value.kind === 'aggregate' && /^(earliest|latest)$/.test(value.function)),
  )
}

/** Whether a plan reads the flow log of a record. */
export function readsLog({ steps, columns }: Plan): boolean {
  return [...everyValue(steps, columns)].some(
    (value) => value.kind === 'system' && value.name === '@log',
  )
}

function* everyValue(
  steps: readonly Step[],
  columns: readonly OutputColumn[],
): Generator<Value, void> {
  const open = [...steps.flatMap(valuesOf), ...columns.map(({ value }) => value)]
  for (let value = open.pop(); value; value = open.pop()) {
    yield value
    open.push(...partsOf(value))
  }
}

export function valuesOf(step: Step): readonly Value[] {
  switch (step.kind) {
    case 'extend':
      return step.columns.map(({ value }) => value)
    case 'filter':
      return [step.condition]
    case 'aggregate':
      return [...step.keys, ...step.measures].map(({ value }) => value)
    case 'sort':
      return step.keys.map(({ value }) => value)
    case 'dedup':
      return step.keys
    case 'limit':
      return []
  }
}

/** What a value is made of. */
export function partsOf(value: Value): readonly Value[] {
  switch (value.kind) {
    case 'call':
    case 'aggregate':
      return value.arguments
    case 'arithmetic':
    case 'comparison':
      return [value.left, value.right]
    case 'logic':
      return value.operands
    case 'in':
    case 'like':
    case 'not':
    case 'extract':
    case 'convert':
    case 'natural':
      return [value.operand]
    case 'field':
    case 'system':
    case 'column':
    case 'literal':
    case 'period':
      return []
  }
}
