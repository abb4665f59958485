import { athena } from '../../lib/dialects/athena'
import { DAY_HOLES, fillDay } from '../../lib/dialects/day-holes'
import { YESTERDAY } from '../../lib/dialects/symbolic-day'
import { FORMATS } from '../../lib/flow-log/format'
import { describeLog, planOf } from '../example-questions'

const log = describeLog(FORMATS.v2, ['awsdatacatalog', 'natlens', 'flow_logs'])

const plan = planOf('stats sum(bytes) as total by srcAddr')

/** The conditions on the table, one a line. */
function conditionsOf(compiled: string): readonly string[] {
  const [, conditions = ''] = /\n {2}WHERE ([^]*?)\n\)/.exec(compiled) ?? []
  return conditions.split('\n    AND ')
}

describe('a query for a day without a date', () => {
  it('is for yesterday by its folders, with the first hour of today, and by the start of its records', () => {
    const today = "date_trunc('day', current_timestamp AT TIME ZONE 'UTC')"
    const yesterday = `(${today} - INTERVAL '1' DAY)`
    const hour = '"year" || "month" || "day" || "hour"'

    expect(conditionsOf(athena.compile(plan, log, YESTERDAY).text)).toEqual([
      `"year" IN (date_format(${yesterday}, '%Y'), date_format(${today}, '%Y'))`,
      `"month" IN (date_format(${yesterday}, '%m'), date_format(${today}, '%m'))`,
      `"day" IN (date_format(${yesterday}, '%d'), date_format(${today}, '%d'))`,
      `${hour} >= date_format(${yesterday}, '%Y%m%d%H')`,
      `${hour} <= date_format(${today}, '%Y%m%d%H')`,
      `"start" >= CAST(to_unixtime(${yesterday}) AS BIGINT)`,
      `"start" < CAST(to_unixtime(${today}) AS BIGINT)`,
    ])
  })

  it('has holes in the same conditions, which are filled for any day', () => {
    const { text } = athena.compile(plan, log, DAY_HOLES)
    const hour = '"year" || "month" || "day" || "hour"'

    expect(conditionsOf(text)).toEqual([
      `"year" IN ('{{year}}', '{{nextYear}}')`,
      `"month" IN ('{{month}}', '{{nextMonth}}')`,
      `"day" IN ('{{day}}', '{{nextDay}}')`,
      `${hour} >= '{{year}}{{month}}{{day}}00'`,
      `${hour} <= '{{nextYear}}{{nextMonth}}{{nextDay}}00'`,
      '"start" >= {{startSeconds}}',
      '"start" < {{endSeconds}}',
    ])
    expect(conditionsOf(fillDay(text, new Date('2026-12-31T00:00:00Z')))).toEqual([
      `"year" IN ('2026', '2027')`,
      `"month" IN ('12', '01')`,
      `"day" IN ('31', '01')`,
      `${hour} >= '2026123100'`,
      `${hour} <= '2027010100'`,
      '"start" >= 1798675200',
      '"start" < 1798761600',
    ])
  })

  it('needs records that are at most an hour late, since the folders of the next day are one', () => {
    const late = { ...log, latenessSeconds: 3601 }

    expect(() => athena.compile(plan, late, YESTERDAY)).toThrow(
      new Error('a day without a date needs a lateness of 1 to 3600 s, not 3601'),
    )
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
         CAST("bytes" AS DECIMAL(38, 0)) * 2 AS "twice"
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
