import { call, numberLiteral, toNumeric } from './conversions'
import type { SortKey, Value } from './plan'

/** Fields whose values have no digits: the order of their characters is natural. */
const WITHOUT_DIGITS: ReadonlySet<string> = new Set(['action', 'logStatus', 'flowDirection'])
/** Fields whose values are never numbers. */
const NEVER_NUMBER = /Addr$|^(interface|vpc|subnet|instance|az)Id$|^region$|^type$|AwsService$/

/**
 * The keys of a text in the order that AWS documents: other texts before numbers, numbers by value, and digits inside of
 * text by length and value; descending reverses it.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Sort.html
 */
export function naturalKeys(value: Value, descending: boolean): readonly SortKey[] {
  if (value.type !== 'text' || isField(value, (name) => WITHOUT_DIGITS.has(name))) {
    return [{ value, descending }]
  }
  const natural: SortKey = { value: { kind: 'natural', operand: value, type: 'text' }, descending }
  if (isField(value, (name) => NEVER_NUMBER.test(name))) return [natural]
  const number: SortKey = { value: toNumeric(value), descending }
  // Missing numbers come last, and so do other texts in the descending order.
  return descending ? [number, natural] : [{ value: kindOf(value), descending }, number, natural]
}

/** What `min` and `max` compare a text by; nothing for a value that they compare as it is. */
export function naturalParts(value: Value): readonly Value[] {
  const keys = naturalKeys(value, false)
  if (keys.length === 1) return keys[0]!.value === value ? [] : [keys[0]!.value]
  // No part is missing, since engines compare missing parts differently.
  const number = call('coalesce', [toNumeric(value), zero()], 'number')
  return [kindOf(value), number, keys.at(-1)!.value]
}

/** 1 for a number, 0 for another text; missing for a missing text, which so comes last. */
function kindOf(value: Value): Value {
  const isNumber = call('isNumeric', [value], 'boolean')
  const isPresent = call('ispresent', [value], 'boolean')
  return call('case', [isNumber, numberLiteral('1'), isPresent, numberLiteral('0')], 'integer')
}

function zero(): Value {
  return { kind: 'literal', value: '0', type: 'number' }
}

function isField(value: Value, matches: (name: string) => boolean): boolean {
  return value.kind === 'field' && matches(value.name)
}
