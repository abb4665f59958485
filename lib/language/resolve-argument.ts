import { formatCidr, parseCidr } from '../flow-log/cidr'
import { call, toBoolean, toInteger, toNumeric, toText } from './conversions'
import type { FunctionRow, Parameter, ParameterKind } from './functions'
import { BIGINT_BITS, bitsOf } from './integer-bits'
import { error, warning } from './messages'
import { exceededCap, parsePeriod, withinCap } from './period'
import type { Value } from './plan'
import { printExpression } from './print'
import { checkRegex } from './regex'
import { resolveExpression, resolvePlaceholder } from './resolve-expression'
import { report, written, type Clause, type ResolveState } from './resolving'
import type { CallExpression, Expression } from './syntax'
import { typeWords } from './type-words'

interface ParameterShape {
  readonly kind: ParameterKind
  readonly optional: boolean
  readonly repeated: boolean
}

/** The parameter that an argument belongs to. */
export function parameterAt(row: FunctionRow, index: number, count: number): ParameterShape {
  if (row.name === 'case') {
    // Each pair starts with a condition; a single last argument is the default.
    const isCondition = index % 2 === 0 && index < count - 1
    return { kind: isCondition ? 'boolean' : 'value', optional: false, repeated: false }
  }
  return shapeOf(row.parameters[Math.min(index, row.parameters.length - 1)]!)
}

