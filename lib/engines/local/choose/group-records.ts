import { fieldByToken, type FieldToken } from '../../../flow-log/fields'
import { startRange } from '../read/scanner'
import type { TimeRange } from '../../../time'
import type { Slice } from '../duckdb/view-sql'
import { union } from '../duckdb/view-sql'
import { keyColumns, nameOf, SLOT_SECONDS } from './record-key'

/** A record that starts so long before a range can reach into its first slot. */
const LOOK_BACK_SECONDS = 2 * SLOT_SECONDS

/** The table of {@link groupRecordsSql}. */
export const GROUPS = 'record_groups'

/** The range in which records show what each flow log recorded in the slots of a range. */
export function readingRange(range: TimeRange | undefined): TimeRange | undefined {
  if (!range?.from) return range
  return { ...range, from: new Date(range.from.getTime() - LOOK_BACK_SECONDS * 1000) }
}

/**
 * Groups the records by slice, key, action and the slot of their start. `last_slot` is the last slot that a record of the
 * group reaches; `records` and `bytes` count those of the range.
 */
export function groupRecordsSql(slices: readonly Slice[], range: TimeRange | undefined): string {
  const records = slices.map((slice, index) => recordsSql(slice, index, range))
  return `CREATE OR REPLACE TEMP TABLE ${GROUPS} AS
SELECT slice, key, action, slot,
  min(first) AS first, max(last) AS last, max(last - first) AS seconds,
  max(CASE WHEN slot < 0 THEN slot ELSE greatest(slot, (last - 1) // ${SLOT_SECONDS}) END) AS last_slot,
  count(*) FILTER (is_in_range) AS records, sum(bytes) FILTER (is_in_range)::DOUBLE AS bytes
FROM (
${union(records)}
) GROUP BY slice, key, action, slot`
}

/** A record without a start is at 0. */
function recordsSql(slice: Slice, index: number, range: TimeRange | undefined): string {
  const { key, action, slot } = keyColumns(slice)
  const has = (token: FieldToken) => slice.columns.includes(fieldByToken(token))
  const start = has('start') ? nameOf('start') : 'NULL'
  const end = has('end') ? nameOf('end') : start
  const read = range && has('start') ? startRange(readingRange(range)!) : undefined
  const first = `COALESCE(${start}, 0)`
  const isInRange = read ? `${start} >= ${startRange(range!).from}` : 'true'
  return [
    `SELECT ${index} AS slice, ${key} AS key, ${action} AS action, CAST(${slot} AS BIGINT) AS slot,`,
    `  ${first} AS first, greatest(COALESCE(${end}, 0), ${first} + 1) AS last,`,
    `  ${has('bytes') ? nameOf('bytes') : 'NULL'} AS bytes, ${isInRange} AS is_in_range`,
    `FROM (${slice.sql}) AS record`,
    ...(read ? [`WHERE ${start} >= ${read.from} AND ${start} < ${read.to}`] : []),
  ].join('\n')
}
