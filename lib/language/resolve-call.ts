import { call, commonType, inCommonType, toDouble, toNumeric } from './conversions'
import { checkArgumentCount, parameterAt, resolveArgument } from './resolve-argument'
import type { SHORTHANDS as SHORTHAND_NAMES } from './functions'
import { callable, type AggregateName, type FunctionName, type FunctionRow } from './functions'
import { bitsOf, MAX_BITS, SUM_BITS } from './integer-bits'
import { error, warning } from './messages'
import { system } from './names'
import { minOrMax } from './parsed'
import type { Value } from './plan'
import type { ValueType } from './value-type'
import { allPresent } from './resolve-expression'
import { report, withoutPlan, written, type Clause, type ResolveState } from './resolving'
import type { CallExpression } from './syntax'
import { reportUnknownFunction } from './unknown-function'

/** The value of a call: a function, an aggregate, or the expansion of a shorthand. */
export function resolveCall(
  state: ResolveState,
  call: CallExpression,
  clause: Clause,
): Value | undefined {
  const found = callable(call.name)
  switch (found?.kind) {
    case 'function':
      return resolveFunction(state, call, found.row, clause)
    case 'aggregate':
      return resolveAggregate(state, call, found.row, clause)
    case 'shorthand':
      return SHORTHANDS[found.name](state, call, clause)
    case 'cloudwatch':
      return withoutPlan(state, found.name, call.nameSpan)
    case undefined:
      return reportUnknownFunction(state, call, clause)
  }
}

function resolveFunction(
  state: ResolveState,
  call: CallExpression,
  row: FunctionRow & { readonly name: FunctionName },
  clause: Clause,
): Value | undefined {
  if (row.name === 'strcontains' && call.arguments.length === 3) {
    return containsEitherCase(state, call, row, clause)
  }
  const args = resolveArguments(state, call, row, clause)
  if (!args) return undefined
  if (row.name === 'regexReplace' && !isPlainReplacement(args[2]!)) {
    state.hasPlan = false
    return report(state, warning('replacement-group', call.arguments[2]!.span))
  }
  if (row.name === 'datefloor' || row.name === 'dateceil') {
    if (!hasSqlForm(row.name, args[1]!)) return withoutPlan(state, written(state, call), call.span)
  }
  const typed = inOneType(row, args)
  if (!typed) return report(state, error('no-common-type', call.span, row.name))
  return { kind: 'call', function: row.name, ...typed }
}

function resolveAggregate(
  state: ResolveState,
  call: CallExpression,
  row: FunctionRow & { readonly name: AggregateName },
  clause: Clause,
): Value | undefined {
  switch (clause.kind) {
    case 'row':
      return report(state, error('aggregate-outside-stats', call.nameSpan, call.name))
    case 'key':
      return report(state, error('aggregate-as-key', call.nameSpan, call.name))
    case 'aggregated':
      return report(state, error('nested-aggregate', call.nameSpan, call.name))
    case 'measure':
  }
  const goesByTime = row.name === 'earliest' || row.name === 'latest'
  if (goesByTime && state.scope.aggregated) {
    return report(state, error('time-after-stats', call.span, call.name))
  }
  const isCountOfAll = row.name === 'count' && call.arguments[0]?.kind === 'star'
  const args = isCountOfAll
    ? []
    : resolveArguments(state, call, row, { ...clause, kind: 'aggregated' })
  if (!args) return undefined
  if (row.name === 'pct' && !checkPercentile(state, call, args[1]!)) return undefined

  const isWideSum = row.name === 'sum' && bitsOf(args[0]!, state.scope.bits) + SUM_BITS > MAX_BITS
  const typed = inOneType(row, isWideSum ? args.map(toDouble) : args)
  if (!typed) return report(state, error('no-common-type', call.span, row.name))
  if (row.name === 'count' && isZeroOrOne(args[0])) {
    const condition = written(state, call.arguments[0]!)
    report(state, warning('count-condition', call.span, condition))
  }
  // Of conditions an aggregate counts 1 and 0.
  const isBoolean = typed.type === 'boolean'
  return minOrMax(state, {
    kind: 'aggregate',
    function: row.name,
    arguments: isBoolean ? typed.arguments.map(toNumeric) : typed.arguments,
    type: isBoolean ? 'integer' : typed.type,
  })
}

/** Whether the value is a condition, or 1 for one and else 0. */
function isZeroOrOne(value: Value | undefined): boolean {
  if (value?.type === 'boolean') return true
  if (value?.kind !== 'call' || (value.function !== 'if' && value.function !== 'case')) return false
  const results = value.arguments.slice(1)
  return (
    results.length === 2 && results.every((each) => isLiteral(each, '0') || isLiteral(each, '1'))
  )
}

function isLiteral(value: Value, digits: string): boolean {
  return value.kind === 'literal' && value.value === digits
}

