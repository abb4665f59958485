import { FIELDS } from '../flow-log/fields'
import type { Value } from './plan'
import type { ArithmeticOperator } from './syntax'

/** Bits of an integer besides its sign: of a 64-bit column, and of the widest integer in which every engine counts. */
export const BIGINT_BITS = 63
export const MAX_BITS = 126
/** Bits that a sum adds to those of its values: 2^40 records. */
export const SUM_BITS = 40
/** Bits of an `int` column. */
export const INT_BITS = 31
/** Of a time in milliseconds, up to the year 37648; any engine has such a time. */
export const TIME_BITS = 50
/** Of the start of a record, up to the year 10889. */
export const RECORD_TIME_BITS = 48

const FIELD_BITS: ReadonlyMap<string, number> = new Map(
  FIELDS.map(({ name, type }) => [name, type === 'int' ? INT_BITS : BIGINT_BITS]),
)

/** The bits that the result of whole numbers may need. A factor of 1 bit is 0 or 1 and adds none. */
export function arithmeticBits(
  operator: ArithmeticOperator,
  left: number,
  right: number,
  leftDigits?: string,
): number {
  // `1 - isUpload` is 0 or 1 as well.
  if (operator === '-' && leftDigits === '1' && right <= 1) return 1
  switch (operator) {
    case '*':
      return Math.min(left, right) <= 1 ? Math.max(left, right) : left + right
    case '%':
      return Math.min(left, right)
    case '+':
    case '-':
    case '/':
    case '^':
      return Math.max(left, right) + 1
  }
}

/** The bits that an integer or a condition may need; `columns` has those of columns. */
export function bitsOf(value: Value, columns: ReadonlyMap<string, number>): number {
  const widest = (values: readonly Value[]) =>
    Math.max(1, ...values.map((each) => bitsOf(each, columns)))
  if (value.type === 'boolean') return 1
  switch (value.kind) {
    case 'field':
      return FIELD_BITS.get(value.name) ?? BIGINT_BITS
    case 'column':
      return columns.get(value.name) ?? BIGINT_BITS
    case 'literal':
      return digitBits(value.value)
    case 'arithmetic':
      return arithmeticBits(
        value.operator,
        bitsOf(value.left, columns),
        bitsOf(value.right, columns),
        value.left.kind === 'literal' ? value.left.value : undefined,
      )
    case 'convert':
      return bitsOf(value.operand, columns)
    case 'call':
      return callBits(value, widest)
    case 'aggregate':
      switch (value.function) {
        case 'count':
        case 'countDistinct':
          return SUM_BITS
        case 'sum':
          return widest(value.arguments) + SUM_BITS
        default:
          return widest(value.arguments)
      }
    default:
      return BIGINT_BITS
  }
}

function callBits(
  { function: name, arguments: args }: Extract<Value, { kind: 'call' }>,
  widest: (values: readonly Value[]) => number,
): number {
  switch (name) {
    case 'toInt':
      return INT_BITS
    case 'toMillis':
    case 'now':
      return TIME_BITS
    // Rounding to tens can add a digit.
    case 'round':
      return args.length > 1 ? widest(args.slice(0, 1)) + 4 : widest(args)
    case 'abs':
    case 'ceil':
    case 'floor':
    case 'greatest':
    case 'least':
    case 'coalesce':
      return widest(args)
    case 'if':
      return widest(args.slice(1))
    case 'case':
      return widest(args.filter((_, index) => index % 2 === 1 || index === args.length - 1))
    default:
      return BIGINT_BITS
  }
}

export function digitBits(digits: string): number {
  if (!/^-?\d+$/.test(digits)) return BIGINT_BITS
  const { length } = BigInt(digits.replace('-', '')).toString(2)
  // Of 1 bit are only 0 and 1.
  return digits.startsWith('-') ? Math.max(2, length) : length
}
