import type { AggregateName, FunctionName } from '../language/functions'
import type { Value, ValueType } from '../language/plan'

/** Functions that the writer itself says, since their arguments may be missing or are no plain values. */
type CoreFunction =
  | 'ispresent'
  | 'coalesce'
  | 'if'
  | 'case'
  | 'isempty'
  | 'isblank'
  | 'isNumeric'
  | 'isValidIp'
  | 'isValidIpV4'
  | 'isValidIpV6'
  | 'datefloor'
  | 'dateceil'
  | 'fromMillis'
  | 'substr'
  | 'isIpInSubnet'
  | 'isIpv4InSubnet'
  | 'isIpv6InSubnet'

export type PlainFunction = Exclude<FunctionName, CoreFunction>

type Writer = (...values: string[]) => string

/** What one engine's SQL says in its own way; everything else is standard SQL and written once. */
export interface Words {
  readonly functions: Readonly<Record<PlainFunction, Writer>>
  readonly aggregates: Readonly<Record<AggregateName, Writer>>
  readonly matches: (text: string, regex: string) => string
  readonly contains: (text: string, part: string) => string
  readonly extract: (text: string, regex: string, group: number) => string
  /** All groups of the first match up to a last one, missing without a match, and how one of them is read there. */
  readonly groups?: {
    readonly all: (text: string, regex: string, last: number) => string
    readonly one: (all: string, group: number) => string
  }
  /** Whether an address lies in any of the blocks; false or missing for what is no address. */
  readonly inSubnets: (address: string, cidrs: readonly string[]) => string
  /** A double in plain digits, to twelve after the point. */
  readonly numberText: (number: string) => string
  readonly isFinite: (number: string) => string
  /** Counts the rows of each partition of a window from 1, in its order. */
  readonly rowNumber: (window: string) => string
  /** A subnet test that is false or missing for a text that is no address, where the test itself does not see to it. */
  readonly onlyAddresses: (text: string, test: string) => string
  /** The start of the calendar unit that epoch milliseconds lie in, in epoch milliseconds. */
  readonly calendarFloor: (time: string, unit: 'month' | 'quarter' | 'year') => string
  /** A moment as the engine's own timestamp, UTC without a zone. */
  readonly timestamp: (milliseconds: string) => string
}

export const SQL_TYPES: Readonly<Record<ValueType, string>> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  number: 'DOUBLE',
  boolean: 'BIGINT',
  time: 'BIGINT',
}

/** What a name stands for where an expression is written. */
export interface Named {
  readonly sql: string
  /** Missing in every row: the log has no such field. */
  readonly missing?: boolean
  readonly nullable: boolean
  /** Of an integer: how many bits it may need; 63 unless told. */
  readonly bits?: number
}

export interface Scope {
  named(value: Extract<Value, { kind: 'field' | 'system' | 'column' }>): Named
}

/** Where an expression is written: an engine's words, and what the names stand for. */
export interface Target {
  readonly words: Words
  readonly scope: Scope
}

/** A decimal number in plain digits. */
export const NUMERIC = '^-?[0-9]+([.][0-9]+)?$'

/** A character of white space. */
export const WHITE_SPACE = '[ \\t\\n\\r\\f]'

/** Nothing but white space. */
export const BLANK = `^${WHITE_SPACE}*$`

const OCTET = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])'
const IPV4 = `${OCTET}([.]${OCTET}){3}`
const GROUPS = '[0-9A-Fa-f]{1,4}(:[0-9A-Fa-f]{1,4})'
const IPV6 = `(${GROUPS}{7}|(${GROUPS}{0,6})?::(${GROUPS}{0,6})?)`

/** Functions that say whether a text has a shape, as the regular expression of the shape. */
export const SHAPES = {
  isNumeric: NUMERIC,
  isValidIp: `^(${IPV4}|${IPV6})$`,
  isValidIpV4: `^${IPV4}$`,
  isValidIpV6: `^${IPV6}$`,
} as const
