import {
  addressNumber,
  ansiAggregates,
  ansiFunctions,
  ESCAPED,
  plainNumber,
  share,
  signedHex,
} from './functions'
import { ipv4Pattern, wholeOctets, type Ipv4Block } from './ipv4-pattern'
import { literal } from './literals'
import { sqlDialect } from './sql'
import { ipv6Bounds, subnetBlocks } from './subnet'
import { SHAPES } from './words'

function matches(text: string, regex: string): string {
  return `regexp_matches(${text}, ${literal(regex)})`
}

/**
 * SQL for DuckDB over the view `flow_logs`, whose text columns are never NULL where the log has the field.
 *
 * No extension is used: `inet` cannot be downloaded everywhere. https://duckdb.org/docs/stable/sql/introduction
 */
export const duckdb = sqlDialect({
  name: 'duckdb',
  textColumn: (column) => `"${column}"`,

  functions: {
    ...ansiFunctions,
    strcontains: (text, part) => `contains(${text}, ${part})`,
    regexReplace: (text, regex, by) => `regexp_replace(${text}, ${regex}, ${by}, 'g')`,
    // `reverse` keeps a letter and its accents together.
    endsWith: (text, part) => `ends_with(${text}, ${part})`,
    // The whole text stays where an escape is broken, or what they decode to is no text.
    urldecode: (text) =>
      `CASE WHEN regexp_matches(${text}, ${ESCAPED}) THEN COALESCE(TRY(url_decode(${text})), ${text}) ELSE ${text} END`,
    messageSize: (text) => `strlen(${text})`,
    now: () => 'CAST(floor(epoch(now())) AS BIGINT)',
    ipv4ToNumber: (text) => addressNumber(text, matches),
    base64encode: (text) => `to_base64(encode(${text}))`,
    decToHex: (x) => signedHex(x, (each) => `lower(to_hex(${each}))`),
  },

  aggregates: {
    ...ansiAggregates,
    pct: (x, percent) => `quantile_cont(${x}, ${share(percent)})`,
    earliest: (x, time) => `arg_min(${x}, ${time})`,
    latest: (x, time) => `arg_max(${x}, ${time})`,
  },

  matches,
  contains: (text, part) => `contains(${text}, ${part})`,
  // No match at all would be the empty text, as a group is that took no part in one.
  extract: (text, regex, group) =>
    `CASE WHEN ${matches(text, regex)} THEN ${groupOf(text, regex, group)} END`,
  groups: {
    all: (text, regex, last) =>
      `CASE WHEN ${matches(text, regex)} THEN ${groupsUpTo(text, regex, last)} END`,
    one: (all, group) => `${all}[${literal(String(group))}]`,
  },

  inSubnets(address, cidrs) {
    const { ipv4, ipv6 } = subnetBlocks(cidrs)
    const tests = [
      ...(ipv4.length > 0 ? [inIpv4Blocks(address, ipv4)] : []),
      ...ipv6.map((block) => {
        if (block.prefix === 0) return `contains(${address}, ':')`
        const [low, high] = ipv6Bounds(block)
        return `(contains(${address}, ':') AND ${ipv6Digits(address)} BETWEEN ${literal(low)} AND ${literal(high)})`
      }),
    ]
    return tests.length === 1 ? tests[0]! : `(${tests.join(' OR ')})`
  },

  numberText: plainNumber,
  isFinite: (number) => `isfinite(${number})`,
  // `row_number() … = 1` becomes an aggregate in DuckDB 1.5 that may pass over the first row where the order has NULLs.
  rowNumber: (window) => `count(*) OVER (${window} ROWS UNBOUNDED PRECEDING)`,
  onlyAddresses: (text, test) =>
    `(regexp_matches(${text}, ${literal(SHAPES.isValidIp)}) AND ${test})`,
  calendarFloor: (time, unit) =>
    `epoch_ms(date_trunc(${literal(unit)}, make_timestamp(${time} * 1000)))`,
  timestamp: (milliseconds) => `make_timestamp(${milliseconds} * 1000)`,
})

/** Beyond so many blocks one pattern is faster than to compare with each. */
const FEW_BLOCKS = 4

/** Texts are compared in half the time that a pattern takes: it decides only where whole octets cannot. */
function inIpv4Blocks(address: string, blocks: readonly Ipv4Block[]): string {
  const matchesAny = (some: readonly Ipv4Block[]) => matches(address, ipv4Pattern(some))
  if (blocks.length > FEW_BLOCKS) return matchesAny(blocks)
  const tests = blocks.map((block) => {
    const octets = wholeOctets(block).join('.')
    if (octets === '') return matchesAny([block])
    if (block.prefix === 32) return `${address} = ${literal(octets)}`
    // The octets are followed by a dot; after the dot comes the slash.
    const starts = `${address} >= ${literal(`${octets}.`)} AND ${address} < ${literal(`${octets}/`)}`
    return block.prefix % 8 === 0 ? `(${starts})` : `(${starts} AND ${matchesAny([block])})`
  })
  return tests.length === 1 ? tests[0]! : `(${tests.join(' OR ')})`
}

const LAST_NUMBERED_GROUP = 9

/** A group of the first match; those beyond the ninth only names can ask for. */
function groupOf(text: string, regex: string, group: number): string {
  if (group <= LAST_NUMBERED_GROUP) return `regexp_extract(${text}, ${literal(regex)}, ${group})`
  return `${groupsUpTo(text, regex, group)}[${literal(String(group))}]`
}

/** A struct of the groups, by their numbers. */
function groupsUpTo(text: string, regex: string, last: number): string {
  const names = Array.from({ length: last }, (_, index) => literal(String(index + 1)))
  return `regexp_extract(${text}, ${literal(regex)}, [${names.join(', ')}])`
}

/** The 32 hexadecimal digits of an IPv6 address, so that blocks compare as text: `::1` is 31 zeros and a 1. */
function ipv6Digits(address: string): string {
  const groups = `len(list_filter(string_split(${address}, ':'), lambda part: part <> ''))`
  const whole = `trim(replace(lower(${address}), '::', ':' || repeat('0:', 8 - ${groups})), ':')`
  return `array_to_string(list_transform(string_split(${whole}, ':'), lambda part: lpad(part, 4, '0')), '')`
}