function shapeOf(parameter: Parameter): ParameterShape {
  return {
    kind: parameter.replace(/[?.]+$/, '') as ParameterKind,
    optional: parameter.endsWith('?'),
    repeated: parameter.endsWith('...'),
  }
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html
const MAX_BRANCHES = 10

export function checkArgumentCount(
  state: ResolveState,
  call: CallExpression,
  { name, parameters }: FunctionRow,
): boolean {
  const shapes = parameters.map(shapeOf)
  const isCase = name === 'case'
  const min = isCase ? 2 : shapes.filter(({ optional }) => !optional).length
  const max = shapes.some(({ repeated }) => repeated) ? Infinity : shapes.length
  const { length } = call.arguments
  if (length >= min && length <= max) {
    const branches = isCase ? Math.floor(length / 2) : 0
    if (branches > MAX_BRANCHES) report(state, warning('case-branches', call.span, branches))
    return true
  }
  report(state, error('argument-count', call.span, call.name, takes(min, max), length))
  return false
}

function takes(min: number, max: number): string {
  const noun = (count: number) => (count === 1 ? 'argument' : 'arguments')
  if (max === Infinity) return `at least ${min} ${noun(min)}`
  return min === max ? `${min} ${noun(min)}` : `${min} or ${max} ${noun(max)}`
}

/** One argument, converted to the type of its parameter. */
export function resolveArgument(
  state: ResolveState,
  call: CallExpression,
  row: FunctionRow,
  index: number,
  clause: Clause,
): Value | undefined {
  const argument = call.arguments[index]!
  const { kind } = parameterAt(row, index, call.arguments.length)
  if (argument.kind === 'invalid') return resolveExpression(state, argument, clause)
  if (kind === 'period') return resolvePeriod(state, call, argument, index)
  if (kind === 'cidr') return resolveCidr(state, call, argument)
  if (kind === 'regex') return resolvePattern(state, call, argument, index)

  const value = resolveExpression(state, argument, clause)
  if (!value) return undefined
  if (value.kind !== 'period') {
    const converted = inRange(state, kind, CONVERSIONS[kind](value))
    if (converted) return converted
  }
  return wrongType(state, call, argument, index, WANTED[kind], typeWords(value))
}

/** Functions of whole numbers take 64 bits. */
function inRange(
  { scope }: ResolveState,
  kind: ParameterKind,
  value: Value | undefined,
): Value | undefined {
  return kind === 'integer' && value && bitsOf(value, scope.bits) > BIGINT_BITS
    ? call('toLong', [value], 'integer')
    : value
}

const CONVERSIONS: Readonly<
  Record<Exclude<ParameterKind, 'period' | 'cidr' | 'regex'>, (value: Value) => Value | undefined>
> = {
  value: (value) => value,
  numeric: toNumeric,
  integer: toInteger,
  text: toText,
  boolean: toBoolean,
  time: (value) => (value.type === 'time' ? value : undefined),
}

const WANTED: Readonly<Record<ParameterKind, string>> = {
  value: 'a value',
  numeric: 'a number',
  integer: 'a whole number',
  text: 'a text',
  boolean: 'a condition',
  time: 'a time',
  period: 'a period',
  cidr: 'a CIDR block in quotes',
  regex: 'a regular expression in quotes',
}

function resolvePeriod(
  state: ResolveState,
  call: CallExpression,
  argument: Expression,
  index: number,
): Value | undefined {
  if (argument.kind === 'placeholder') {
    const value = resolvePlaceholder(state, argument)
    if (!value || value.kind === 'period') return value
    return wrongType(state, call, argument, index, 'a period', typeWords(value))
  }
  if (argument.kind !== 'period') {
    const found = `\`${written(state, argument)}\``
    return wrongType(state, call, argument, index, 'a period', found, periodHelp(call, argument))
  }
  const { count, unit, span } = argument
  if (count === 0) return report(state, error('period-zero', span, written(state, argument)))
  const cap = exceededCap(argument)
  if (cap === undefined) return { kind: 'period', count, unit, type: 'time' }

  const fitting = withinCap(argument)
  const before = state.text.slice(call.span.start, span.start).replace(/\s+/g, ' ')
  const right = fitting && `${before}${fitting})`
  return report(state, error('period-cap', span, written(state, argument), right, `${cap}${unit}`))
}

/** The period that a text or a number of seconds means. */
function periodHelp(call: CallExpression, argument: Expression): string | undefined {
  if (argument.kind !== 'text' && argument.kind !== 'number') return undefined
  const text = argument.kind === 'text' ? argument.value.replace(/\s+/g, '') : `${argument.digits}s`
  const period = parsePeriod(text)
  const right = period && withinCap(period)
  if (right === undefined) return undefined
  const before = call.arguments.slice(0, -1).map((each) => `${printExpression(each)}, `)
  return `write \`${call.name}(${before.join('')}${right})\``
}

function resolveCidr(
  state: ResolveState,
  call: CallExpression,
  argument: Expression,
): Value | undefined {
  if (argument.kind === 'placeholder') return resolvePlaceholder(state, argument, 'list')
  if (argument.kind !== 'text') {
    return report(
      state,
      error('not-a-cidr', argument.span, written(state, argument), 'write a text: "10.0.0.0/8"'),
    )
  }
  const { value, span } = argument
  const cidr = parseCidr(value)
  if (!cidr) {
    return report(state, error('not-a-cidr', span, value, 'write a block such as "10.0.0.0/8"'))
  }
  const block = formatCidr(cidr)
  if (!value.includes('/')) {
    return report(
      state,
      error('not-a-cidr', span, value, `the block of this address is "${block}"`),
    )
  }
  const version = /v([46])/i.exec(call.name)?.[1]
  if (version !== undefined && Number(version) !== cidr.version) {
    const right = `isIpv${cidr.version}InSubnet`
    return report(
      state,
      error('not-a-cidr', span, value, `of IPv${version}; \`${right}\` takes it`),
    )
  }
  if (!cidr.strict) report(state, warning('host-bits', span, value, block))
  return { kind: 'literal', value: block, type: 'text' }
}

function resolvePattern(
  state: ResolveState,
  call: CallExpression,
  argument: Expression,
  index: number,
): Value | undefined {
  if (argument.kind !== 'text') {
    const found = `\`${written(state, argument)}\``
    return wrongType(state, call, argument, index, WANTED.regex, found)
  }
  const { pattern, diagnostics } = checkRegex(argument.value, argument.span)
  state.diagnostics.push(...diagnostics)
  return pattern === undefined ? undefined : { kind: 'literal', value: pattern, type: 'text' }
}

function wrongType(
  state: ResolveState,
  call: CallExpression,
  argument: Expression,
  index: number,
  wanted: string,
  found: string,
  help?: string,
): undefined {
  const { span } = argument
  return report(state, error('argument-type', span, call.name, index + 1, wanted, found, help))
}
