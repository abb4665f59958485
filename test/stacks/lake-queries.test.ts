import { loadCatalogue } from '../../lib/catalogue/catalogue'
import { FORMATS } from '../../lib/flow-log/format'
import { sqlOf } from '../../lib/lake/archive-query'
import { archiveQueries } from '../../stacks/archive-queries'
import { legViewQuery } from '../../stacks/leg-view-query'
import { savedAthenaQueries } from '../../stacks/saved-athena-queries'
import { exampleSettings } from '../settings/example-settings'

const catalogue = loadCatalogue()
const settings = exampleSettings()

describe('the view of legs', () => {
  const view = legViewQuery(settings, catalogue)!

  it('has a column for each of nat/legs, in names that Glue can hold, and the time’s partition keys', () => {
    expect(view.columns.map(({ name, trino, glue }) => `${name} ${trino} ${glue}`)).toEqual([
      'time timestamp(3) timestamp',
      'slot_start timestamp(3) timestamp',
      'slot_end timestamp(3) timestamp',
      'account_id varchar string',
      'region varchar string',
      'nat_gateway varchar string',
      'nat_address varchar string',
      'direction varchar string',
      'private_address varchar string',
      'private_port bigint bigint',
      'public_address varchar string',
      'public_port bigint bigint',
      'aws_service varchar string',
      'protocol bigint bigint',
      'packets bigint bigint',
      'bytes bigint bigint',
      'year varchar string',
      'month varchar string',
      'day varchar string',
      'hour varchar string',
    ])
  })

  it('selects its columns in that order, without an order of rows or a range', () => {
    const outer = view.sql.slice(0, view.sql.indexOf('\nFROM (')).split(/,?\n\s*/)

    expect(outer.map((line) => /"(\w+)"$/.exec(line)?.[1])).toEqual(
      view.columns.map(({ name }) => name),
    )
    expect(view.sql).not.toMatch(/ORDER BY|LIMIT|"start" [<>]/)
    expect(view.sql).toContain('FROM "awsdatacatalog"."natlens"."flow_logs"')
  })

  it('is not there for a format that cannot answer it', () => {
    const v2 = exampleSettings({ lake: { logFormat: FORMATS.v2 } })

    expect(legViewQuery(v2, catalogue)).toBeUndefined()
  })
})

describe('the queries that Athena keeps', () => {
  const { saved, leftOut } = savedAthenaQueries(settings, catalogue)

  it('are all of the catalogue that the format can answer', () => {
    expect(leftOut).toEqual([])
    expect(saved.map(({ name }) => name)).toEqual(catalogue.all().map(({ name }) => name))
  })

  it('say which query of which version they are', () => {
    const { sql, description } = saved.find(({ name }) => name === 'nat/upload')!

    expect(sql.split('\n').slice(0, 2)).toEqual([
      `-- natlens nat/upload v${catalogue.find('nat/upload').version}: Uploads through the NAT gateways`,
      '-- The records of yesterday, UTC; the day is computed when the query runs.',
    ])
    expect(description).toBe(
      'Uploads through the NAT gateways. Private to public only, each byte once. See nat/download for the other direction.',
    )
  })

  it('compute their day when they run', () => {
    for (const { sql } of saved) {
      expect(sql).toContain(`"start" < CAST(to_unixtime(date_trunc('day', current_timestamp`)
      expect(sql).not.toMatch(/"start" [<>]=? \d/)
    }
  })

  it('fit into Athena', () => {
    for (const { name, sql } of saved) {
      expect(name.length).toBeLessThanOrEqual(128)
      expect(sql.length).toBeLessThanOrEqual(262_144)
    }
  })

  it('take the price from the settings', () => {
    const { saved } = savedAthenaQueries(exampleSettings({ usdPerGB: 0.0625 }), catalogue)

    expect(saved.find(({ name }) => name === 'cost/nat-processing')!.sql).toContain('0.0625')
  })
})

describe('the queries of the archive', () => {
  it('are those that the catalogue marks, for any day', () => {
    const { compiled, leftOut } = archiveQueries(settings, catalogue)

    expect(leftOut).toEqual([])
    expect(compiled.map(({ name }) => name)).toContain('nat/daily-top-100')
    for (const query of compiled) {
      const sql = sqlOf(query, new Date('2028-02-28T00:00:00Z'))
      expect(sql).toContain(`"day" IN ('28', '29')`)
      expect(sql).not.toContain('{{')
      expect(sql).not.toContain('2001')
    }
  })

  it('are left out with a reason', () => {
    const v2 = exampleSettings({ lake: { logFormat: FORMATS.v2 } })

    expect(archiveQueries(v2, catalogue)).toEqual({
      compiled: [],
      leftOut: [
        { query: 'nat/daily-top-100', reason: 'the log format lacks pktSrcAddr, pktDstAddr' },
      ],
    })
  })
})
