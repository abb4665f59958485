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
  '2001:db8::4/126', '::/0', 'fe80::/10',
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
  const choices = (type: ExpressionType): readonly Maker[] => [
    (d) => call('if', b(d), value(type, d), value(type, d)),
    (d) => call('case', b(d), value(type, d), b(d), value(type, d)),
    (d) => call('case', b(d), value(type, d), value(type, d)),
    (d) => call('coalesce', value(type, d), value(type, d)),
  ]

  const MAKERS: Readonly<Record<ExpressionType, readonly Maker[]>> = {
    text: [
      (d) => call('concat', t(d), value(pick(TYPES), d)),
      (d) => call('toupper', t(d)),
      (d) => call('tolower', t(d)),
      (d) => call(pick(['trim', 'ltrim', 'rtrim']), t(d)),
      (d) => call(pick(['trim', 'ltrim', 'rtrim']), t(d), pick(['"1"', '"0."', '"-A"', "' '"])),
      (d) => call('substr', t(d), pick(['0', '1', '3', '100', i(d)])),
      (d) => call('substr', t(d), pick(['0', '2', i(d)]), pick(['0', '1', '4', i(d)])),
      (d) => call('replace', t(d), t(0), t(0)),
      (d) => call('regexReplace', t(d), `"${pick(REGEXES).replaceAll('\\', '\\\\')}"`, pick(['"_"', '""', '"-x-"'])),
      (d) => call('urldecode', t(d)),
      (d) => call('base64encode', t(d)),
      (d) => call('decToHex', i(d)),
      ...choices('text'),
    ], // prettier-ignore
    integer: [
      (d) => `(${i(d)} ${pick(['+', '-', '*', '%'])} ${i(d)})`,
      (d) => call(pick(['strlen', 'messageSize', 'ipv4ToNumber']), t(d)),
      (d) => call('abs', i(d)),
      (d) => call(pick(['ceil', 'floor', 'round']), i(d)),
      (d) => call(pick(['toInt', 'toLong']), value(pick(['number', 'text', 'integer'] as const), d)),
      (d) => call(pick(['greatest', 'least']), i(d), i(d)),
      (d) => call('toMillis', value('time', d)),
      ...choices('integer'),
    ], // prettier-ignore
    number: [
      (d) => `(${n(d)} ${pick(['/', '+', '-', '*', '%'])} ${value('number', d)})`,
      (d) => `(${n(d)} / ${n(d)})`,
      (d) => `(${n(d)} ^ ${pick(['2', '0', '0.5', '1', '3', '-1'])})`,
      (d) => call(pick(['sqrt', 'log']), n(d)),
      (d) => call(pick(['abs', 'ceil', 'floor', 'round']), value('number', d)),
      (d) => call('round', value('number', d), pick(['0', '1', '2', '-1'])),
      (d) => call(pick(['toNumber', 'toDouble']), value(pick(['text', 'integer'] as const), d)),
      (d) => call(pick(['greatest', 'least']), n(d), value('number', d), n(d)),
      (d) => `-${value('number', d)}`,
      ...choices('number'),
    ], // prettier-ignore
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
      (d) => call('ispresent', value(pick(TYPES), d)),
      (d) => call(pick(['isempty', 'isblank']), t(d)),
      (d) => call('isNumeric', value(pick(['text', 'text', 'integer'] as const), d)),
      (d) => call(pick(['isValidIp', 'isValidIpV4', 'isValidIpV6']), t(d)),
      (d) => call(pick(['isIpInSubnet', 'isIpv4InSubnet', 'isIpv6InSubnet']), t(d), `"${pick(BLOCKS)}"`),
      (d) => call('isPrivateIP', t(d)),
      (d) => `(${call('now')} ${pick(COMPARISONS)} ${i(d)})`,
      (d) => call(pick(['strcontains', 'startsWith', 'endsWith']), t(d), t(0)),
      (d) => call('strcontains', t(d), t(0), pick(['1', '0'])),
      ...choices('boolean'),
    ], // prettier-ignore
    time: [
      (d) => call(pick(['datefloor', 'dateceil']), value('time', d), period()),
      (d) => call('datefloor', value('time', d), period()),
      (d) => call('fromMillis', i(d)),
      ...(names.time.includes('@timestamp') ? [() => call('bin', period())] : []),
      ...choices('time'),
    ],
  }

  function aggregate(type: 'integer' | 'number' | 'any', depth: number): string {
    const counts = ['count(*)', call('count', value(pick(TYPES), depth)), call(pick(['count_distinct', 'countDistinct']), value(pick(TYPES), depth))] // prettier-ignore
    const sums = () => call('sum', value(pick(['integer', 'integer', 'boolean'] as const), depth))
    const numbers = () =>
      pick([
        call('avg', n(depth)),
        call('sum', n(depth)),
        call(pick(['stddev', 'variance']), n(depth)),
        call('pct', n(depth), pick(['50', '95', '0', '100', '99.9', '33'])),
      ])
    switch (type) {
      case 'integer':
        return pick([...counts, sums()])
      case 'number':
        return chance(30) ? `(${sums()} / ${pick(['1000', 'count(*)', '1.5'])})` : numbers()
      case 'any': {
        const name = pick(['min', 'max', 'earliest', 'latest', 'sortsFirst', 'sortsLast'])
        return call(name, value(pick(TYPES), depth))
      }
    }
  }

  return {
    value,
    condition: (depth) => value('boolean', depth),
    aggregate,
  }
}
