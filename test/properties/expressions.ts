import {
  AGGREGATES,
  FUNCTIONS,
  type AggregateName,
  type FunctionName,
  type FunctionRow,
  type Parameter,
} from '../../lib/language/functions'
import type { Choose } from './choose'

export type ExpressionType = 'text' | 'integer' | 'number' | 'boolean' | 'time'

/** The names that an expression can use, by their types. */
export type Names = Readonly<Record<ExpressionType, readonly string[]>>

/** Expressions of Insights QL as text, most of the type that is asked for. */
export interface Expressions {
  value(type: ExpressionType, depth: number): string
  /** A condition that most records do not fail. */
  condition(depth: number): string
  aggregate(type: 'integer' | 'number' | 'any', depth: number): string
}

const TYPES: readonly ExpressionType[] = ['text', 'integer', 'number', 'boolean', 'time']
const TEXTS = [
  '""', '"-"', '"10."', '"ACCEPT"', '"REJECT"', '"OK"', '"443"', '"1500"', '"192.0.2.1"', '"2001:db8::5"', '"S3"',
  '"eni-a"', '"%"', '"a"', '"1"', '"-7"', '"1.50"', '"it\'s"', "'say \"x\"'", '"back\\\\slash"', '" "', '"é"', '"é"',
  '"web%20server"', '"%zz"', '"1e3"', '"00"', '"\t a\t"', '"\f b \t "',
] // prettier-ignore
const INTEGERS = ['0', '1', '2', '7', '22', '443', '1000', '1500', '-1', '9007199254740993']
const NUMBERS = ['0.5', '1.5', '0.1', '2.0', '1000.25', '-3.75', '0.000001']
const BLOCKS = [
  '10.0.0.0/8', '10.0.0.0/25', '10.0.128.0/17', '172.16.0.0/12', '192.0.2.1/32', '0.0.0.0/0', '2001:db8::/32',
  '2001:db8::4/126', '::/0', 'fe80::/10', '::ffff:0:0/96',
] // prettier-ignore
const REGEXES = [
  '^10\\.',
  '(?i)accept',
  '[0-9]+$',
  'a|O',
  '^$',
  '^[^.]*\\.[0-9]+',
  'x',
  '\\.',
  '(?i)^ENI-[ab]$',
]
const PERIODS = [
  '1s',
  '30s',
  '1m',
  '5m',
  '7m',
  '1h',
  '6h',
  '1d',
  '3d',
  '1w',
  '2w',
  '1mo',
  '1q',
  '1y',
  '250ms',
]
const COMPARISONS = ['=', '!=', '<', '<=', '>', '>=']

type Maker = (depth: number) => string

const aggregates: readonly FunctionRow[] = AGGREGATES
const INTEGER_AGGREGATES = aggregates.filter(({ type }) => type === 'integer')
const NUMBER_AGGREGATES = aggregates.filter(({ type }) => type === 'number')
const SUM = aggregates.find(({ name }) => name === 'sum')!
const VALUE_AGGREGATES = aggregates.filter((row) => row.type === 'common' && row !== SUM)

const isTest = ({ type }: FunctionRow): boolean => type === 'boolean'

function canGive({ type, parameters }: FunctionRow, wanted: ExpressionType): boolean {
  if (type !== 'common') return type === wanted
  const isNumeric = parameters.some((each) => each.startsWith('numeric'))
  return !isNumeric || wanted === 'integer' || wanted === 'number'
}

