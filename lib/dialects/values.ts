import type { CallValue, LiteralValue, Value, ValueType } from '../language/plan'
import type { PeriodUnit } from '../language/syntax'
import { truth } from './conditions'
import { BIGINT, integerBits, isTooNarrow } from './integer-bits'
import { literal } from './literals'
import { isMissing, isNullable } from './missing'
import { inParentheses, withoutParentheses } from './parentheses'
import { NUMERIC, SQL_TYPES, type PlainFunction, type Target } from './words'

const PERIOD_MILLISECONDS: Readonly<Partial<Record<PeriodUnit, number>>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

const TIMESTAMP: Value = { kind: 'system', name: '@timestamp', type: 'time' }

// The epoch was a Thursday; weeks begin on Monday, as date_trunc has them.
const FIRST_MONDAY = 345_600_000

const CALENDAR_UNITS: Readonly<Partial<Record<PeriodUnit, 'month' | 'quarter' | 'year'>>> = {
  mo: 'month',
  q: 'quarter',
  y: 'year',
}

/** The value as SQL; a boolean as 1 or 0. */
export function writeValue(to: Target, value: Value): string {
  if (isMissing(to, value)) return `CAST(NULL AS ${SQL_TYPES[value.type]})`
  switch (value.kind) {
    case 'field':
    case 'system':
    case 'column':
      return to.scope.named(value).sql
    case 'literal':
      return writeLiteral(to, value)
    case 'call':
      return value.type === 'boolean' ? writeBoolean(to, value) : writeCall(to, value)
    case 'aggregate': {
      const inputs = value.arguments.map((each) => writeValue(to, each))
      // These two choose by the time of the record, which is no argument in QL.
      const byTime = value.function === 'earliest' || value.function === 'latest'
      return to.words.aggregates[value.function](
        ...inputs,
        ...(byTime ? [writeValue(to, TIMESTAMP)] : []),
      )
    }
    case 'arithmetic':
      return writeArithmetic(to, value)
    case 'convert':
      return writeConvert(to, value.operand, value.type)
    case 'extract':
      return to.words.extract(writeValue(to, value.operand), value.regex, value.group)
    case 'period':
      throw new Error('a period is no value of its own')
    case 'comparison':
    case 'in':
    case 'like':
    case 'logic':
    case 'not':
      return writeBoolean(to, value)
  }
}

export function writeBoolean(to: Target, value: Value): string {
  const outcome = truth(to, value, true)
  if (outcome === true) return '1'
  if (outcome === false || outcome === null) return '0'
  return `CASE WHEN ${outcome} THEN 1 ELSE 0 END`
}

export function writeOperand(to: Target, value: Value): string {
  return inParentheses(writeValue(to, value))
}

export function writeCall(to: Target, call: CallValue): string {
  const [first, second] = call.arguments
  switch (call.function) {
    case 'if':
      return writeChoice(to, [[first!, second!]], call.arguments[2], call.type)
    case 'case': {
      const pairs: [Value, Value][] = []
      const { arguments: parts } = call
      for (let index = 0; index + 1 < parts.length; index += 2)
        pairs.push([parts[index]!, parts[index + 1]!])
      return writeChoice(to, pairs, parts.length % 2 === 1 ? parts.at(-1) : undefined, call.type)
    }
    case 'coalesce': {
      const candidates = call.arguments.filter((each) => !isMissing(to, each))
      const always = candidates.findIndex((each) => !isNullable(to, each))
      const present = always === -1 ? candidates : candidates.slice(0, always + 1)
      return present.length === 1
        ? writeValue(to, present[0]!)
        : `COALESCE(${present.map((each) => writeValue(to, each)).join(', ')})`
    }
    case 'datefloor':
      return floorTime(to, first!, second!)
    case 'dateceil':
      return ceilTime(to, writeOperand(to, first!), second!)
    case 'fromMillis':
      return integerBits(to, first!) === BIGINT
        ? writeValue(to, first!)
        : `CAST(${writeValue(to, first!)} AS BIGINT)`
    case 'substr':
      return writeSubstring(to, call.arguments)
    default:
      if (isOwnWhole(call)) return writeValue(to, first!)
      return to.words.functions[call.function as PlainFunction](
        ...call.arguments.map((each) => writeValue(to, each)),
      )
  }
}

/** An integer cut to an integer is itself: some engines would make a double of it. */
function isOwnWhole({ function: name, arguments: args }: CallValue): boolean {
  if (args[0]?.type !== 'integer') return false
  return name === 'ceil' || name === 'floor' || name === 'toInt' || (name === 'round' && args.length === 1) // prettier-ignore
}

/** A position or a length below 0 is missing: one engine counts it from the end, another takes it for 0. */
function writeSubstring(to: Target, [text, start, length]: readonly Value[]): string {
  const from = position(to, start!)
  const parts = [
    writeValue(to, text!),
    /^[0-9]+$/.test(from) ? String(Number(from) + 1) : `${from} + 1`,
  ]
  const part = `substr(${[...parts, ...(length ? [position(to, length)] : [])].join(', ')})`
  const open = [start!, ...(length ? [length] : [])].filter((each) => !isPosition(each))
  if (open.length === 0) return part
  return `CASE WHEN ${open.map((each) => `${writeOperand(to, each)} >= 0`).join(' AND ')} THEN ${part} END`
}

