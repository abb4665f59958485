import { call, numberIn, toNumeric, toText } from './conversions'
import { naturalParts } from './natural-order'
import type { Value } from './plan'
import { partsOf } from './plan-fields'
import type { ResolveState } from './resolving'
import type { ComparisonOperator } from './syntax'

/**
 * Whether `parse` made the text: it is often a number, and CloudWatch sorts it by its value.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Sort.html
 */
export function isParsed(state: ResolveState, value: Value): boolean {
  return value.type === 'text' && hasParsed(state, value)
}

function hasParsed(state: ResolveState, value: Value): boolean {
  if (value.kind === 'extract') return true
  if (value.kind === 'column') return state.scope.parsed.has(value.name)
  return partsOf(value).some((part) => part.type === 'text' && hasParsed(state, part))
}

/** The minimum or maximum of texts in natural order; `min` and `max` of parsed texts are of the numbers among them first. */
export function minOrMax(
  state: ResolveState,
  aggregate: Extract<Value, { kind: 'aggregate' }>,
): Value {
  const [text] = aggregate.arguments
  if (text?.type !== 'text' || !/^(min|max|sorts)/.test(aggregate.function)) return aggregate
  const ordered: Value = {
    ...aggregate,
    arguments: [text, ...naturalParts(text, state.scope.textKinds)],
  }
  if (!/^(min|max)$/.test(aggregate.function) || !isParsed(state, text)) return ordered
  const number: Value = { ...aggregate, arguments: [toNumeric(text)], type: 'number' }
  return call('coalesce', [toText(number)!, ordered], 'text')
}

/** Both sides of `<` or `>` as numbers where one is a parsed text and the other a number in quotes. */
export function orderedSides(
  state: ResolveState,
  operator: ComparisonOperator,
  left: Value,
  right: Value,
): readonly [Value, Value] {
  const isOrder = operator !== '=' && operator !== '!='
  const isNumber = (side: Value) =>
    side.kind === 'literal' && side.type === 'text' && numberIn(side.value) !== undefined
  const areNumbers =
    (isParsed(state, left) && isNumber(right)) || (isNumber(left) && isParsed(state, right))
  return isOrder && areNumbers ? [toNumeric(left), toNumeric(right)] : [left, right]
}