export function expressionsOf(choose: Choose, names: Names): Expressions {
  const { pick, chance } = choose
  const call = (name: string, ...args: readonly string[]): string =>
    `${chance(5) ? name.toUpperCase() : name}(${args.join(', ')})`

  function value(type: ExpressionType, depth: number): string {
    // Now and then something of another type: the language converts it or says why not.
    const wanted = chance(4) ? pick(TYPES) : type
    if (depth <= 0 || chance(25)) return leaf(wanted)
    return pick(MAKERS[wanted])(depth - 1)
  }

  function leaf(type: ExpressionType): string {
    if (names[type].length > 0 && (type === 'time' || !chance(30))) return pick(names[type])
    switch (type) {
      case 'text':
        return pick(TEXTS)
      case 'integer':
        return pick(INTEGERS)
      case 'number':
        return pick(NUMBERS)
      case 'boolean':
        return `(${leaf('integer')} ${pick(COMPARISONS)} ${leaf('integer')})`
      case 'time':
        return call('fromMillis', pick(['0', '1773450000000', '1767225600001', '-86400001']))
    }
  }

  const t: Maker = (depth) => value('text', depth)
  const i: Maker = (depth) => value('integer', depth)
  const n: Maker = (depth) => value(pick(['integer', 'integer', 'number'] as const), depth)
  const b: Maker = (depth) => value('boolean', depth)
  const period = () => pick(PERIODS)
  const regex = () => `"${pick(REGEXES).replaceAll('\\', '\\\\')}"`

  /** Arguments that the language takes as literals only, and those that random values would make alike. */
  const ARGUMENTS: Partial<Record<FunctionName | AggregateName, (d: number) => readonly string[]>> =
    {
      round: (d) => [value(pick(['integer', 'number'] as const), d), ...(chance(50) ? [] : [pick(['0', '1', '2', '-1'])])],
      trim: (d) => trimArguments(d),
      ltrim: (d) => trimArguments(d),
      rtrim: (d) => trimArguments(d),
      substr: (d) => [t(d), pick(['0', '1', '3', '100', i(d)]), ...(chance(50) ? [] : [pick(['0', '1', '4', i(d)])])],
      replace: (d) => [t(d), t(0), t(0)],
      regexReplace: (d) => [t(d), regex(), pick(['"_"', '""', '"-x-"'])],
      strcontains: (d) => [t(d), t(0), ...(chance(50) ? [] : [pick(['1', '0'])])],
      startsWith: (d) => [t(d), t(0)],
      endsWith: (d) => [t(d), t(0)],
      concat: (d) => [t(d), value(pick(TYPES), d)],
      case: (d) => {
        const type = pick(TYPES)
        return [b(d), value(type, d), ...(chance(50) ? [b(d), value(type, d)] : [value(type, d)])]
      },
      pct: (d) => [n(d), pick(['50', '95', '0', '100', '99.9', '33'])],
    } // prettier-ignore

  function trimArguments(depth: number): readonly string[] {
    return [t(depth), ...(chance(50) ? [] : [pick(['"1"', '"0."', '"-A"', "' '"])])]
  }

  /** A call of any function or aggregate by its row; `type` is what it should give. */
  function callOf(row: FunctionRow, type: ExpressionType, depth: number): string {
    const name = pick([row.name, ...(row.aliases ?? [])])
    const given = ARGUMENTS[row.name as FunctionName | AggregateName]?.(depth)
    return call(
      name,
      ...(given ?? row.parameters.flatMap((each) => argumentsFor(each, type, depth))),
    )
  }

  function argumentsFor(
    parameter: Parameter,
    type: ExpressionType,
    depth: number,
  ): readonly string[] {
    const kind = parameter.replace(/[?.]+$/, '')
    const one = () => {
      switch (kind) {
        case 'value':
          return value(type, depth)
        case 'numeric':
          return type === 'number' ? value('number', depth) : n(depth)
        case 'period':
          return period()
        case 'cidr':
          return `"${pick(BLOCKS)}"`
        case 'regex':
          return regex()
        case 'text':
        case 'integer':
        case 'boolean':
        case 'time':
          return value(kind, depth)
        default:
          throw new Error(`no arguments of kind ${kind}`)
      }
    }
    if (parameter.endsWith('...')) return [one(), one()]
    return parameter.endsWith('?') && chance(50) ? [] : [one()]
  }

  /** Every function that can give the type. `now` differs from run to run: only a comparison has it. */
  const functions = (type: ExpressionType): readonly Maker[] =>
    FUNCTIONS.filter((row: FunctionRow) => row.name !== 'now' && canGive(row, type)).map(
      (row) => (d) => callOf(row, isTest(row) ? pick(TYPES) : type, d),
    )

  const MAKERS: Readonly<Record<ExpressionType, readonly Maker[]>> = {
    text: functions('text'),
    integer: [
      (d) => `(${i(d)} ${pick(['+', '-', '*', '%'])} ${i(d)})`,
      (d) => `(${i(d)} ${pick(['+', '-', '*', '%'])} ${i(d)})`,
      ...functions('integer'),
    ],
    number: [
      (d) => `(${n(d)} ${pick(['/', '+', '-', '*', '%'])} ${value('number', d)})`,
      (d) => `(${n(d)} / ${n(d)})`,
      (d) => `(${n(d)} ^ ${pick(['2', '0', '0.5', '1', '3', '-1'])})`,
      (d) => call(pick(['toNumber', 'toDouble']), value(pick(['text', 'integer'] as const), d)),
      (d) => `-${value('number', d)}`,
      ...functions('number'),
    ],
    boolean: [
      (d) => `(${i(d)} ${pick(COMPARISONS)} ${n(d)})`,
      (d) => `(${t(d)} ${pick(COMPARISONS)} ${t(d)})`,
      (d) => `(${value('time', d)} ${pick(COMPARISONS)} ${value('time', d)})`,
      (d) => `(${t(d)} ${pick(COMPARISONS)} ${pick(['"443"', '"1500"', '"1"', '"-7"'])})`,
      (d) => `(${t(d)} ${pick(['in', 'not in'])} [${t(0)}, ${pick(TEXTS)}, ${pick(INTEGERS)}])`,
      (d) => `(${i(d)} ${pick(['in', 'not in'])} [${pick(INTEGERS)}, ${pick([...INTEGERS, ...TEXTS, ...NUMBERS])}])`,
      (d) => `(${value(pick(['text', 'text', 'integer'] as const), d)} ${pick(['like', 'not like', '=~'])} /${pick(REGEXES)}/)`,
      (d) => `(${t(d)} ${pick(['like', 'not like'])} ${pick(TEXTS)})`,
      (d) => `(${b(d)} ${pick(['and', 'or'])} ${b(d)})`,
      (d) => `(${b(d)} ${pick(['and', 'or'])} ${b(d)})`,
      (d) => `not (${b(d)})`,
      (d) => `!${call('ispresent', value(pick(TYPES), d))}`,
      (d) => call('isPrivateIP', t(d)),
      (d) => `(${call('now')} ${pick(COMPARISONS)} ${i(d)})`,
      ...functions('boolean'),
    ], // prettier-ignore
    time: [
      ...functions('time'),
      ...(names.time.includes('@timestamp') ? [() => call('bin', period())] : []),
    ],
  }

  function aggregate(type: 'integer' | 'number' | 'any', depth: number): string {
    const sums = () => call('sum', value(pick(['integer', 'integer', 'boolean'] as const), depth))
    const anyOf = (rows: readonly FunctionRow[], of: ExpressionType) =>
      callOf(pick(rows), of, depth)
    switch (type) {
      case 'integer':
        return chance(30) ? sums() : anyOf(INTEGER_AGGREGATES, pick(TYPES))
      case 'number':
        return chance(30)
          ? `(${sums()} / ${pick(['1000', 'count(*)', '1.5'])})`
          : anyOf([...NUMBER_AGGREGATES, SUM], pick(['integer', 'number'] as const))
      case 'any':
        return anyOf(VALUE_AGGREGATES, pick(TYPES))
    }
  }

  return {
    value,
    condition: (depth) => value('boolean', depth),
    aggregate,
  }
}
