import {
  addressNumber,
  ansiAggregates,
  ansiFunctions,
  ESCAPED,
  plainNumber,
  share,
  signedHex,
} from './functions'
import { literal } from './literals'
import { sqlDialect } from './sql'
import { partitionConditions } from './partitions'

function matches(text: string, regex: string): string {
  return `regexp_like(${text}, ${literal(regex)})`
}

/**
 * SQL for Athena engine version 3, which is Trino, over a Glue table of the flow logs' Parquet files.
 *
 * https://docs.aws.amazon.com/athena/latest/ug/functions-env3.html
 */
export const athena = sqlDialect({
  name: 'athena',
  // A NULL of a text column and a `-` are the same: no value.
  textColumn: (column) => `COALESCE("${column}", '-')`,
  partitions: partitionConditions,

  functions: {
    ...ansiFunctions,
    strcontains: (text, part) => `strpos(${text}, ${part}) > 0`,
    regexReplace: (text, regex, by) => `regexp_replace(${text}, ${regex}, ${by})`,
    toInt: (x) => `TRY_CAST(truncate(${x}) AS BIGINT)`,
    // An empty text stands between all characters here, and nowhere in other engines.
    replace: (text, find, by) =>
      /^'[^']/.test(find)
        ? `replace(${text}, ${find}, ${by})`
        : `CASE WHEN ${find} = '' THEN ${text} ELSE replace(${text}, ${find}, ${by}) END`,
    // A broken escape would fail the query, and a `+` would become a space.
    urldecode: (text) =>
      `CASE WHEN regexp_like(${text}, ${ESCAPED}) THEN url_decode(replace(${text}, '+', '%2B')) ELSE ${text} END`,
    messageSize: (text) => `length(to_utf8(${text}))`,
    now: () => 'CAST(floor(to_unixtime(now())) AS BIGINT)',
    ipv4ToNumber: (text) => addressNumber(text, matches),
    base64encode: (text) => `to_base64(to_utf8(${text}))`,
    decToHex: (x) => signedHex(x, (each) => `to_base(${each}, 16)`),
  },

  aggregates: {
    ...ansiAggregates,
    pct: (x, percent) => `approx_percentile(CAST(${x} AS DOUBLE), ${share(percent)})`,
    // These two would give the missing value of the first and of the last record.
    earliest: (x, time) => `min_by(${x}, ${time}) FILTER (WHERE ${x} IS NOT NULL)`,
    latest: (x, time) => `max_by(${x}, ${time}) FILTER (WHERE ${x} IS NOT NULL)`,
  },

  matches,
  contains: (text, part) => `strpos(${text}, ${part}) > 0`,
  extract(text, regex, group) {
    const part = `regexp_extract(${text}, ${literal(regex)}, ${group})`
    // Of a group that took no part in the match NULL would say that there was none.
    const isOptional = /\)[?*{]|\|/.test(regex)
    return isOptional
      ? `CASE WHEN regexp_like(${text}, ${literal(regex)}) THEN COALESCE(${part}, '') END`
      : part
  },

  // `-` is no address: a plain CAST would fail the whole query.
  inSubnets(address, cidrs) {
    const tests = cidrs.map(
      (cidr) => `contains(${literal(cidr)}, TRY_CAST(${address} AS IPADDRESS))`,
    )
    return tests.length === 1 ? tests[0]! : `(${tests.join(' OR ')})`
  },

  numberText: plainNumber,
  isFinite: (number) => `is_finite(${number})`,
  rowNumber: (window) => `row_number() OVER (${window})`,
  onlyAddresses: (_, test) => test,
  calendarFloor: (time, unit) =>
    `CAST(to_unixtime(date_trunc(${literal(unit)}, from_unixtime(${time} / 1e3, 'UTC'))) * 1e3 AS BIGINT)`,
  // Glue views and CTAS take no timestamp with a time zone.
  timestamp: (milliseconds) =>
    `CAST(from_unixtime((${milliseconds}) / 1e3, 'UTC') AS TIMESTAMP(3))`,
})
