import {
  arithmeticBits,
  BIGINT_BITS,
  digitBits,
  INT_BITS,
  MAX_BITS,
} from '../language/integer-bits'
import { literal } from './literals'

/** The type of whole numbers of more than 64 bits, by engine. */
export type WideInteger = 'HUGEINT' | 'DECIMAL(38, 0)'

export type SqlType =
  | 'VARCHAR'
  | 'INTEGER'
  | 'BIGINT'
  | WideInteger
  | 'DOUBLE'
  | 'IPADDRESS'
  | 'DECIMAL(38, 9)'
  | 'DECIMAL(38, 12)'
  | 'TIMESTAMP(3)'

/** An expression of SQL; print-sql.ts writes it as text. */
export type Sql = Node & Traits

interface Traits {
  /** Whether the value can be missing in a row. */
  readonly nullable: boolean
  /** Of an integer: the bits that it may need; undefined for other types. */
  readonly bits?: number | undefined
}

type Node =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Sql[] }
  | { readonly kind: 'infix'; readonly operator: InfixOperator; readonly operands: readonly Sql[] }
  | { readonly kind: 'not'; readonly operand: Sql }
  | {
      readonly kind: 'case'
      readonly branches: readonly CaseBranch[]
      readonly otherwise: Sql | undefined
    }
  | {
      readonly kind: 'cast'
      readonly operand: Sql
      readonly type: SqlType
      readonly isTry: boolean
    }
  /** Text around operands; a `test` binds like a comparison, a `closed` one needs no parentheses. */
  | {
      readonly kind: 'template'
      readonly binding: 'test' | 'closed'
      readonly strings: readonly string[]
      readonly operands: readonly (Sql | readonly Sql[])[]
    }

export type CaseBranch = readonly [condition: Sql, result: Sql]
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%'
export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>='
export type InfixOperator = 'AND' | 'OR' | '||' | ArithmeticOperator | ComparisonOperator

export const NULL: Sql = { kind: 'literal', text: 'NULL', nullable: true }
export const TRUE: Sql = { kind: 'literal', text: 'TRUE', nullable: false }
export const FALSE: Sql = { kind: 'literal', text: 'FALSE', nullable: false }
export const ZERO = integer(0)
export const ONE = integer(1)

/** A column; it has the traits of its values. */
export function column(name: string, { nullable, bits }: Traits): Sql {
  return { kind: 'name', name, nullable, bits }
}

export function text(value: string): Sql {
  return { kind: 'literal', text: literal(value), nullable: false }
}

export function integer(value: number | string): Sql {
  const text = String(value)
  return { kind: 'literal', text, nullable: false, bits: digitBits(text) }
}

/** A double: without an exponent engines read a decimal number, which overflows at another size. */
export function double(digits: string): Sql {
  return { kind: 'literal', text: digits.includes('e') ? digits : `${digits}e0`, nullable: false }
}

export function call(name: string, ...args: readonly Sql[]): Sql {
  return { kind: 'call', name, arguments: args, nullable: true }
}

/** The first value that is not missing. */
export function coalesce(...values: readonly Sql[]): Sql {
  return {
    ...call('COALESCE', ...values),
    nullable: values.every(({ nullable }) => nullable),
    bits: widest(values),
  }
}

export function infix(operator: InfixOperator, ...operands: readonly Sql[]): Sql {
  return { kind: 'infix', operator, operands, nullable: operands.some(({ nullable }) => nullable) }
}

/**
 * Arithmetic of two values. An engine counts in the type of its operands, 32 or 64 bits, and fails when the result needs
 * more: then one side is cast, which widens the other. Without `wide` the result is known to fit in 64 bits.
 */
export function arithmetic(
  operator: ArithmeticOperator,
  left: Sql,
  right: Sql,
  wide?: WideInteger,
): Sql {
  if (left.bits === undefined || right.bits === undefined) return infix(operator, left, right)
  const bits = arithmeticBits(
    operator,
    left.bits,
    right.bits,
    left.kind === 'literal' ? left.text : undefined,
  )
  const operandBits = Math.max(left.bits, right.bits)
  if (bits > BIGINT_BITS && wide) {
    const widened = operandBits <= BIGINT_BITS ? cast(left, wide) : left
    return { ...infix(operator, widened, right), bits }
  }
  const narrow = bits > INT_BITS && operandBits <= INT_BITS ? cast(left, 'BIGINT') : left
  return { ...infix(operator, narrow, right), bits: Math.min(bits, BIGINT_BITS) }
}

export function not(operand: Sql): Sql {
  return { kind: 'not', operand, nullable: operand.nullable }
}

/** `CASE WHEN … THEN … ELSE … END`; missing when no branch holds and there is no other value. */
export function caseWhen(branches: readonly CaseBranch[], otherwise?: Sql): Sql {
  const results = [...branches.map(([, result]) => result), otherwise ?? NULL]
  return {
    kind: 'case',
    branches,
    otherwise,
    nullable: results.some(({ nullable }) => nullable),
    bits: widest(results.filter((result) => result !== NULL)),
  }
}

const TYPE_BITS: Readonly<Partial<Record<SqlType, number>>> = {
  INTEGER: INT_BITS,
  BIGINT: BIGINT_BITS,
  HUGEINT: MAX_BITS,
  'DECIMAL(38, 0)': MAX_BITS,
}

export function cast(operand: Sql, type: SqlType): Sql {
  const bits = TYPE_BITS[type]
  return { kind: 'cast', operand, type, isTry: false, nullable: operand.nullable, bits }
}

/** Missing instead of an error where the value does not have the type. */
export function tryCast(operand: Sql, type: SqlType): Sql {
  return { ...cast(operand, type), isTry: true, nullable: true } as Sql
}

/** Text of SQL around operands that ends what it begins: `` sql`[${values}]` ``; a list gets commas. */
export function sql(
  strings: TemplateStringsArray,
  ...operands: readonly (Sql | readonly Sql[])[]
): Sql {
  return { kind: 'template', binding: 'closed', strings, operands, nullable: true }
}

/** A test of values that is not an operator: `` test`${value} IS NULL` ``. */
export function test(
  strings: TemplateStringsArray,
  ...operands: readonly (Sql | readonly Sql[])[]
): Sql {
  return { kind: 'template', binding: 'test', strings, operands, nullable: true }
}

export function withBits(value: Sql, bits: number | undefined): Sql {
  return { ...value, bits }
}

/** The maximum of the bits of integers; undefined when one is not an integer. */
export function widest(values: readonly Sql[]): number | undefined {
  const bits = values.map((each) => each.bits)
  return bits.every((each) => each !== undefined) && bits.length > 0 ? Math.max(...bits) : undefined
}

/** Whether the value is missing in every row. */
export function isNull(value: Sql): boolean {
  return value === NULL || (value.kind === 'cast' && value.operand === NULL)
}

/** Whether a column with the name is part of the expression; any column without a name. */
export function usesColumn(expression: Sql, name?: string): boolean {
  if (expression.kind === 'name') return name === undefined || expression.name === name
  return partsOf(expression).some((part) => usesColumn(part, name))
}

function partsOf(expression: Sql): readonly Sql[] {
  switch (expression.kind) {
    case 'name':
    case 'literal':
      return []
    case 'call':
      return expression.arguments
    case 'infix':
      return expression.operands
    case 'not':
    case 'cast':
      return [expression.operand]
    case 'case':
      return [
        ...expression.branches.flat(),
        ...(expression.otherwise ? [expression.otherwise] : []),
      ]
    case 'template':
      return expression.operands.flat()
  }
}
