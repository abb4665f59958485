import { athena } from '../../lib/dialects/athena'
import { yesterdayConditions } from '../../lib/dialects/yesterday'
import { FORMATS } from '../../lib/flow-log/format'
import { describeLog, planOf } from '../example-questions'

const log = describeLog(FORMATS.v2, ['awsdatacatalog', 'natlens', 'flow_logs'])

describe('a query without a fixed range', () => {
  it('has the conditions of the log in place of a range', () => {
    const plan = planOf('stats sum(bytes) as total by srcAddr')
    const { text } = athena.compile(plan, { ...log, conditions: [`"day" = '14'`, `"start" > 5`] })

    expect(text).toBe(`WITH "records" AS (
  SELECT COALESCE("srcaddr", '-') AS "srcAddr",
         "bytes"
  FROM "awsdatacatalog"."natlens"."flow_logs"
  WHERE "day" = '14'
    AND "start" > 5
),
"totals" AS (
  SELECT "srcAddr" AS "srcAddr",
         sum("bytes") AS "total"
  FROM "records"
  GROUP BY 1
)
SELECT "srcAddr",
       "total"
FROM "totals"
ORDER BY "srcAddr" NULLS LAST`)
  })

  it('is for yesterday by its folders, with the first hour of today, and by the start of its records', () => {
    const today = "date_trunc('day', current_timestamp AT TIME ZONE 'UTC')"
    const yesterday = `(${today} - INTERVAL '1' DAY)`
    const hour = '"year" || "month" || "day" || "hour"'

    expect(yesterdayConditions()).toEqual([
      `"year" IN (date_format(${yesterday}, '%Y'), date_format(${today}, '%Y'))`,
      `"month" IN (date_format(${yesterday}, '%m'), date_format(${today}, '%m'))`,
      `"day" IN (date_format(${yesterday}, '%d'), date_format(${today}, '%d'))`,
      `${hour} >= date_format(${yesterday}, '%Y%m%d%H')`,
      `${hour} <= date_format(${today}, '%Y%m%d%H')`,
      `"start" >= CAST(to_unixtime(${yesterday}) AS BIGINT)`,
      `"start" < CAST(to_unixtime(${today}) AS BIGINT)`,
    ])
  })
})

describe('partition keys of a log', () => {
  const partitioned = { ...log, partitionKeys: ['year', 'aws-region'] }

  it('stand behind the columns of a plan', () => {
    const plan = planOf(
      'fields bytes * 2 as twice | filter twice > 10 | sort twice | display twice',
    )
    const { text, columns } = athena.compile(plan, partitioned)

    expect(text).toBe(`WITH "records" AS (
  SELECT "bytes",
         "year",
         "aws-region"
  FROM "awsdatacatalog"."natlens"."flow_logs"
),
"computed" AS (
  SELECT *,
         "bytes" * 2 AS "twice"
  FROM "records"
)
SELECT "twice",
       "year",
       "aws-region"
FROM "computed"
WHERE "twice" > 10
ORDER BY "twice" NULLS LAST`)
    expect(columns.map(({ name }) => name)).toEqual(['twice'])
  })

  it('cannot stand behind totals', () => {
    expect(() => athena.compile(planOf('stats sum(bytes) as total'), partitioned)).toThrow(
      new Error('a plan with aggregates cannot keep partition keys'),
    )
  })
})
