import { literal } from '../../../dialects/literals'
import type { TimeRange } from '../../../time'
import type { Slice } from '../duckdb/view-sql'
import { startRange } from '../read/scanner'
import { GROUPS } from './group-records'
import { keyColumns, NO_INTERFACE, NO_KEY, NO_TRAFFIC, SLOT_SECONDS } from './record-key'

/** The groups of records that do not count, with the flow log that counts instead; NULL where it is their own, as text. */
export const HIDDEN = 'hidden_records'
/** The groups of known origin that text does not hide. */
export const KNOWN = 'known_records'

/** A day: an `end` beyond that says nothing about the slots between. */
const MAX_SLOTS = 144
/** A record of one-minute intervals covers 60 seconds, or some more. */
const MAX_MINUTE_SECONDS = 90

interface HiddenOptions {
  readonly range: TimeRange | undefined
  /** The place of an origin: the first fits the questions best. */
  readonly placeOf: (origin: string) => number
  /** Whether other flow logs hide records; default: only the text of the same flow log does. */
  readonly choosesFlowLogs: boolean
}

/** The statements that make the tables {@link KNOWN} and {@link HIDDEN} of the groups. */
export function hiddenRecordsSql(
  slices: readonly Slice[],
  { range, placeOf, choosesFlowLogs }: HiddenOptions,
): readonly string[] {
  const rows = slices.flatMap(({ origin, form }, index) =>
    origin === undefined
      ? []
      : [`(${index}, ${literal(origin)}, ${literal(form)}, ${placeOf(origin)})`],
  )
  const origins = `(VALUES ${rows.join(', ')}) AS slices(slice, origin, form, place)`
  return [
    `CREATE OR REPLACE TEMP TABLE ${KNOWN} AS SELECT * FROM ${GROUPS} JOIN ${origins} USING (slice)`,
    `CREATE OR REPLACE TEMP TABLE ${HIDDEN} AS
SELECT slice, origin, key, action, slot, records, bytes, NULL::VARCHAR AS by_origin
FROM ${KNOWN}
WHERE form = 'parquet' AND slot >= 0 AND (origin, slot) IN (SELECT DISTINCT origin, slot FROM ${KNOWN} WHERE form = 'text')`,
    `DELETE FROM ${KNOWN} WHERE (slice, key, action, slot) IN (SELECT slice, key, action, slot FROM ${HIDDEN})`,
    ...(choosesFlowLogs ? [`INSERT INTO ${HIDDEN} ${hiddenByOthers(range)}`] : []),
  ]
}

/** Each key has an order of its flow logs. A record counts where no flow log before its own recorded the key in the slot. */
function hiddenByOthers(range: TimeRange | undefined): string {
  const { from, to } = startRange(range ?? {})
  const isInRange = `slot BETWEEN ${Math.floor(from / SLOT_SECONDS)} AND ${Math.floor((to - 1) / SLOT_SECONDS)}`
  return `
WITH rivals AS MATERIALIZED (
  SELECT * FROM ${KNOWN}
  WHERE slot >= 0 AND key IN (
    SELECT key FROM ${KNOWN} WHERE key NOT IN (${literal(NO_KEY)}, ${literal(NO_INTERFACE)}) AND slot >= 0
    GROUP BY key HAVING count(DISTINCT origin) > 1
  )
), touches AS MATERIALIZED (
  SELECT DISTINCT origin, key, unnest(range(slot, least(last_slot, slot + ${MAX_SLOTS}) + 1)) AS slot FROM rivals
), actions AS (
  SELECT DISTINCT origin, action FROM ${KNOWN} UNION SELECT DISTINCT origin, ${literal(NO_TRAFFIC)} FROM ${KNOWN}
), origins AS (
  SELECT origin, any_value(place) AS place, max(seconds) > ${MAX_MINUTE_SECONDS} AS is_long FROM ${KNOWN} GROUP BY origin
), ranks AS MATERIALIZED (
  SELECT key, origin, row_number() OVER (PARTITION BY key ORDER BY place, slots DESC, is_long, origin) AS rank
  FROM (SELECT key, origin, count(*) FILTER (${isInRange}) AS slots FROM touches GROUP BY key, origin)
  JOIN origins USING (origin)
), first_touches AS (
  SELECT key, slot, action, min(rank) AS rank
  FROM touches JOIN ranks USING (key, origin) JOIN actions USING (origin)
  GROUP BY key, slot, action
)
SELECT slice, rivals.origin, rivals.key, rivals.action, rivals.slot, records, bytes, winners.origin AS by_origin
FROM rivals
JOIN ranks AS own ON own.key = rivals.key AND own.origin = rivals.origin
JOIN first_touches AS firsts ON firsts.key = rivals.key AND firsts.slot = rivals.slot AND firsts.action = rivals.action
JOIN ranks AS winners ON winners.key = rivals.key AND winners.rank = firsts.rank
WHERE firsts.rank < own.rank`
}

/** The query for the records of a slice that count. */
export function countedSql(slice: Slice, index: number, isAll: boolean): string {
  const { key, action, slot } = keyColumns(slice)
  return `SELECT * FROM (${slice.sql}) AS record
WHERE NOT EXISTS (
  SELECT 1 FROM ${HIDDEN} AS hidden
  WHERE hidden.slice = ${index}${isAll ? ' AND hidden.by_origin IS NULL' : ''}
    AND hidden.key = ${key} AND hidden.action = ${action} AND hidden.slot = ${slot}
)`
}
