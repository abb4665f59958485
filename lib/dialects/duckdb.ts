import { LOG_COLUMN } from './dialect'
import { allOf, anyOf, plainNumber, shareOf, signedHex, window } from './functions'
import { ipv4Pattern, wholeOctets, type Ipv4Block } from './ipv4-pattern'
import { sqlDialect } from './sql'
import { ipv6Bounds, subnetBlocks } from './subnet-blocks'
import { ESCAPED, IP_ADDRESS } from './text-shapes'
import {
  arithmetic,
  call,
  caseWhen,
  cast,
  coalesce,
  column,
  infix,
  integer,
  sql,
  test,
  text,
  tryCast,
  type Sql,
} from './tree'

const LIMITS = {
  INTEGER: ['-2147483648', '2147483647'],
  BIGINT: ['-9223372036854775808', '9223372036854775807'],
} as const

function matches(value: Sql, regex: string): Sql {
  return call('regexp_matches', value, text(regex))
}

function contains(value: Sql, part: Sql): Sql {
  return call('contains', value, part)
}

/** In a lambda, since TRY takes no aggregates. */
function tryDecode(value: Sql): Sql {
  return sql`list_transform([${value}], lambda part: TRY(url_decode(part)))[1]`
}

/**
 * SQL for DuckDB over the view `flow_logs`, whose text columns are never NULL where the log has the field.
 *
 * No extension is used: `inet` cannot be downloaded everywhere. https://duckdb.org/docs/stable/sql/introduction
 */
export const duckdb = sqlDialect({
  name: 'duckdb',
  textColumn: (column) => column,
  flowLog: column(LOG_COLUMN, { nullable: false }),
  wideInteger: 'HUGEINT',
  truncate: (number) => call('trunc', number),
  // DuckDB 1.5 drops a TRY_CAST of an integer that it compares with a literal.
  narrow: (number, type) => {
    const [first, last] = LIMITS[type]
    const isInside = test`${number} BETWEEN ${integer(first)} AND ${integer(last)}`
    return caseWhen([[isInside, tryCast(number, type)]])
  },

  functions: {
    regexReplace: (value, regex, by) => call('regexp_replace', value, regex, by, text('g')),
    // `reverse` keeps a letter and its accents together.
    endsWith: (value, part) => call('ends_with', value, part),
    // The whole text stays where an escape is broken, or where the result is not valid UTF-8.
    urldecode: (value) =>
      caseWhen([[matches(value, ESCAPED), coalesce(tryDecode(value), value)]], value),
    messageSize: (value) => call('strlen', value),
    now: () => cast(call('floor', call('epoch', call('now'))), 'BIGINT'),
    base64encode: (value) => call('to_base64', call('encode', value)),
    decToHex: (x) => signedHex(cast(x, 'HUGEINT'), (each) => call('lower', call('to_hex', each))),
  },

  aggregates: {
    pct: (x, percent) => call('quantile_cont', x, shareOf(percent)),
    earliest: (x, time) =>
      sql`arg_min(${x}, row(${[time, x]})) FILTER (WHERE ${test`${time} IS NOT NULL`})`,
    latest: (x, time) =>
      sql`arg_max(${x}, row(${[time, x]})) FILTER (WHERE ${test`${time} IS NOT NULL`})`,
  },

  joinsKeys: true,
  naturalKey: (value) =>
    sql`array_to_string(list_transform(regexp_extract_all(${value}, '[0-9]+|[^0-9]+'), lambda part: CASE WHEN part >= '0' AND part < ':' THEN '0' || chr(CAST(least(length(part), 50000) + 256 AS INTEGER)) || part ELSE part END), '')`,
  chosenBy(value, keys, which) {
    const key = keys.length === 1 ? keys[0]! : call('row', ...keys)
    return call(which === 'least' ? 'arg_min' : 'arg_max', value, key)
  },

  matches,
  contains,
  // Without a match the group would be an empty text, as a group that took no part in the match is.
  extract: (value, regex, group) =>
    caseWhen([[matches(value, regex), groupOf(value, regex, group)]]),
  groups: {
    all: (value, regex, last) =>
      caseWhen([[matches(value, regex), groupsUpTo(value, regex, last)]]),
    one: partOf,
  },

  inSubnets(address, cidrs) {
    const { ipv4, ipv6 } = subnetBlocks(cidrs)
    const isIpv6 = contains(address, text(':'))
    const ipv6Tests = ipv6.map((block) => {
      if (block.prefix === 0) return isIpv6
      const [low, high] = ipv6Bounds(block)
      const isBetween = test`${ipv6Digits(address)} BETWEEN ${text(low)} AND ${text(high)}`
      return infix('AND', isIpv6, isBetween)
    })
    return anyOf([...inIpv4Blocks(address, ipv4), ...ipv6Tests])
  },
  onlyAddresses: (value, condition) => infix('AND', matches(value, IP_ADDRESS), condition),

  numberText: plainNumber,
  isFinite: (number) => call('isfinite', number),
  // `row_number() … = 1` becomes an aggregate in DuckDB 1.5 that can skip the first row where the order has NULLs.
  rowNumber: (partition, order) =>
    sql`count(*) OVER (${window(partition, order)} ROWS UNBOUNDED PRECEDING)`,
  calendarFloor: (time, unit) => call('epoch_ms', call('date_trunc', text(unit), timestamp(time))),
  timestamp,
})

