import type { CallValue, LiteralValue, Value } from './plan'
import type { ValueType } from './value-type'

const NUMERIC_TEXT = /^-?\d+(\.\d+)?([eE][+-]?\d{1,2})?$/

export const isNumeric = ({ type }: Pick<Value, 'type'>): boolean =>
  type === 'integer' || type === 'number'

/** The number in a text literal; undefined for another text. */
export function numberIn(text: string): LiteralValue | undefined {
  return NUMERIC_TEXT.test(text) ? numberLiteral(text) : undefined
}

/** A number as written, without leading zeros. */
export function numberLiteral(digits: string): LiteralValue {
  const value = digits.replace(/^(-?)0+(?=\d)/, '$1')
  return { kind: 'literal', value, type: isInteger(value) ? 'integer' : 'number' }
}

// Any number of this many digits fits in 64 bits; engines refuse a larger one.
const MAX_DIGITS = 18

function isInteger(digits: string): boolean {
  return /^-?\d+$/.test(digits) && digits.replace('-', '').length <= MAX_DIGITS
}

/** A value as a number: missing for another text, milliseconds for a time. */
export function toNumeric(value: Value): Value {
  switch (value.type) {
    case 'integer':
    case 'number':
      return value
    case 'boolean':
      return { kind: 'convert', operand: value, type: 'integer' }
    case 'time':
      return toMillis(value)
    case 'text':
      return (
        (value.kind === 'literal' ? numberIn(value.value) : undefined) ?? {
          kind: 'convert',
          operand: value,
          type: 'number',
        }
      )
  }
}

/** A value as a text; undefined for a time, which engines write differently. */
export function toText(value: Value): Value | undefined {
  if (value.type === 'text') return value
  if (value.type === 'time') return undefined
  if (value.kind === 'literal') return { kind: 'literal', value: value.value, type: 'text' }
  return { kind: 'convert', operand: toNumeric(value), type: 'text' }
}

/** A value as a condition: a number other than 0 is true; undefined for texts and times. */
export function toBoolean(value: Value): Value | undefined {
  if (value.type === 'boolean') return value
  if (!isNumeric(value)) return undefined
  return {
    kind: 'comparison',
    operator: '!=',
    left: value,
    right: numberLiteral('0'),
    type: 'boolean',
  }
}

export function toInteger(value: Value): Value {
  const number = toNumeric(value)
  return number.type === 'integer' ? number : call('toLong', [number], 'integer')
}

/** A number as a double. */
export function toDouble(value: Value): Value {
  return inCommonType(value, 'number')
}

export function toMillis(value: Value): Value {
  return call('toMillis', [value], 'integer')
}

export function call(
  name: CallValue['function'],
  args: readonly Value[],
  type: ValueType,
): CallValue {
  return { kind: 'call', function: name, arguments: args, type }
}

/** The common type of values; undefined for times with other types. */
export function commonType(values: readonly Value[]): ValueType | undefined {
  const types = new Set(values.map(({ type }) => type))
  if (types.size === 1) return values[0]!.type
  if (types.has('time')) return undefined
  const isNumber = (value: Value) =>
    value.type !== 'text' || (value.kind === 'literal' && numberIn(value.value) !== undefined)
  if (types.has('text') && !(values.every(isNumber) && types.size > 1)) return 'text'
  return values.map(toNumeric).some(({ type }) => type === 'number') ? 'number' : 'integer'
}

/** The value in the type that {@link commonType} found. */
export function inCommonType(value: Value, type: ValueType): Value {
  if (value.type === type) return value
  if (type === 'text') return toText(value) ?? value
  const number = toNumeric(value)
  if (number.type === type) return number
  return number.kind === 'literal'
    ? { kind: 'literal', value: number.value, type: 'number' }
    : { kind: 'convert', operand: number, type }
}
