import { countText } from '../../../count-text'
import type { FieldName } from '../../../flow-log/fields'
import { usesMissing } from '../../../language/compared-missing'
import { magnitude, magnitudesBefore } from '../../../language/magnitude'
import type { LiteralValue, Plan, Step, Value } from '../../../language/plan'
import { fieldsOf, partsOf } from '../../../language/plan-fields'
import type { Check } from '../../engine'
import { note } from '../../notices'

/** Checks of what an answer depends on, where a plan depends on it: numbers that are `-`, and very large ones. */
export function planChecks({ steps }: Plan): readonly Check[] {
  const missing = usesMissing(steps)
  return [
    ...(missing ? [missingCheck(missing.before, missing.fields)] : []),
    ...steps.flatMap((_, index) => largeCheck(steps, index)),
  ]
}

function missingCheck(before: readonly Step[], fields: readonly FieldName[]): Check {
  const isSilent: Value = {
    kind: 'in',
    operand: { kind: 'field', name: 'logStatus', type: 'text' },
    items: ['NODATA', 'SKIPDATA'].map((value) => ({ kind: 'literal', value, type: 'text' })),
    negated: false,
    type: 'boolean',
  }
  const isMissing: Value = {
    kind: 'logic',
    operator: 'or',
    operands: fields.map((name) => not(isPresent({ kind: 'field', name, type: 'integer' }))),
    type: 'boolean',
  }
  const names = fields.map((name) => `\`${name}\``).join(', ')
  return countCheck([...before, filter(isSilent), filter(isMissing)], (count) => {
    const records = `${countText(count, 'NODATA or SKIPDATA record')}`
    const verb = count === 1 ? 'lacks' : 'lack'
    return `${records} ${verb} ${names}; CloudWatch can compare their \`-\` as a text`
  })
}

/** From here on a sum is one of doubles: see lib/dialects/aggregates.ts. */
const MAX_DECIMAL: LiteralValue = {
  kind: 'literal',
  value: '100000000000000000000',
  type: 'number',
}
const MAX_MAGNITUDE = Math.log2(1e20)

function largeCheck(steps: readonly Step[], index: number): readonly Check[] {
  const step = steps[index]!
  if (step.kind !== 'aggregate') return []
  const before = steps.slice(0, index)
  const columns = magnitudesBefore(before)
  const large = step.measures
    .flatMap(({ value }) => addends(value))
    .filter((value) => magnitude(value, columns) >= MAX_MAGNITUDE)
  if (large.length === 0) return []
  const isLarge: Value = {
    kind: 'logic',
    operator: 'or',
    operands: large.map((value) => ({
      kind: 'comparison',
      operator: '>=',
      left: { kind: 'call', function: 'abs', arguments: [value], type: 'number' },
      right: MAX_DECIMAL,
      type: 'boolean',
    })),
    type: 'boolean',
  }
  return [
    countCheck(
      [...before.filter(({ kind }) => kind !== 'sort'), filter(isLarge)],
      (count) => `${countText(count, 'value')} of a sum ${count === 1 ? 'is' : 'are'} 10^20 or more; its last digits can vary`, // prettier-ignore
    ),
  ]
}

/** What is added up as decimals where it is small. */
function addends(value: Value): readonly Value[] {
  const isSum = value.kind === 'aggregate' && /^(sum|avg)$/.test(value.function)
  const [operand] = isSum ? value.arguments : []
  return operand?.type === 'number' ? [operand] : partsOf(value).flatMap(addends)
}

function countCheck(steps: readonly Step[], message: (count: number) => string): Check {
  const value: Value = { kind: 'aggregate', function: 'count', arguments: [], type: 'integer' }
  const columns = [{ name: 'count', value: { kind: 'column', name: 'count', type: 'integer' } as const, type: 'integer' as const }] // prettier-ignore
  const all: readonly Step[] = [...steps, { kind: 'aggregate', keys: [], measures: [{ name: 'count', value }] }] // prettier-ignore
  return {
    plan: { steps: all, columns, fields: fieldsOf(all, columns) },
    report: ([row]) => ({ notices: row ? [note(message(Number(row[0])))] : [] }),
  }
}

function filter(condition: Value): Step {
  return { kind: 'filter', condition }
}

function not(operand: Value): Value {
  return { kind: 'not', operand, type: 'boolean' }
}

function isPresent(value: Value): Value {
  return { kind: 'call', function: 'ispresent', arguments: [value], type: 'boolean' }
}
