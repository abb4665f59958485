/**
 * The functions of Logs Insights QL that have a form in SQL. A new one is a row here and its SQL in lib/dialects/functions.ts,
 * or in each dialect where engines differ.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html
 */

import type { ValueType } from './value-type'

/** The kind of an argument; `cidr` and `regex` are text literals that the resolver checks. */
export type ParameterKind =
  'value' | 'numeric' | 'integer' | 'text' | 'boolean' | 'time' | 'period' | 'cidr' | 'regex'

/** `?` is optional, `...` stands for one argument or more. */
export type Parameter = ParameterKind | `${ParameterKind}?` | `${ParameterKind}...`

/** The arguments of a function and the type of its result. */
export interface FunctionRow {
  /** The spelling of a plan; a query may use any letter case. */
  readonly name: string
  readonly aliases?: readonly string[]
  readonly parameters: readonly Parameter[]
  /** `common`: the type that the arguments (of kind value or numeric) have in common. */
  readonly type: ValueType | 'common'
  /** Of an aggregate: whether it compares the times of the records, which a query does not write. */
  readonly byTime?: true
}

// prettier-ignore
export const FUNCTIONS = [
  { name: 'abs', parameters: ['numeric'], type: 'common' },
  { name: 'ceil', parameters: ['numeric'], type: 'common' },
  { name: 'floor', parameters: ['numeric'], type: 'common' },
  { name: 'greatest', parameters: ['numeric...'], type: 'common' },
  { name: 'least', parameters: ['numeric...'], type: 'common' },
  { name: 'log', parameters: ['numeric'], type: 'number' },
  { name: 'sqrt', parameters: ['numeric'], type: 'number' },
  { name: 'round', parameters: ['numeric', 'integer?'], type: 'common' },
  // Missing beyond 32 bits, and beyond 64.
  { name: 'toInt', parameters: ['numeric'], type: 'integer' },
  { name: 'toLong', parameters: ['numeric'], type: 'integer' },

  { name: 'ispresent', parameters: ['value'], type: 'boolean' },
  { name: 'coalesce', parameters: ['value...'], type: 'common' },
  { name: 'if', parameters: ['boolean', 'value', 'value'], type: 'common' },
  // Pairs of a condition and a value, then optionally a default.
  { name: 'case', parameters: ['boolean', 'value', 'value...'], type: 'common' },
  { name: 'isNumeric', parameters: ['value'], type: 'boolean' },
  // Bytes of the text in UTF-8.
  { name: 'messageSize', parameters: ['text'], type: 'integer' },

  { name: 'datefloor', parameters: ['time', 'period'], type: 'time' },
  { name: 'dateceil', parameters: ['time', 'period'], type: 'time' },
  { name: 'fromMillis', parameters: ['integer'], type: 'time' },
  { name: 'toMillis', parameters: ['time'], type: 'integer' },
  // Epoch seconds of the start of the query.
  { name: 'now', parameters: [], type: 'integer' },

  { name: 'isValidIp', parameters: ['text'], type: 'boolean' },
  { name: 'isValidIpV4', parameters: ['text'], type: 'boolean' },
  { name: 'isValidIpV6', parameters: ['text'], type: 'boolean' },
  { name: 'isIpInSubnet', parameters: ['text', 'cidr'], type: 'boolean' },
  { name: 'isIpv4InSubnet', parameters: ['text', 'cidr'], type: 'boolean' },
  { name: 'isIpv6InSubnet', parameters: ['text', 'cidr'], type: 'boolean' },
  // Missing for any other text than an IPv4 address.
  { name: 'ipv4ToNumber', parameters: ['text'], type: 'integer' },

  // These two are true for a missing text as well.
  { name: 'isempty', parameters: ['text'], type: 'boolean' },
  { name: 'isblank', parameters: ['text'], type: 'boolean' },
  { name: 'concat', parameters: ['text...'], type: 'text' },
  { name: 'ltrim', parameters: ['text', 'text?'], type: 'text' },
  { name: 'rtrim', parameters: ['text', 'text?'], type: 'text' },
  { name: 'trim', parameters: ['text', 'text?'], type: 'text' },
  { name: 'strlen', parameters: ['text'], type: 'integer' },
  { name: 'toupper', parameters: ['text'], type: 'text' },
  { name: 'tolower', parameters: ['text'], type: 'text' },
  // The first character is number 0; the third argument is a length.
  { name: 'substr', parameters: ['text', 'integer', 'integer?'], type: 'text' },
  { name: 'replace', parameters: ['text', 'text', 'text'], type: 'text' },
  // Replaces every match; the resolver refuses `$` and backslashes in the replacement.
  { name: 'regexReplace', parameters: ['text', 'regex', 'text'], type: 'text' },
  // The third argument, a literal, ignores letter case; the resolver replaces it.
  { name: 'strcontains', parameters: ['text', 'text', 'boolean?'], type: 'boolean' },
  { name: 'startsWith', parameters: ['text', 'text'], type: 'boolean' },
  { name: 'endsWith', parameters: ['text', 'text'], type: 'boolean' },
  { name: 'urldecode', parameters: ['text'], type: 'text' },
  { name: 'base64encode', parameters: ['text'], type: 'text' },
  // `0x` and lower-case digits, after a `-` below 0.
  { name: 'decToHex', parameters: ['integer'], type: 'text' },
] as const satisfies readonly FunctionRow[]

