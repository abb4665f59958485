import { fill } from '../../lib/catalogue/fill'
import { athena } from '../../lib/dialects/athena'
import { FORMATS } from '../../lib/flow-log/format'
import type { FieldName } from '../../lib/flow-log/fields'
import {
  archiveFolder,
  archiveTemplate,
  isDate,
  readArchiveQueries,
  sqlOf,
  TEMPLATE_DAY,
} from '../../lib/lake/archive-query'
import { dayOf } from '../../lib/lake/layout'
import type { TimeRange } from '../../lib/time-range'
import { catalogue, planOf } from '../example-questions'

const QUERY = catalogue.find('nat/daily-top-100')
const plan = planOf(fill(QUERY, []))
const day = (date: string) => new Date(`${date}T00:00:00Z`)

function compile(range: TimeRange): string {
  const fields = new Map(FORMATS.v5.map(({ name }) => [name as FieldName, 'always' as const]))
  const table = ['awsdatacatalog', 'natlens', 'flow_logs']
  return athena.compile(plan, { fields, table }, range).text
}

/** Lists such as `IN ('03', '03')` name a value twice where a day and the next share it. */
const withoutDoubles = (sql: string) => sql.replace(/\('(\w+)', '\1'\)/g, "('$1')")

describe('the SQL of the archive', () => {
  const query = { name: QUERY.name, sql: archiveTemplate(compile(TEMPLATE_DAY)) }

  it.each(['2026-02-09', '2026-12-31', '2027-01-01', '2028-02-28', '2028-02-29', '2026-04-30'])(
    'is for %s what the compiler writes for that day',
    (date) => {
      const sorted = (sql: string) =>
        withoutDoubles(sql).replace(/\('(\w+)', '(\w+)'\)/g, (_, a: string, b: string) =>
          a < b ? `('${a}', '${b}')` : `('${b}', '${a}')`,
        )

      const expected = compile({ from: day(date), to: dayOf(day(date), 1) })

      expect(sorted(sqlOf(query, day(date)))).toBe(sorted(expected))
    },
  )

  it('begins at midnight, UTC', () => {
    expect(() => sqlOf(query, new Date('2026-02-09T01:00:00Z'))).toThrow(
      'a day of the archive begins at midnight UTC, not at 2026-02-09T01:00:00.000Z',
    )
  })

  it('is refused when a bound is missing, since it would answer for one day for ever', () => {
    expect(() => archiveTemplate(compile({}))).toThrow(
      `the SQL of an archive query has no \`"year" IN ('2001', '2002')\``,
    )
    expect(() => archiveTemplate(`${compile(TEMPLATE_DAY)} {{day}}`)).toThrow(
      'the SQL of an archive query holds `{{` already',
    )
  })

  it('knows no other placeholders', () => {
    expect(() => sqlOf({ name: 'nat/upload', sql: '{{constructor}}' }, day('2026-02-09'))).toThrow(
      'nat/upload: `{{constructor}}` is no placeholder of an archive query',
    )
  })

  it('is read from a list in JSON', () => {
    const list = [{ name: 'nat/upload', sql: 'SELECT 1' }]

    expect(readArchiveQueries(JSON.stringify(list))).toEqual(list)
    for (const json of ['{}', '[null]', '[{"name":"nat/upload"}]']) {
      expect(() => readArchiveQueries(json)).toThrow(
        'the archive has no list of queries, each with `name` and `sql`',
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

  it.each([
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2026-2-9', false],
    ['2026-02-09T00:00:00Z', false],
    ['', false],
  ])('%s is a day: %s', (text, expected) => {
    expect(isDate(text)).toBe(expected)
  })
})
