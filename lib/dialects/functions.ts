import type { FunctionName } from '../language/functions'
import { BIGINT_BITS, INT_BITS, TIME_BITS } from '../language/integer-bits'
import { IP_ADDRESS, IPV4_ADDRESS, IPV6_ADDRESS, WHITE_SPACE } from './text-shapes'
import {
  arithmetic,
  call,
  caseWhen,
  cast,
  coalesce,
  infix,
  integer,
  NULL,
  ONE,
  sql,
  test,
  text,
  tryCast,
  withBits,
  ZERO,
  type Sql,
  type WideInteger,
} from './tree'

/** Writes a call whose arguments all have a value; with a missing one the call is missing, and a test is false. */
export type FunctionWriter = (...args: Sql[]) => Sql

/** Tests of a text whose names differ between engines. */
export interface TextTests {
  /** Whether a regular expression matches anywhere in the text. */
  readonly matches: (text: Sql, regex: string) => Sql
  readonly contains: (text: Sql, part: Sql) => Sql
}

/** What the functions of numbers need of an engine. */
export interface NumberSyntax {
  readonly wideInteger: WideInteger
  /** A double without its decimal places. */
  readonly truncate: (number: Sql) => Sql
  /** An integer in a smaller type; missing where it does not fit. */
  readonly narrow: (integer: Sql, type: 'INTEGER' | 'BIGINT') => Sql
}

/** Functions that take missing values, blocks or periods: calls.ts writes them. */
export type SpecialFunction =
  | 'ispresent'
  | 'coalesce'
  | 'if'
  | 'case'
  | 'isempty'
  | 'isblank'
  | 'isNumeric'
  | 'datefloor'
  | 'dateceil'
  | 'isIpInSubnet'
  | 'isIpv4InSubnet'
  | 'isIpv6InSubnet'

export type PlainFunction = Exclude<FunctionName, SpecialFunction>

/** The functions that engines write alike, one row each; a dialect overrides those that it writes differently. */
export function sharedFunctions({
  matches,
  contains,
  truncate,
  narrow,
  wideInteger,
}: TextTests & NumberSyntax) {
  return {
    abs: (x) => call('abs', x),
    ceil: (x) => wholeOr(x, call('ceil', x)),
    floor: (x) => wholeOr(x, call('floor', x)),
    greatest: (...values) => ifAllPresent(values, call('greatest', ...values)),
    least: (...values) => ifAllPresent(values, call('least', ...values)),
    // Outside of their domain engines fail or return infinity; here the result is missing.
    log: (x) => caseWhen([[infix('>', x, ZERO), call('ln', x)]]),
    sqrt: (x) => caseWhen([[infix('>=', x, ZERO), call('sqrt', x)]]),
    round: (x: Sql, digits?: Sql) =>
      digits ? roundTo(wideInteger, x, digits) : wholeOr(x, call('round', x)),
    toInt: (x) => within(x, INT_BITS, 'INTEGER', { truncate, narrow }),
    toLong: (x) => within(x, BIGINT_BITS, 'BIGINT', { truncate, narrow }),
    // A time is in epoch milliseconds.
    toMillis: (x) => x,
    fromMillis: timeOf,

    concat: (...values) => infix('||', ...values),
    ltrim: (value: Sql, characters?: Sql) =>
      characters ? sql`trim(LEADING ${characters} FROM ${value})` : withoutStart(value),
    rtrim: (value: Sql, characters?: Sql) =>
      characters ? sql`trim(TRAILING ${characters} FROM ${value})` : withoutEnd(value),
    trim: (value: Sql, characters?: Sql) =>
      characters ? sql`trim(BOTH ${characters} FROM ${value})` : withoutEnd(withoutStart(value)),
    strlen: (value) => call('length', value),
    toupper: (value) => call('upper', value),
    tolower: (value) => call('lower', value),
    substr: substring,
    replace: (value, find, by) => call('replace', value, find, by),
    strcontains: (value, part) => contains(value, part),
    startsWith: (value, part) => call('starts_with', value, part),
    endsWith: (value, part) => call('starts_with', call('reverse', value), call('reverse', part)),

    isValidIp: (value) => matches(value, IP_ADDRESS),
    isValidIpV4: (value) => matches(value, IPV4_ADDRESS),
    isValidIpV6: (value) => matches(value, IPV6_ADDRESS),
    ipv4ToNumber: (value) => caseWhen([[matches(value, IPV4_ADDRESS), octetSum(value)]]),
  } satisfies Partial<Record<PlainFunction, FunctionWriter>>
}

export type SharedFunction = keyof ReturnType<typeof sharedFunctions>

/** Of rounding to tens and of more digits than a double has, nothing is left. */
const MAX_ROUND_DIGITS = 25

function roundTo(wideInteger: WideInteger, x: Sql, digits: Sql): Sql {
  const limit = integer(MAX_ROUND_DIGITS)
  const places =
    digits.kind === 'literal'
      ? integer(Math.max(-MAX_ROUND_DIGITS, Math.min(MAX_ROUND_DIGITS, Number(digits.text))))
      : ifAllPresent(
          [digits],
          cast(
            call('greatest', call('least', digits, limit), integer(-MAX_ROUND_DIGITS)),
            'INTEGER',
          ),
        )
  if (x.bits === undefined) return call('round', x, places)
  if (places.kind === 'literal' && !places.text.startsWith('-')) return x
  return withBits(call('round', cast(x, wideInteger), places), x.bits + 4)
}

