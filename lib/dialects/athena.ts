import { ansiAggregates, ansiFunctions, share } from './functions'
import { literal } from './literals'
import { sqlDialect } from './sql'
import { partitionConditions } from './partitions'

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
    urldecode: (text) => `url_decode(${text})`,
  },

  aggregates: {
    ...ansiAggregates,
    pct: (x, percent) => `approx_percentile(CAST(${x} AS DOUBLE), ${share(percent)})`,
    earliest: (x, time) => `min_by(${x}, ${time})`,
    latest: (x, time) => `max_by(${x}, ${time})`,
  },

  matches: (text, regex) => `regexp_like(${text}, ${literal(regex)})`,
  contains: (text, part) => `strpos(${text}, ${part}) > 0`,
  extract: (text, regex, group) => `regexp_extract(${text}, ${literal(regex)}, ${group})`,

  // `-` is no address: a plain CAST would fail the whole query.
  inSubnets(address, cidrs) {
    const tests = cidrs.map(
      (cidr) => `contains(${literal(cidr)}, TRY_CAST(${address} AS IPADDRESS))`,
    )
    return tests.length === 1 ? tests[0]! : `(${tests.join(' OR ')})`
  },

  calendarFloor: (time, unit) =>
    `CAST(to_unixtime(date_trunc(${literal(unit)}, from_unixtime(${time} / 1e3, 'UTC'))) * 1e3 AS BIGINT)`,
  // Glue views and CTAS take no timestamp with a time zone.
  timestamp: (milliseconds) =>
    `CAST(from_unixtime((${milliseconds}) / 1e3, 'UTC') AS TIMESTAMP(3))`,
})