// Engines refuse a larger one; no record is as long.
const LAST_POSITION = 2_147_483_646

function position(to: Target, value: Value): string {
  if (isPosition(value)) return String(Math.min(Number(value.value), LAST_POSITION))
  return `CAST(least(${writeValue(to, value)}, ${LAST_POSITION}) AS BIGINT)`
}

function isPosition(value: Value): value is LiteralValue {
  return value.kind === 'literal' && !value.value.startsWith('-')
}

function writeChoice(
  to: Target,
  pairs: readonly (readonly [Value, Value])[],
  otherwise: Value | undefined,
  type: ValueType,
): string {
  const branches: string[] = []
  let last =
    otherwise === undefined ? 'NULL' : isMissing(to, otherwise) ? 'NULL' : writeValue(to, otherwise)
  for (const [condition, result] of pairs) {
    const outcome = truth(to, condition, true)
    if (outcome === false || outcome === null) continue
    const sql = isMissing(to, result) ? 'NULL' : writeValue(to, result)
    if (outcome === true) {
      last = sql
      break
    }
    // `if(x = "-", "-", x)` is x.
    if (pairs.length === 1 && type === 'text' && outcome === `${last} = ${sql}`) return last
    branches.push(`WHEN ${outcome} THEN ${sql}`)
  }
  if (branches.length === 0) return last === 'NULL' ? `CAST(NULL AS ${SQL_TYPES[type]})` : last
  if (last === 'NULL' && branches.every((branch) => branch.endsWith(' THEN NULL')))
    return `CAST(NULL AS ${SQL_TYPES[type]})`
  return `CASE ${branches.join(' ')}${last === 'NULL' ? '' : ` ELSE ${last}`} END`
}

function floorTime(to: Target, moment: Value, period: Value): string {
  if (period.kind !== 'period') throw new Error('datefloor takes a period')
  const time = writeOperand(to, moment)
  const calendar = CALENDAR_UNITS[period.unit]
  if (calendar) return to.words.calendarFloor(time, calendar)

  const width = PERIOD_MILLISECONDS[period.unit]! * period.count
  const past = `${period.unit === 'w' ? `(${time} - ${FIRST_MONDAY})` : time} % ${width}`
  // Records start after 1970; before it a remainder is below 0.
  return moment.kind === 'system'
    ? `${time} - ${past}`
    : `${time} - (${past} + ${width}) % ${width}`
}

function ceilTime(to: Target, time: string, period: Value): string {
  if (period.kind !== 'period') throw new Error('dateceil takes a period')
  const width = PERIOD_MILLISECONDS[period.unit]! * period.count
  const phase = period.unit === 'w' ? `(${time} - ${FIRST_MONDAY})` : time
  return `${time} + (${width} - ${phase} % ${width}) % ${width}`
}

function writeArithmetic(to: Target, value: Extract<Value, { kind: 'arithmetic' }>): string {
  const { operator, left, right } = value
  // One wide side is enough: it widens the other.
  const a = isTooNarrow(to, value)
    ? `CAST(${writeValue(to, left)} AS BIGINT)`
    : writeOperand(to, left)
  const b = writeOperand(to, right)
  // Without NULLIF one engine says infinity, one NULL, and one fails the query.
  switch (operator) {
    case '/':
      return `CAST(${withoutParentheses(a)} AS DOUBLE) / ${nonZero(to, right, b)}`
    case '%':
      return `${a} % ${nonZero(to, right, b)}`
    case '^': {
      const power = `power(CAST(${withoutParentheses(a)} AS DOUBLE), CAST(${withoutParentheses(b)} AS DOUBLE))`
      // A whole number of times is always a number; a root of -1 is none, and 0 to the power of -1 is not either.
      const isWhole = right.kind === 'literal' && /^[0-9]$/.test(right.value)
      return isWhole ? power : `CASE WHEN ${to.words.isFinite(power)} THEN ${power} END`
    }
    case '+':
    case '-':
    case '*':
      return `${a} ${operator} ${b}`
  }
}

function nonZero(to: Target, value: Value, sql: string): string {
  return value.kind === 'literal' && Number(value.value) !== 0
    ? sql
    : `NULLIF(${withoutParentheses(sql)}, 0)`
}

function writeConvert(to: Target, operand: Value, type: ValueType): string {
  const sql = writeValue(to, operand)
  if (operand.type === type || operand.type === 'boolean') return sql
  if (operand.type === 'text') {
    // The engines' own casts differ on ` 1`, `1e3` and `inf`.
    const cast = `TRY_CAST(${sql} AS ${type === 'integer' ? 'BIGINT' : 'DOUBLE'})`
    return `CASE WHEN ${to.words.matches(sql, NUMERIC)} THEN ${cast} END`
  }
  if (type === 'text' && operand.type === 'number') return to.words.numberText(sql)
  return `CAST(${sql} AS ${SQL_TYPES[type]})`
}

export function writeLiteral(to: Target, { value, type }: LiteralValue): string {
  if (type === 'text') return literal(value)
  if (!/^-?[0-9]+(\.[0-9]+)?$/.test(value)) throw new Error(`${value} is no number`)
  // Without an exponent engines read a decimal number, which counts and overflows in its own way.
  return type === 'number' ? `${value}e0` : value
}