/** A number as an integer of a size; missing where it does not fit. */
function within(
  x: Sql,
  bits: number,
  type: 'INTEGER' | 'BIGINT',
  { truncate, narrow }: Pick<NumberSyntax, 'truncate' | 'narrow'>,
): Sql {
  if (x.bits !== undefined) return x.bits <= bits ? x : narrow(x, type)
  return tryCast(truncate(x), type)
}

const MAX_TIME_MS = 2 ** TIME_BITS

/** Missing beyond 2^50 milliseconds from 1970: engines refuse times at different years. */
function timeOf(x: Sql): Sql {
  if (x.kind === 'literal' && Math.abs(Number(x.text)) > MAX_TIME_MS) return cast(NULL, 'BIGINT')
  const time = withBits(cast(x, 'BIGINT'), TIME_BITS)
  if (x.bits !== undefined && x.bits <= TIME_BITS) return time
  const [first, last] = [integer(-MAX_TIME_MS), integer(MAX_TIME_MS)]
  return withBits(caseWhen([[test`${x} BETWEEN ${first} AND ${last}`, time]]), TIME_BITS)
}

/** Some engines make a double of an integer. */
function wholeOr(x: Sql, result: Sql): Sql {
  return x.bits === undefined ? result : x
}

function ifAllPresent(values: readonly Sql[], result: Sql): Sql {
  return caseWhen([[allOf(values.map((value) => test`${value} IS NOT NULL`)), result]])
}

// The pattern matches once at most: engines that replace only the first match agree.
function withoutStart(value: Sql): Sql {
  return call('regexp_replace', value, text(`^${WHITE_SPACE}+`), text(''))
}

function withoutEnd(value: Sql): Sql {
  return call('regexp_replace', value, text(`${WHITE_SPACE}+$`), text(''))
}

/** A position or a length below 0 is missing: engines count it from the end or take it for 0. */
function substring(value: Sql, start: Sql, length?: Sql): Sql {
  const from = position(start)
  const part = call(
    'substr',
    value,
    from.kind === 'literal' ? integer(Number(from.text) + 1) : arithmetic('+', from, ONE),
    ...(length ? [position(length)] : []),
  )
  const isValid = [start, ...(length ? [length] : [])]
    .filter((each) => !isPosition(each))
    .map((each) => infix('>=', each, ZERO))
  return isValid.length === 0 ? part : caseWhen([[allOf(isValid), part]])
}

// Engines refuse a larger one; no record is as long.
const MAX_POSITION = 2_147_483_646

function position(value: Sql): Sql {
  return isPosition(value)
    ? integer(Math.min(Number(value.text), MAX_POSITION))
    : cast(call('least', value, integer(MAX_POSITION)), 'BIGINT')
}

function isPosition(value: Sql): value is Extract<Sql, { kind: 'literal' }> {
  return value.kind === 'literal' && !value.text.startsWith('-')
}

/** A condition that is true when all the conditions are true. */
export function allOf(conditions: readonly Sql[]): Sql {
  return conditions.length === 1 ? conditions[0]! : infix('AND', ...conditions)
}

function octetSum(address: Sql): Sql {
  const octets = [1, 2, 3, 4].map((index) => {
    const octet = tryCast(call('split_part', address, text('.'), integer(index)), 'BIGINT')
    return index === 4 ? octet : arithmetic('*', octet, integer(2 ** (8 * (4 - index))))
  })
  return octets.reduce((sum, octet) => arithmetic('+', sum, octet))
}

/** An integer in hexadecimal digits; `digits` writes those of an integer that is not below 0. */
export function signedHex(x: Sql, digits: (x: Sql) => Sql): Sql {
  const prefix = caseWhen([[infix('<', x, ZERO), text('-0x')]], text('0x'))
  return infix('||', prefix, digits(call('abs', x)))
}

/** A double in plain digits, since engines write exponents at different sizes; beyond 26 digits as the engine does. */
export function plainNumber(number: Sql): Sql {
  const whole = cast(number, 'VARCHAR')
  const digits = cast(tryCast(whole, 'DECIMAL(38, 12)'), 'VARCHAR')
  return coalesce(call('regexp_replace', digits, text('[.]?0+$'), text('')), whole)
}

/** The percentile of a `pct` as a share: CloudWatch counts to 100, SQL to 1. */
export function shareOf(percent: Sql): Sql {
  if (percent.kind !== 'literal') throw new Error('a percentile is a literal')
  return { ...percent, text: String(Number(percent.text) / 100) }
}

/** A condition that is true when one of the conditions is true. */
export function anyOf(conditions: readonly Sql[]): Sql {
  return conditions.length === 1 ? conditions[0]! : infix('OR', ...conditions)
}

/** What a window function counts over. */
export function window(partition: readonly Sql[], order: readonly Sql[]): Sql {
  return order.length === 0
    ? sql`PARTITION BY ${partition}`
    : sql`PARTITION BY ${partition} ORDER BY ${order}`
}
