import { call, numberIn, numberLiteral, toNumeric } from './conversions'
import type { SortKey, Value } from './plan'

/** What is known of texts, from most to least: texts without digits are in natural order as they are. */
const KINDS = ['without-digits', 'never-number', 'any'] as const
export type TextKind = (typeof KINDS)[number]

const WITHOUT_DIGITS: ReadonlySet<string> = new Set(['action', 'logStatus', 'flowDirection'])
const NEVER_NUMBER =
  /Addr$|^(interface|vpc|subnet|instance|az|resource)Id$|^region$|^type$|AwsService$/

/** What is known of a text; `columns` has the kinds of columns. */
export function textKindOf(value: Value, columns: ReadonlyMap<string, TextKind>): TextKind {
  const widest = (values: readonly Value[]) =>
    KINDS[Math.max(0, ...values.map((each) => KINDS.indexOf(textKindOf(each, columns))))]!
  switch (value.kind) {
    case 'field':
      if (WITHOUT_DIGITS.has(value.name)) return 'without-digits'
      return NEVER_NUMBER.test(value.name) ? 'never-number' : 'any'
    case 'system':
      return value.name === '@logStream' ? 'never-number' : 'any'
    case 'column':
      return columns.get(value.name) ?? 'any'
    case 'literal':
      if (numberIn(value.value)) return 'any'
      return /\d/.test(value.value) ? 'never-number' : 'without-digits'
    case 'aggregate':
      return value.function === 'pct' ? 'any' : widest(value.arguments.slice(0, 1))
    case 'call':
      switch (value.function) {
        case 'tolower':
        case 'toupper':
        case 'coalesce':
          return widest(value.arguments)
        case 'if':
          return widest(value.arguments.slice(1))
        case 'case':
          return widest(
            value.arguments.filter(
              (_, index, all) => index % 2 === 1 || (index === all.length - 1 && index % 2 === 0),
            ),
          )
        default:
          return 'any'
      }
    default:
      return 'any'
  }
}

/**
 * The keys of a text in the order that AWS documents: other texts before numbers, numbers by value, and digits inside of
 * text by length and value; descending reverses it.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Sort.html
 */
export function naturalKeys(
  value: Value,
  descending: boolean,
  columns: ReadonlyMap<string, TextKind>,
): readonly SortKey[] {
  const kind = value.type === 'text' ? textKindOf(value, columns) : 'without-digits'
  if (kind === 'without-digits') return [{ value, descending }]
  const natural: SortKey = { value: { kind: 'natural', operand: value, type: 'text' }, descending }
  if (kind === 'never-number') return [natural]
  const number: SortKey = { value: toNumeric(value), descending }
  // Missing numbers come last, and so do other texts in the descending order.
  return descending ? [number, natural] : [{ value: kindOf(value), descending }, number, natural]
}

/** What `min` and `max` compare a text by; nothing for a value that they compare as it is. */
export function naturalParts(
  value: Value,
  columns: ReadonlyMap<string, TextKind>,
): readonly Value[] {
  const keys = naturalKeys(value, false, columns)
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