function timestamp(milliseconds: Sql): Sql {
  return call('make_timestamp', arithmetic('*', milliseconds, integer(1000)))
}

/** One pattern for more blocks than these is faster than a comparison with each. */
const MAX_COMPARED_BLOCKS = 4

/** Comparing texts takes half the time of a pattern, which decides only where whole octets cannot. */
function inIpv4Blocks(address: Sql, blocks: readonly Ipv4Block[]): readonly Sql[] {
  const matchesAny = (some: readonly Ipv4Block[]) => matches(address, ipv4Pattern(some))
  if (blocks.length > MAX_COMPARED_BLOCKS) return [matchesAny(blocks)]
  return blocks.map((block) => {
    const octets = wholeOctets(block).join('.')
    if (octets === '') return matchesAny([block])
    if (block.prefix === 32) return infix('=', address, text(octets))
    return allOf([
      // A dot follows the octets; the slash is the character after the dot.
      infix('>=', address, text(`${octets}.`)),
      infix('<', address, text(`${octets}/`)),
      ...(block.prefix % 8 === 0 ? [] : [matchesAny([block])]),
    ])
  })
}

const MAX_NUMBERED_GROUP = 9

/** A group of the first match; DuckDB reaches those beyond the ninth by names only. */
function groupOf(value: Sql, regex: string, group: number): Sql {
  return group <= MAX_NUMBERED_GROUP
    ? call('regexp_extract', value, text(regex), integer(group))
    : partOf(groupsUpTo(value, regex, group), group)
}

/** A struct of the groups, by their numbers. */
function groupsUpTo(value: Sql, regex: string, last: number): Sql {
  const names = Array.from({ length: last }, (_, index) => text(String(index + 1)))
  return call('regexp_extract', value, text(regex), sql`[${names}]`)
}

function partOf(struct: Sql, group: number): Sql {
  return sql`${struct}[${text(String(group))}]`
}

/** The 32 hexadecimal digits of an IPv6 address, so that blocks compare as text: `::1` is 31 zeros and a 1. */
function ipv6Digits(address: Sql): Sql {
  const parts = call('string_split', address, text(':'))
  const missing = sql`8 - len(list_filter(${parts}, lambda part: part <> ''))`
  const zeros = infix('||', text(':'), call('repeat', text('0:'), missing))
  const whole = call('trim', call('replace', call('lower', address), text('::'), zeros), text(':'))
  const groups = call('string_split', whole, text(':'))
  const digits = sql`array_to_string(list_transform(${groups}, lambda part: lpad(part, 4, '0')), '')`
  return caseWhen([[contains(address, text('.')), mappedDigits(address)]], digits)
}

/** Of `::ffff:192.0.2.1`: 20 zeros, `ffff` and the digits of the octets. */
function mappedDigits(address: Sql): Sql {
  const octets = call('string_split', call('regexp_extract', address, text('[0-9.]+$')), text('.'))
  return infix(
    '||',
    text(`${'0'.repeat(20)}ffff`),
    sql`array_to_string(list_transform(${octets}, lambda part: lpad(lower(to_hex(TRY_CAST(part AS INTEGER))), 2, '0')), '')`,
  )
}