// prettier-ignore
export const AGGREGATES = [
  { name: 'count', parameters: ['value?'], type: 'integer' },
  { name: 'countDistinct', aliases: ['count_distinct'], parameters: ['value'], type: 'integer' },
  { name: 'sum', parameters: ['numeric'], type: 'common' },
  { name: 'avg', parameters: ['numeric'], type: 'number' },
  { name: 'min', parameters: ['value'], type: 'common' },
  { name: 'max', parameters: ['value'], type: 'common' },
  { name: 'stddev', parameters: ['numeric'], type: 'number' },
  { name: 'variance', parameters: ['numeric'], type: 'number' },
  // The percentile is a number literal from 0 to 100.
  { name: 'pct', parameters: ['numeric', 'numeric'], type: 'number' },
  { name: 'earliest', parameters: ['value'], type: 'common', byTime: true },
  { name: 'latest', parameters: ['value'], type: 'common', byTime: true },
  { name: 'sortsFirst', parameters: ['value'], type: 'common' },
  { name: 'sortsLast', parameters: ['value'], type: 'common' },
] as const satisfies readonly FunctionRow[]

export type FunctionName = (typeof FUNCTIONS)[number]['name']
export type AggregateName = (typeof AGGREGATES)[number]['name']

/** Functions that the resolver replaces with others: `bin(5m)` is `datefloor(@timestamp, 5m)`. */
export const SHORTHANDS = ['bin', 'toNumber', 'toDouble', 'isPrivateIP', 'unmask'] as const

/** Documented functions that only CloudWatch runs. */
// prettier-ignore
export const CLOUDWATCH_FUNCTIONS = [
  'haversine', 'queryStartTime', 'queryEndTime', 'queryTimeRange', 'parseDate', 'formatDate', 'strftime',
  'isPublicIP', 'isReservedIP', 'split', 'urlencode', 'base64decode', 'hexToAscii', 'hexToDec', 'md5', 'sha256',
  'jsonParse', 'jsonStringify', 'jsonArraySize', 'jsonArrayContains', 'values', 'collect_values', 'topk', 'rate',
  'countOverTime', 'sumOverTime', 'histogram',
] as const

/** A function or an aggregate by any of its spellings. */
export type Callable =
  | { readonly kind: 'function'; readonly row: FunctionRow & { readonly name: FunctionName } }
  | { readonly kind: 'aggregate'; readonly row: FunctionRow & { readonly name: AggregateName } }
  | { readonly kind: 'shorthand'; readonly name: (typeof SHORTHANDS)[number] }
  | { readonly kind: 'cloudwatch'; readonly name: string }

const CALLABLES: ReadonlyMap<string, Callable> = new Map<string, Callable>([
  ...FUNCTIONS.flatMap((row) => spellings(row, { kind: 'function', row })),
  ...AGGREGATES.flatMap((row) => spellings(row, { kind: 'aggregate', row })),
  ...SHORTHANDS.flatMap((name) => spellings({ name }, { kind: 'shorthand', name })),
  ...CLOUDWATCH_FUNCTIONS.flatMap((name) => spellings({ name }, { kind: 'cloudwatch', name })),
])

function spellings(
  { name, aliases = [] }: Pick<FunctionRow, 'name' | 'aliases'>,
  callable: Callable,
): [string, Callable][] {
  return [name, ...aliases].map((spelling) => [spelling.toLowerCase(), callable])
}

const ROWS: ReadonlyMap<string, FunctionRow> = new Map(
  [...FUNCTIONS, ...AGGREGATES].map((row) => [row.name, row]),
)

export function rowOf(name: FunctionName | AggregateName): FunctionRow {
  return ROWS.get(name)!
}

export function callable(name: string): Callable | undefined {
  return CALLABLES.get(name.toLowerCase())
}

/** Every spelling of a function, for suggestions. */
export function callableNames(): readonly string[] {
  return [
    ...[...FUNCTIONS, ...AGGREGATES].flatMap((row: FunctionRow) => [
      row.name,
      ...(row.aliases ?? []),
    ]),
    ...SHORTHANDS,
    ...CLOUDWATCH_FUNCTIONS,
  ]
}
