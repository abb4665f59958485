const TODAY = "date_trunc('day', current_timestamp AT TIME ZONE 'UTC')"
const YESTERDAY = `(${TODAY} - INTERVAL '1' DAY)`

/**
 * Athena's conditions for the records that started yesterday, UTC: a day that is computed when the query runs, for
 * queries that are saved. The first hour of today holds records that were delivered late.
 */
export function yesterdayConditions(): readonly string[] {
  const hour = '"year" || "month" || "day" || "hour"'
  return [
    ...(['year', 'month', 'day'] as const).map((key) => `"${key}" IN (${either(FORMATS[key])})`),
    `${hour} >= date_format(${YESTERDAY}, '%Y%m%d%H')`,
    `${hour} <= date_format(${TODAY}, '%Y%m%d%H')`,
    `"start" >= CAST(to_unixtime(${YESTERDAY}) AS BIGINT)`,
    `"start" < CAST(to_unixtime(${TODAY}) AS BIGINT)`,
  ]
}

const FORMATS = { year: '%Y', month: '%m', day: '%d' } as const

function either(format: string): string {
  return [YESTERDAY, TODAY].map((day) => `date_format(${day}, '${format}')`).join(', ')
}
