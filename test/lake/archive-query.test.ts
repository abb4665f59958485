import { fill } from '../../lib/catalogue/fill'
import { athena } from '../../lib/dialects/athena'
import { DAY_HOLES } from '../../lib/dialects/day-holes'
import { fieldsOf } from '../../lib/dialects/dialect'
import type { QueryRange } from '../../lib/dialects/partitions'
import { FORMATS } from '../../lib/flow-log/format'
import { archiveFolder, readArchiveQueries, sqlOf } from '../../lib/lake/archive-query'

import { dayStart } from '../../lib/time'
import { catalogue, planOf } from '../example-questions'

const QUERY = catalogue.find('nat/daily-top-100')
const plan = planOf(fill(QUERY, []))
const day = (date: string) => new Date(`${date}T00:00:00Z`)

function compile(range: QueryRange): string {
  const fields = fieldsOf(FORMATS.v5)
  const table = ['awsdatacatalog', 'natlens', 'flow_logs']
  return athena.compile(plan, { fields, table }, range).text
}

/** Lists such as `IN ('03', '03')` name a value twice where a day and the next share it. */
const withoutDoubles = (sql: string) => sql.replace(/\('(\w+)', '\1'\)/g, "('$1')")

describe('the SQL of the archive', () => {
  const query = { name: QUERY.name, sql: compile(DAY_HOLES) }

  it.each(['2026-02-09', '2026-12-31', '2027-01-01', '2028-02-28', '2028-02-29', '2026-04-30'])(
    'is for %s what the compiler writes for that day',
    (date) => {
      const sorted = (sql: string) =>
        withoutDoubles(sql).replace(/\('(\w+)', '(\w+)'\)/g, (_, a: string, b: string) =>
          a < b ? `('${a}', '${b}')` : `('${b}', '${a}')`,
        )

      const expected = compile({ from: day(date), to: dayStart(day(date), 1) })

      expect(sorted(sqlOf(query, day(date)))).toBe(sorted(expected))
    },
  )

  it('begins at midnight, UTC', () => {
    expect(() => sqlOf(query, new Date('2026-02-09T01:00:00Z'))).toThrow(
      'nat/daily-top-100: a day begins at midnight UTC, not at 2026-02-09T01:00:00.000Z',
    )
  })

  it('has no other holes', () => {
    expect(() => sqlOf({ name: 'nat/upload', sql: '{{constructor}}' }, day('2026-02-09'))).toThrow(
      'nat/upload: the SQL contains an unknown hole `{{constructor}}`',
    )
  })

  it('is read from a list in JSON', () => {
    const list = [{ name: 'nat/upload', sql: 'SELECT 1' }]

    expect(readArchiveQueries(JSON.stringify(list))).toEqual(list)
    for (const json of ['{}', '[null]', '[{"name":"nat/upload"}]']) {
      expect(() => readArchiveQueries(json)).toThrow(
        'the queries of the archive are not a list of `name` and `sql`',
      )
    }
  })
})

describe('the folders of the archive', () => {
  it('has the top 100 alone in the folder of its day', () => {
    const folder = archiveFolder('nat/daily-top-100')

    expect(folder.keyOf('2026-02-09')).toBe('2026-02-09/2026-02-09.csv')
    expect(folder.dateOf('2026-02-09/')).toBe('2026-02-09')
    expect(folder.dateOf('queries/')).toBeUndefined()
    expect(folder.dateOf('2026-02-30/')).toBeUndefined()
  })

  it('has every other query in a folder of its own, a partition for each day', () => {
    const folder = archiveFolder('cost/nat-processing')

    expect(folder.keyOf('2026-02-09')).toBe(
      'queries/cost/nat-processing/date=2026-02-09/nat-processing.csv',
    )
    expect(folder.dateOf('queries/cost/nat-processing/date=2026-02-09/')).toBe('2026-02-09')
    expect(folder.dateOf('2026-02-09/')).toBeUndefined()
  })
})
