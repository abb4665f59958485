import { FIELDS, type FieldName } from '../flow-log/fields'
import type { OutputColumn, Step, Value } from './plan'

/** The record fields that steps and columns read, in the order of the registry. */
export function fieldsOf(
  steps: readonly Step[],
  columns: readonly OutputColumn[],
): readonly FieldName[] {
  const used = new Set<FieldName>()
  const visit = (value: Value): void => {
    if (value.kind === 'field') used.add(value.name)
    else partsOf(value).forEach(visit)
  }
  steps.flatMap(valuesOf).forEach(visit)
  columns.forEach(({ value }) => visit(value))
  return FIELDS.map(({ name }) => name).filter((name) => used.has(name))
}

function valuesOf(step: Step): readonly Value[] {
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

function partsOf(value: Value): readonly Value[] {
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
      return [value.operand]
    case 'field':
    case 'system':
    case 'column':
    case 'literal':
    case 'period':
      return []
  }
}
