import { literal } from '../../../dialects/literals'
import type { Database } from '../duckdb/database'
import type { Slice } from '../duckdb/view-sql'
import { GROUPS } from './group-records'
import { KNOWN } from './hidden-records'
import { NO_INTERFACE, NO_KEY, NO_TRAFFIC, SLOT_SECONDS } from './record-key'

/** Records that are added although another flow log may have recorded the same traffic. */
export interface Doubtful {
  /** `unknown-origin`: the file does not say its flow log. `no-key`: the record does not say its interface, action or start. */
  readonly kind: 'unknown-origin' | 'no-key'
  readonly interfaces: number
  readonly hours: number
  readonly records: number
  /** Undefined where the records have no bytes. */
  readonly bytes: number | undefined
  /** Flow logs that recorded the same time: the first, and their number. */
  readonly rival: string | undefined
  readonly rivals: number
}

const SLOTS_PER_HOUR = 3600 / SLOT_SECONDS

/** Finds the records in the tables of the groups. */
export async function findDoubtful(
  slices: readonly Slice[],
  database: Database,
): Promise<readonly Doubtful[]> {
  const rows = await database.rows(doubtfulSql(slices))
  return rows.map(([kind, interfaces, hours, records, bytes, rival, rivals]) => ({
    kind: kind as Doubtful['kind'],
    interfaces: Number(interfaces),
    hours: Number(hours),
    records: Number(records),
    bytes: bytes === null ? undefined : Number(bytes),
    rival: (rival as string | null) ?? undefined,
    rivals: Number(rivals),
  }))
}

/** The times of two groups of one slot overlap, so that neighbors in time are not taken for doubles. */
function doubtfulSql(slices: readonly Slice[]): string {
  const unknown = slices.flatMap(({ origin }, index) => (origin === undefined ? [index] : []))
  const columns = 'slice, key, action, slot, first, last, records, bytes'
  const noKey = `key IN (${literal(NO_KEY)}, ${literal(NO_INTERFACE)})`
  const overlaps = 'one.first < two.last AND two.first < one.last'
  const isSameTime = `one.slot = two.slot AND one.action = two.action AND ${overlaps}`
  return `
WITH every AS MATERIALIZED (
  SELECT origin, ${columns} FROM ${KNOWN}
  UNION ALL
  SELECT NULL AS origin, ${columns} FROM ${GROUPS} WHERE slice IN (${[-1, ...unknown].join(', ')})
), doubtful AS (
  SELECT * FROM every WHERE records > 0 AND action <> ${literal(NO_TRAFFIC)} AND (origin IS NULL OR ${noKey})
), pairs AS (
  SELECT 'unknown-origin' AS kind, one.*, two.origin AS rival
  FROM doubtful AS one JOIN every AS two ON one.key = two.key AND ${isSameTime}
  WHERE two.origin IS NOT NULL AND one.origin IS NULL AND one.key NOT IN (${literal(NO_KEY)}, ${literal(NO_INTERFACE)})
  UNION ALL
  SELECT 'no-key' AS kind, one.*, two.origin AS rival
  FROM doubtful AS one JOIN every AS two ON ${isSameTime}
  WHERE one.key = ${literal(NO_INTERFACE)} AND two.origin IS DISTINCT FROM one.origin
    AND (two.key = ${literal(NO_INTERFACE)} OR starts_with(two.key, 'nat-'))
  UNION ALL
  SELECT 'no-key' AS kind, one.*, two.origin AS rival
  FROM doubtful AS one JOIN every AS two ON one.slot = two.slot AND ${overlaps}
  WHERE one.key = ${literal(NO_KEY)} AND two.origin IS DISTINCT FROM one.origin
    AND (one.action = two.action OR one.action = '' OR two.action = '')
  UNION ALL
  SELECT 'no-key' AS kind, one.*, two.origin AS rival
  FROM doubtful AS one JOIN (SELECT DISTINCT origin FROM every) AS two ON two.origin IS DISTINCT FROM one.origin
  WHERE one.key = ${literal(NO_KEY)} AND one.slot < 0
), groups AS (
  SELECT kind, slice, key, action, slot, records, bytes, min(rival) AS rival FROM pairs GROUP BY ALL
)
SELECT kind, count(DISTINCT key), count(DISTINCT slot // ${SLOTS_PER_HOUR}), sum(records)::BIGINT, sum(bytes), min(rival), count(DISTINCT rival)
FROM groups GROUP BY kind ORDER BY kind DESC`
}