function resolveArguments(
  state: ResolveState,
  call: CallExpression,
  row: FunctionRow,
  clause: Clause,
): readonly Value[] | undefined {
  if (!checkArgumentCount(state, call, row)) return undefined
  const args = call.arguments.map((_, index) => resolveArgument(state, call, row, index, clause))
  return allPresent(args) ? args : undefined
}

/** Converts the arguments that decide the type of the result to their common type. */
function inOneType(
  row: FunctionRow,
  args: readonly Value[],
): { readonly arguments: readonly Value[]; readonly type: ValueType } | undefined {
  if (row.type !== 'common') return { arguments: args, type: row.type }
  const decides = args.map((_, index) => {
    const { kind } = parameterAt(row, index, args.length)
    return kind === 'value' || kind === 'numeric'
  })
  const type = commonType(args.filter((_, index) => decides[index]))
  return (
    type && {
      arguments: args.map((value, index) => (decides[index] ? inCommonType(value, type) : value)),
      type,
    }
  )
}

function checkPercentile(state: ResolveState, call: CallExpression, percent: Value): boolean {
  const { span } = call.arguments[1]!
  if (percent.kind !== 'literal') {
    report(state, error('percent-literal', span))
    return false
  }
  const value = Number(percent.value)
  if (value < 0 || value > 100) {
    report(state, error('percent-range', span, percent.value))
    return false
  }
  if (value > 0 && value < 1) {
    const right = String(Math.round(value * 1e8) / 1e6)
    report(state, warning('percent-fraction', span, percent.value, right))
  }
  return true
}

/** `strcontains(text, part, 1)`: both sides in lower case. */
function containsEitherCase(
  state: ResolveState,
  whole: CallExpression,
  row: FunctionRow & { readonly name: FunctionName },
  clause: Clause,
): Value | undefined {
  const [text, part, option] = whole.arguments
  const ignoresCase = CASE_OPTIONS.get(written(state, option!).replace(/["']/g, '').toLowerCase())
  if (ignoresCase === undefined) return withoutPlan(state, written(state, whole), option!.span) // prettier-ignore
  const args = resolveArguments(state, { ...whole, arguments: [text!, part!] }, row, clause)
  return (
    args &&
    call(
      'strcontains',
      ignoresCase ? args.map((each) => call('tolower', [each], 'text')) : args,
      'boolean',
    )
  )
}

// AWS's manual does not document the values of the option.
const CASE_OPTIONS: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['true', true],
  ['0', false],
  ['false', false],
])

function isPlainReplacement(value: Value): boolean {
  return value.kind === 'literal' && !/[$\\]/.test(value.value)
}

/** Calendar units have no fixed length: SQL rounds down to one unit only. */
function hasSqlForm(name: 'datefloor' | 'dateceil', period: Value): boolean {
  if (period.kind !== 'period' || !/^(mo|q|y)$/.test(period.unit)) return true
  return name === 'datefloor' && period.count === 1
}

type ResolveShorthand = (
  state: ResolveState,
  call: CallExpression,
  clause: Clause,
) => Value | undefined

const SHORTHANDS: Readonly<Record<(typeof SHORTHAND_NAMES)[number], ResolveShorthand>> = {
  bin: (state, call, clause) => {
    if (state.scope.aggregated) return report(state, error('bin-after-stats', call.span))
    if (clause.kind === 'measure') {
      return report(state, error('not-aggregated', call.span, written(state, call)))
    }
    if (call.arguments.length !== 1) return report(state, error('bin-argument', call.span))
    const row: FunctionRow = { name: 'bin', parameters: ['period'], type: 'time' }
    const [period] = resolveArguments(state, call, row, clause) ?? []
    if (!period) return undefined
    if (!hasSqlForm('datefloor', period)) return withoutPlan(state, written(state, call), call.span)
    return {
      kind: 'call',
      function: 'datefloor',
      arguments: [system('@timestamp'), period],
      type: 'time',
    }
  },
  toNumber,
  toDouble: toNumber,
  // Files and tables hold no masked data.
  unmask: (state, call, clause) => {
    const row: FunctionRow = { name: call.name, parameters: ['value'], type: 'common' }
    return resolveArguments(state, call, row, clause)?.[0]
  },
  isPrivateIP: (state, call, clause) => {
    const row: FunctionRow = { name: call.name, parameters: ['text'], type: 'boolean' }
    const [address] = resolveArguments(state, call, row, clause) ?? []
    return (
      address && {
        kind: 'logic',
        operator: 'or',
        operands: RFC_1918.map((value) => ({
          kind: 'call',
          function: 'isIpv4InSubnet',
          arguments: [address, { kind: 'literal', value, type: 'text' }],
          type: 'boolean',
        })),
        type: 'boolean',
      }
    )
  },
}

const RFC_1918 = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] as const

function toNumber(state: ResolveState, call: CallExpression, clause: Clause): Value | undefined {
  const row: FunctionRow = { name: call.name, parameters: ['numeric'], type: 'number' }
  const [value] = resolveArguments(state, call, row, clause) ?? []
  return value && inCommonType(value, 'number')
}
