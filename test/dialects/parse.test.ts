import { athena } from '../../lib/dialects/athena'
import { duckdb } from '../../lib/dialects/duckdb'
import { parseFormat } from '../../lib/flow-log/format'
import { describeLog, planOf } from '../example-questions'

const log = {
  ...describeLog(parseFormat('srcaddr bytes start'), ['flow_logs']),
  hasMessage: true,
}
const onDuckdb = (text: string) => duckdb.compile(planOf(text), log).text

describe('a parse with several names', () => {
  it('matches a record once for all of them on DuckDB', () => {
    expect(onDuckdb('filter bytes > 0 | parse srcAddr "*.*.*" as a, b, c | display c, a')).toBe(
      `WITH "records" AS (
  SELECT "bytes",
         "srcaddr" AS "srcAddr",
         "start" * 1000 AS "@timestamp"
  FROM "flow_logs"
),
"computed" AS (
  SELECT *,
         CASE WHEN regexp_matches("srcAddr", '(.*?)\\.(.*?)\\.(.*)') THEN regexp_extract("srcAddr", '(.*?)\\.(.*?)\\.(.*)', ['1', '2', '3']) END AS "#parse a"
  FROM "records"
  WHERE "bytes" > 0
),
"computed_2" AS (
  SELECT *,
         "#parse a"['1'] AS "a",
         "#parse a"['2'] AS "b",
         "#parse a"['3'] AS "c"
  FROM "computed"
)
SELECT "c",
       "a"
FROM "computed_2"
ORDER BY "@timestamp" DESC NULLS LAST, "c" DESC NULLS LAST, "a" DESC NULLS LAST`,
    )
  })

  it('has the regular expression twice in the statement, however many names there are', () => {
    const names = Array.from({ length: 14 }, (_, index) => `p${index}`)
    const text = `parse @message "${names.map(() => '*').join(' ')}" as ${names.join(', ')} | display p13`

    expect(onDuckdb(text).match(/regexp_/g)).toEqual(['regexp_', 'regexp_'])
  })

  it('asks for each part where an engine gives one at a time', () => {
    const { text } = athena.compile(planOf('parse srcAddr "*.*" as a, b | display b'), log)

    expect(text).not.toContain('#parse')
    expect(text).toContain(`regexp_extract("srcAddr", '(.*?)\\.(.*)', 2) AS "b"`)
  })
})
