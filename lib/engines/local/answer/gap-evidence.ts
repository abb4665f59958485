import { identifier } from '../../../dialects/literals'
import { HOUR_MS, type TimeRange } from '../../../time'
import type { Database } from '../duckdb/database'
import { TABLE } from '../duckdb/view-sql'
import { knownFields, type UsableFile } from '../file-state'

/** What the records show of an hour without files. */
export interface HourEvidence {
  /** Interfaces with records before and after the hour, but none in it. */
  readonly lacking: number
  /** Those of them that have records in most other hours, also when they are quiet. */
  readonly regular: number
  /** Interfaces with records in the hour, from other files. */
  readonly having: number
}

/** By the time of the hour, in milliseconds; without the hours of which records show nothing. */
export type GapEvidence = ReadonlyMap<number, HourEvidence>

const HALF_HOUR_SECONDS = 1800
/** An interface with more gaps, or with records in fewer of the other hours, does not write records regularly. */
const MAX_GAP_SHARE = 0.5
const MIN_HELD_SHARE = 0.8
/** More hours are compared with no record: one file of another year can be the cause. */
const MAX_HOURS = 5000

/**
 * The query for what the records of a range show of hours without files; undefined where they show nothing. Records that cross
 * the border of an hour, or are late, start in its second half: the first half decides.
 */
export function evidenceQuery(
  hours: readonly Date[],
  files: readonly UsableFile[],
  range: TimeRange | undefined,
): string | undefined {
  const tokens = new Set(files.flatMap(knownFields).map(({ token }) => token))
  const slots = hours
    .map((hour) => slotOf(hour.getTime()))
    .filter((slot) => !range?.from || slotOf(range.from.getTime()) <= slot)
  if (slots.length === 0 || slots.length > MAX_HOURS || !tokens.has('start')) return undefined
  const start = identifier('start')
  const [first, last] = [
    range?.from && slotOf(range.from.getTime()),
    range?.to && slotOf(range.to.getTime() - 1),
  ]
  const isNoData = tokens.has('log-status') ? `${identifier('log_status')} = 'NODATA'` : 'false'
  return `
    WITH slots AS (
      SELECT ${interfaceSql(tokens)} AS key, ${start} // ${HALF_HOUR_SECONDS} AS slot, bool_or(${isNoData}) AS nodata
      FROM ${identifier(TABLE)} WHERE ${startsIn(start, range)} GROUP BY ALL),
    hours AS (SELECT unnest([${[...new Set(slots)].join(', ')}]) AS hour),
    keys AS (
      SELECT key, min(slot) AS low, max(slot) AS high, bool_or(nodata) AS nodata,
        count(DISTINCT slot // 2) FILTER (slot // 2 NOT IN (SELECT hour // 2 FROM hours)) AS held,
        max(slot) // 2 - min(slot) // 2 + 1 AS total
      FROM slots GROUP BY key),
    regular AS (
      SELECT *, nodata AND gaps <= total * ${MAX_GAP_SHARE} AND held >= (total - gaps) * ${MIN_HELD_SHARE} AS is_regular
      FROM (SELECT *, (SELECT count(*) FROM hours WHERE hour > low AND hour < high) AS gaps FROM keys))
    SELECT hour, count(*) FILTER (slot IS NULL), count(*) FILTER (slot IS NULL AND is_regular), count(*) FILTER (slot IS NOT NULL)
    FROM hours
    JOIN regular ON (low < hour${first === undefined ? '' : ` OR hour <= ${first}`})
      AND (high > hour + 1${last === undefined ? '' : ` OR hour + 1 >= ${last}`})
    LEFT JOIN slots ON slots.key = regular.key AND slot = hour
    GROUP BY hour`
}

export async function readEvidence(query: string, database: Database): Promise<GapEvidence> {
  const rows = await database.rows(query)
  return new Map(
    rows.map(([slot, lacking, regular, having]) => [
      Number(slot) * HALF_HOUR_SECONDS * 1000,
      { lacking: Number(lacking), regular: Number(regular), having: Number(having) },
    ]),
  )
}

/** Whether an hour is the whole range, so that no record shows which interfaces the log has. */
export function isWholeRange(hour: Date, { from, to }: TimeRange = {}): boolean {
  return (
    from !== undefined &&
    from >= hour &&
    to !== undefined &&
    to.getTime() <= hour.getTime() + HOUR_MS
  )
}

function slotOf(timeMs: number): number {
  return Math.floor(timeMs / 1000 / HALF_HOUR_SECONDS)
}

/** What a record is about: its interface or, of a regional gateway, its resource. */
function interfaceSql(tokens: ReadonlySet<string>): string {
  if (!tokens.has('interface-id')) return `''`
  const id = identifier('interface_id')
  if (!tokens.has('resource-id')) return id
  return `CASE WHEN ${id} = '-' THEN ${identifier('resource_id')} ELSE ${id} END`
}

function startsIn(start: string, { from, to }: TimeRange = {}): string {
  return [
    `${start} IS NOT NULL`,
    ...(from ? [`${start} >= ${Math.ceil(from.getTime() / 1000)}`] : []),
    ...(to ? [`${start} < ${Math.ceil(to.getTime() / 1000)}`] : []),
  ].join(' AND ')
}
