import { call, numberIn, numberLiteral, toNumeric, toText } from './conversions'
import type { SortKey, Value } from './plan'
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

/** Sort keys that put other texts before numbers; descending reverses both. */
export function sortKeys(
  state: ResolveState,
  value: Value,
  descending: boolean,
): readonly SortKey[] {
  const own: SortKey = { value, descending }
  if (!isParsed(state, value)) return [own]

  const byValue: SortKey = { value: toNumeric(value), descending }
  if (descending) return [byValue, own]
  // The first key of a missing text is missing: it sorts last.
  const kind = call(
    'case',
    [
      call('isNumeric', [value], 'boolean'),
      numberLiteral('1'),
      call('ispresent', [value], 'boolean'),
      numberLiteral('0'),
    ],
    'integer',
  )
  return [{ value: kind, descending }, byValue, own]
}

/** The minimum or maximum of parsed texts: of the numbers among them, else of the texts. */
export function minOrMax(
  state: ResolveState,
  aggregate: Extract<Value, { kind: 'aggregate' }>,
): Value {
  const [text] = aggregate.arguments
  if (!text || !/^(min|max|sorts)/.test(aggregate.function) || !isParsed(state, text)) {
    return aggregate
  }
  const number: Value = { ...aggregate, arguments: [toNumeric(text)], type: 'number' }
  return call('coalesce', [toText(number)!, aggregate], 'text')
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
