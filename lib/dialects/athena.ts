import { FLOW_LOG_OF_PATH, flowLogCondition } from './flow-log-path'
import { anyOf, plainNumber, shareOf, signedHex, window } from './functions'
import { partitionConditions } from './partitions'
import { sqlDialect } from './sql'
import { ESCAPED } from './text-shapes'
import {
  call,
  caseWhen,
  cast,
  coalesce,
  double,
  infix,
  integer,
  sql,
  test,
  text,
  tryCast,
  ZERO,
  type Sql,
} from './tree'

function matches(value: Sql, regex: string): Sql {
  return call('regexp_like', value, text(regex))
}

function contains(value: Sql, part: Sql): Sql {
  return infix('>', call('strpos', value, part), ZERO)
}

/**
 * SQL for Athena engine version 3, which is Trino, over a Glue table of the flow logs' Parquet files.
 *
 * https://docs.aws.amazon.com/athena/latest/ug/functions-env3.html
 */
export const athena = sqlDialect({
  name: 'athena',
  // A NULL of a text column and a `-` both mean that there is no value.
  textColumn: (column) => coalesce(column, text('-')),
  partitions: partitionConditions,
  flowLogs: flowLogCondition,
  flowLog: coalesce(FLOW_LOG_OF_PATH, text('-')),
  wideInteger: 'DECIMAL(38, 0)',
  truncate: (number) => call('truncate', number),
  narrow: tryCast,

  functions: {
    regexReplace: (value, regex, by) => call('regexp_replace', value, regex, by),
    // Trino finds an empty text between all characters; other engines do not find it.
    replace: (value, find, by) => {
      const replaced = call('replace', value, find, by)
      const isNeverEmpty = find.kind === 'literal' && find.text !== "''"
      return isNeverEmpty ? replaced : caseWhen([[infix('=', find, text('')), value]], replaced)
    },
    // A broken escape would fail the query, and a `+` would become a space.
    urldecode: (value) =>
      caseWhen(
        [
          [
            matches(value, ESCAPED),
            call('url_decode', call('replace', value, text('+'), text('%2B'))),
          ],
        ],
        value,
      ),
    messageSize: (value) => call('length', call('to_utf8', value)),
    now: () => cast(call('floor', call('to_unixtime', call('now'))), 'BIGINT'),
    base64encode: (value) => call('to_base64', call('to_utf8', value)),
    // Trino has no absolute value of the smallest integer.
    decToHex: (x) =>
      caseWhen(
        [[infix('<', x, integer('-9223372036854775807')), text('-0x8000000000000000')]],
        signedHex(x, (each) => call('to_base', each, integer(16))),
      ),
  },

  aggregates: {
    pct: (x, percent) => call('approx_percentile', cast(x, 'DOUBLE'), shareOf(percent)),
    // Without the filter they return the missing value of the first and of the last record.
    earliest: (x, time) =>
      sql`min_by(${x}, ROW(${[time, x]})) FILTER (WHERE ${arePresent(x, time)})`,
    latest: (x, time) => sql`max_by(${x}, ROW(${[time, x]})) FILTER (WHERE ${arePresent(x, time)})`,
  },

  joinsKeys: false,
  // Trino computes it once for each entry of a dictionary.
  naturalKey: (value) =>
    sql`regexp_replace(${value}, '([0-9]+)', part -> '0' || chr(least(length(part[1]), 50000) + 256) || part[1])`,
  chosenBy(value, keys, which) {
    const key = keys.length === 1 ? keys[0]! : call('ROW', ...keys)
    const name = which === 'least' ? 'min_by' : 'max_by'
    return sql`${call(name, value, key)} FILTER (WHERE ${test`${value} IS NOT NULL`})`
  },

  matches,
  contains,
  extract(value, regex, group) {
    const part = call('regexp_extract', value, text(regex), integer(group))
    // A group that took no part in the match is NULL, as all groups are without a match.
    const isOptional = /\)[?*{]|\|/.test(regex)
    return isOptional ? caseWhen([[matches(value, regex), coalesce(part, text(''))]]) : part
  },

  // `-` is not an address: a plain CAST would fail the query.
  inSubnets: (address, cidrs) =>
    anyOf(cidrs.map((cidr) => call('contains', text(cidr), tryCast(address, 'IPADDRESS')))),
  onlyAddresses: (_, condition) => condition,

  numberText: plainNumber,
  isFinite: (number) => call('is_finite', number),
  rowNumber: (partition, order) => sql`row_number() OVER (${window(partition, order)})`,
  calendarFloor(time, unit) {
    const start = call('date_trunc', text(unit), utcTime(time))
    return cast(infix('*', call('to_unixtime', start), THOUSAND), 'BIGINT')
  },
  // Glue views and CTAS take no timestamp with a time zone.
  timestamp: (milliseconds) => cast(utcTime(milliseconds), 'TIMESTAMP(3)'),
})

function arePresent(...values: readonly Sql[]): Sql {
  return infix('AND', ...values.map((value) => test`${value} IS NOT NULL`))
}

const THOUSAND = double('1e3')

function utcTime(milliseconds: Sql): Sql {
  return call('from_unixtime', infix('/', milliseconds, THOUSAND), text('UTC'))
}
