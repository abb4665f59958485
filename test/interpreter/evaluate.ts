import type { FieldName } from '../../lib/flow-log/fields'
import type { LiteralValue, SystemFieldName, Value } from '../../lib/language/plan'
import type { ComparisonOperator } from '../../lib/language/syntax'
import { aggregate } from './aggregates'
import { callFunction } from './functions'
import { compareData, integer, moment, number, plainDigits, type Datum, type Notes } from './datum'
import type { FlowRecord } from './flow-record'
import { regularExpression } from './regular-expression'

/** What an expression can see: a record (none after `stats`), the columns of steps before, and in `stats` the rows of the group. */
export interface Row {
  readonly record: FlowRecord | undefined
  readonly columns: ReadonlyMap<string, Datum>
  readonly group?: readonly Row[]
  readonly notes: Notes
}

/** The value of an expression; a condition that is missing counts as not true. */
export function evaluate(value: Value, row: Row): Datum {
  if (value.type === 'boolean' && value.kind !== 'column') return truth(value, row) ? 1n : 0n
  return valueOf(value, row)
}

/** Whether a condition holds: undefined when it is about something missing. */
export function truth(value: Value, row: Row): boolean | undefined {
  switch (value.kind) {
    case 'logic': {
      const parts = value.operands.map((operand) => truth(operand, row))
      const decisive = value.operator === 'or'
      if (parts.includes(decisive)) return decisive
      return parts.includes(undefined) ? undefined : !decisive
    }
    case 'not': {
      const operand = truth(value.operand, row)
      return operand === undefined ? undefined : !operand
    }
    case 'comparison': {
      const left = evaluate(value.left, row)
      const right = evaluate(value.right, row)
      if (left === null || right === null) return undefined
      return holds(value.operator, compareData(left, right))
    }
    case 'in': {
      const operand = evaluate(value.operand, row)
      if (operand === null) return undefined
      const found = value.items.some((item) => compareData(operand, literal(item)) === 0)
      return found !== value.negated
    }
    case 'like': {
      const operand = evaluate(value.operand, row)
      if (operand === null) return undefined
      const { kind, text } = value.pattern
      const subject = textOf(operand)
      const found =
        kind === 'regex' ? regularExpression(text).test(subject) : subject.includes(text)
      return found !== value.negated
    }
    default: {
      const datum = valueOf(value, row)
      return datum === null ? undefined : Number(datum) !== 0
    }
  }
}

function holds(operator: ComparisonOperator, order: number): boolean {
  switch (operator) {
    case '=':
      return order === 0
    case '!=':
      return order !== 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
  }
}

function valueOf(value: Value, row: Row): Datum {
  switch (value.kind) {
    case 'field':
      return recordOf(row).values.get(value.name) ?? null
    case 'system':
      return systemField(value.name, row)
    case 'column': {
      const datum = row.columns.get(value.name)
      if (datum === undefined) throw new Error(`no step has defined ${value.name}`)
      return datum
    }
    case 'literal':
      return literal(value)
    case 'call':
      return callFunction(value, row)
    case 'aggregate': {
      if (!row.group) throw new Error(`${value.function} outside of stats`)
      return aggregate(value.function, value.arguments, row.group, row.notes)
    }
    case 'arithmetic':
      return arithmetic(value, row)
    case 'extract': {
      const operand = evaluate(value.operand, row)
      if (operand === null) return null
      const match = regularExpression(value.regex).exec(textOf(operand))
      // A group that took no part in a match is empty.
      return match && (match[value.group] ?? '')
    }
    case 'natural': {
      const operand = evaluate(value.operand, row)
      return operand === null ? null : naturalKey(textOf(operand))
    }
    case 'convert':
      return convert(evaluate(value.operand, row), value.type, row.notes)
    default:
      throw new Error(`a ${value.kind} has no value`)
  }
}

function arithmetic(
  { operator, left, right, type }: Extract<Value, { kind: 'arithmetic' }>,
  row: Row,
): Datum {
  const a = evaluate(left, row)
  const b = evaluate(right, row)
  if (a === null || b === null) return null
  const divides = operator === '/' || operator === '%'
  if (divides && Number(b) === 0) return null
  if (type === 'integer' && typeof a === 'bigint' && typeof b === 'bigint') {
    return integer(wholeNumbers(operator, a, b), row.notes)
  }
  const result = numbers(operator, Number(a), Number(b))
  // A root of a negative number, a power of zero or one beyond a double.
  if (operator === '^' && !Number.isFinite(result)) return null
  // Engines round the last digit of a large power differently.
  if (operator === '^' && Math.abs(result) > Number.MAX_SAFE_INTEGER) row.notes.openChoice = true
  return number(result, row.notes)
}

function wholeNumbers(operator: string, a: bigint, b: bigint): bigint {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '%':
      return a % b
    default:
      throw new Error(`${operator} gives no integer`)
  }
}

function numbers(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '%':
      return a % b
    default:
      return a ** b
  }
}

function convert(datum: Datum, type: Value['type'], notes: Notes): Datum {
  if (datum === null) return null
  if (type === 'text' && Math.abs(Number(datum)) >= 1e26) notes.outOfRange = true
  if (type === 'text') return textOf(datum)
  if (type === 'integer' && typeof datum === 'bigint') return datum
  if (type !== 'number') throw new Error(`no conversion of ${typeof datum} to ${type}`)
  if (typeof datum !== 'string') return Number(datum)
  return isNumericText(datum) ? Number(datum) : null
}

export function isNumericText(text: string): boolean {
  return /^-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]{1,2})?$/i.test(text)
}

/** Each run of digits follows a character for its length. */
function naturalKey(text: string): string {
  return text.replace(
    /[0-9]+/g,
    (run) => `0${String.fromCodePoint(Math.min(run.length, 50_000) + 256)}${run}`,
  )
}

export function textOf(datum: Exclude<Datum, null>): string {
  if (typeof datum === 'string') return datum
  return typeof datum === 'bigint' ? String(datum) : plainDigits(datum)
}

function literal({ type, value }: LiteralValue): Exclude<Datum, null> {
  if (type === 'text') return value
  return type === 'number' ? Number(value) : BigInt(value)
}

function systemField(name: SystemFieldName, row: Row): Datum {
  const record = recordOf(row)
  switch (name) {
    case '@timestamp': {
      const start = record.values.get('startTime')
      return typeof start === 'bigint' ? moment(start * 1000n, row.notes) : null
    }
    case '@message':
      return record.message
    case '@logStream': {
      const id = record.values.get('interfaceId' satisfies FieldName)
      return id === undefined ? null : `${textOf(id)}-all`
    }
    case '@log':
    case '@ingestionTime':
      return null
  }
}

function recordOf({ record }: Row): FlowRecord {
  if (!record) throw new Error('the records are gone after stats')
  return record
}
