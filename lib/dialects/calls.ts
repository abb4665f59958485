import { rowOf } from '../language/functions'
import type { CallValue, Value } from '../language/plan'
import { writeCondition } from './conditions'
import type { SpecialFunction } from './functions'
import { isSameSql } from './print-sql'
import { ceilTime, floorTime } from './rounding'
import type { Context } from './sql-syntax'
import { subnetTest } from './subnets'
import { BLANK, NUMERIC } from './text-shapes'
import {
  caseWhen,
  coalesce,
  FALSE,
  infix,
  isNull,
  NULL,
  test,
  text,
  TRUE,
  widest,
  withBits,
  type CaseBranch,
  type Sql,
} from './tree'
import { writeValue } from './values'

/** A function of one row; a test is a condition, which is never missing where `isExact`. */
export function writeCall(to: Context, value: CallValue, isExact = false): Sql {
  const { function: name, arguments: args, type } = value
  if (isSpecial(name)) return SPECIAL[name](to, value, isExact)

  const isTest = type === 'boolean'
  const written: Sql[] = []
  for (const value of args) {
    const argument = writeValue(to, value)
    if (isNull(argument)) return isTest ? FALSE : NULL
    written.push(argument)
  }
  const result = to.functions[name](...written)
  if (isTest)
    return isExact && written.some(({ nullable }) => nullable) ? neverMissing(result) : result
  return rowOf(name).type === 'common' && result.bits === undefined
    ? withBits(result, widest(written))
    : result
}

type SpecialWriter = (to: Context, call: CallValue, isExact: boolean) => Sql

const SPECIAL: Readonly<Record<SpecialFunction, SpecialWriter>> = {
  if: (to, { arguments: [condition, result, otherwise], type }) =>
    writeChoice(to, [[condition!, result!]], otherwise, type === 'text'),
  case: (to, { arguments: args, type }) => {
    const pairs = Array.from(
      { length: Math.floor(args.length / 2) },
      (_, index) => [args[2 * index]!, args[2 * index + 1]!] as const,
    )
    return writeChoice(to, pairs, args.length % 2 === 1 ? args.at(-1) : undefined, type === 'text')
  },
  coalesce: (to, { arguments: args }) => {
    const values = args.map((each) => writeValue(to, each)).filter((each) => !isNull(each))
    const always = values.findIndex(({ nullable }) => !nullable)
    const used = always === -1 ? values : values.slice(0, always + 1)
    return used.length > 1 ? coalesce(...used) : (used[0] ?? NULL)
  },

  ispresent: (to, { arguments: [argument] }) => {
    const value = writeValue(to, argument!)
    if (isNull(value)) return FALSE
    return value.nullable ? test`${value} IS NOT NULL` : TRUE
  },
  isempty: (to, { arguments: [argument] }) => {
    const value = writeValue(to, argument!)
    return isNull(value) ? TRUE : infix('=', coalesce(value, text('')), text(''))
  },
  isblank: (to, { arguments: [argument] }) => {
    const value = writeValue(to, argument!)
    return isNull(value) ? TRUE : coalesce(to.syntax.matches(value, BLANK), TRUE)
  },
  isNumeric: (to, { arguments: [argument] }, isExact) => {
    const value = writeValue(to, argument!)
    if (isNull(value)) return FALSE
    if (argument!.type !== 'text') return test`${value} IS NOT NULL`
    const matches = to.syntax.matches(value, NUMERIC)
    return isExact && value.nullable ? neverMissing(matches) : matches
  },

  datefloor: (to, { arguments: [time, period] }) => {
    const moment = writeValue(to, time!)
    return isNull(moment)
      ? NULL
      : floorTime(to.syntax, moment, periodOf(period), time!.kind === 'system')
  },
  dateceil: (to, { arguments: [time, period] }) => {
    const moment = writeValue(to, time!)
    return isNull(moment) ? NULL : ceilTime(moment, periodOf(period))
  },

  isIpInSubnet: subnetTest,
  isIpv4InSubnet: subnetTest,
  isIpv6InSubnet: subnetTest,
}

function isSpecial(name: CallValue['function']): name is SpecialFunction {
  return Object.hasOwn(SPECIAL, name)
}

/** Turns a missing test into false. */
function neverMissing(condition: Sql): Sql {
  return coalesce(condition, FALSE)
}

/** Writes the result of the first condition that is true. */
function writeChoice(
  to: Context,
  pairs: readonly (readonly [condition: Value, result: Value])[],
  otherwise: Value | undefined,
  isText: boolean,
): Sql {
  const branches: CaseBranch[] = []
  let last = otherwise === undefined ? NULL : withoutType(writeValue(to, otherwise))
  for (const [condition, value] of pairs) {
    const holds = writeCondition(to, condition)
    if (holds === FALSE || isNull(holds)) continue
    const result = withoutType(writeValue(to, value))
    if (holds === TRUE) {
      last = result
      break
    }
    // `if(x = "-", "-", x)` is x.
    if (isText && pairs.length === 1 && isSameSql(holds, infix('=', last, result))) return last
    branches.push([holds, result])
  }
  if (branches.length === 0) return last
  if (last === NULL && branches.every(([, result]) => result === NULL)) return NULL
  return caseWhen(branches, last === NULL ? undefined : last)
}

function withoutType(value: Sql): Sql {
  return isNull(value) ? NULL : value
}

function periodOf(value: Value | undefined): Extract<Value, { kind: 'period' }> {
  if (value?.kind !== 'period') throw new Error('the argument is not a period')
  return value
}
