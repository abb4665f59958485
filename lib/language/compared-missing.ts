import { fieldByName, type FieldName } from '../flow-log/fields'
import { fieldsOf, partsOf, valuesOf } from './plan-fields'
import type { Step, Value } from './plan'

/** A use of numeric fields in which a missing value and the text `-` can give other answers. */
export interface MissingUse {
  /** The steps up to it, with the conditions beside it. */
  readonly before: readonly Step[]
  readonly fields: readonly FieldName[]
}

/** Never `-`. */
const ALWAYS_NUMBERS: ReadonlySet<FieldName> = new Set(['version', 'startTime', 'endTime'])

/** The first use of numeric fields in which a `-` of CloudWatch can count otherwise; undefined without such a use. */
export function usesMissing(steps: readonly Step[]): MissingUse | undefined {
  for (const [index, step] of steps.entries()) {
    const fields = sensitiveFields(step)
    if (fields.length > 0) {
      const before = [...steps.slice(0, index), ...conditionsBeside(step)]
      return before.some(wantsTraffic) ? undefined : { before, fields }
    }
    if (step.kind === 'aggregate') return undefined
  }
  return undefined
}

/** The parts of a filter by `and` that no `-` decides. */
function conditionsBeside(step: Step): readonly Step[] {
  if (step.kind !== 'filter') return []
  return conjuncts(step.condition)
    .filter((each) => fieldsIn(each).length === 0)
    .map((each) => ({ kind: 'filter', condition: each }))
}

function conjuncts(condition: Value): readonly Value[] {
  const isAnd = condition.kind === 'logic' && condition.operator === 'and'
  return isAnd ? condition.operands.flatMap(conjuncts) : [condition]
}

/** Whether a step keeps one `logStatus` or `action`, which records without traffic do not have. */
function wantsTraffic(step: Step): boolean {
  return (
    step.kind === 'filter' &&
    conjuncts(step.condition).some(
      (each) =>
        each.kind === 'comparison' &&
        each.operator === '=' &&
        each.left.kind === 'field' &&
        /^(logStatus|action)$/.test(each.left.name) &&
        each.right.kind === 'literal' &&
        !/^(NODATA|SKIPDATA|-)$/.test(each.right.value),
    )
  )
}

function sensitiveFields(step: Step): readonly FieldName[] {
  const { keys } = step.kind === 'dedup' ? step : { keys: [] }
  // Later keys break ties.
  const [first] = step.kind === 'sort' ? step.keys : []
  const own = first && !first.descending ? [first.value] : keys
  return [...new Set([...own.flatMap(fieldOf), ...valuesOf(step).flatMap(fieldsIn)])]
}

/** The fields that a value compares, negates or counts. */
function fieldsIn(value: Value): readonly FieldName[] {
  return [...usedBy(value), ...partsOf(value).flatMap(fieldsIn)]
}

function usedBy(value: Value): readonly FieldName[] {
  switch (value.kind) {
    case 'comparison':
      if (value.operator === '=') return []
      return [
        ...(/^(<|<=|!=)$/.test(value.operator) ? fieldOf(value.left) : []),
        ...(/^(>|>=|!=)$/.test(value.operator) ? fieldOf(value.right) : []),
      ]
    case 'in':
      return value.negated ? fieldOf(value.operand) : []
    case 'not':
      return fieldsOf([{ kind: 'filter', condition: value.operand }], []).filter(isNumber)
    case 'aggregate':
      return /^count/.test(value.function) ? value.arguments.flatMap(fieldOf) : []
    case 'call':
      return value.function === 'ispresent' ? value.arguments.flatMap(fieldOf) : []
    default:
      return []
  }
}

/** The numeric field that a value is, converted or not. */
function fieldOf(value: Value): readonly FieldName[] {
  if (value.kind === 'convert') return fieldOf(value.operand)
  return value.kind === 'field' && isNumber(value.name) ? [value.name] : []
}

function isNumber(name: FieldName): boolean {
  return fieldByName(name).type !== 'string' && !ALWAYS_NUMBERS.has(name)
}
