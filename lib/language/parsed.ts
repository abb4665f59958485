import { call, numberIn, numberLiteral, toNumeric, toText } from './conversions'
import type { SortKey, Value } from './plan'
import { partsOf } from './plan-fields'
import type { Resolving } from './resolving'
import type { ComparisonOperator } from './syntax'

/**
 * What a `parse` takes out of a text is a text, and often a number all the same: CloudWatch puts it in order by its value.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Sort.html
 */
export function isParsed(state: Resolving, value: Value): boolean {
  return value.type === 'text' && hasParsed(state, value)
}

function hasParsed(state: Resolving, value: Value): boolean {
  if (value.kind === 'extract') return true
  if (value.kind === 'column') return state.scope.parsed.has(value.name)
  return partsOf(value).some((part) => part.type === 'text' && hasParsed(state, part))
}

/** Ascending, texts that are no numbers come before numbers; descending is the reverse. */
export function sortKeys(state: Resolving, value: Value, descending: boolean): readonly SortKey[] {
  const own: SortKey = { value, descending }
  if (!isParsed(state, value)) return [own]

  const byValue: SortKey = { value: toNumeric(value), descending }
  if (descending) return [byValue, own]
  // Of a missing text the kind is missing, too: it stays last.
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

/** The least or the greatest of the numbers among parsed texts, or of the texts where there is no number. */
export function leastOrGreatest(
  state: Resolving,
  aggregate: Extract<Value, { kind: 'aggregate' }>,
): Value {
  const [text] = aggregate.arguments
  if (!text || !/^(min|max|sorts)/.test(aggregate.function) || !isParsed(state, text)) {
    return aggregate
  }
  const number: Value = { ...aggregate, arguments: [toNumeric(text)], type: 'number' }
  return call('coalesce', [toText(number)!, aggregate], 'text')
}

/** The sides of `<` and its like as numbers where a parsed text stands beside a number in quotes. */
export function orderedSides(
  state: Resolving,
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
