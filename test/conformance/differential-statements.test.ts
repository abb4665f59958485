import { sqlOf } from '../../lib/lake/archive-query'
import { archiveQueries } from '../../stacks/archive-queries'
import { legViewQuery } from '../../stacks/leg-view-query'
import { savedAthenaQueries } from '../../stacks/saved-athena-queries'
import { catalogue } from '../example-questions'
import { exampleSettings } from '../settings/example-settings'
import { runOnTrino } from './trino-client'
import { partitionedTable } from './trino-table'

const SERVER = process.env['TRINO_SERVER'] ?? ''

const settings = exampleSettings()
const { lake } = settings
const DAYS = ['2026-02-28', '2026-12-31', '2028-02-29'].map((date) => new Date(`${date}T00:00:00Z`))

beforeAll(async () => {
  if (SERVER === '')
    throw new Error('TRINO_SERVER is not set: .ci/trino starts a server and sets it')
  await runOnTrino(SERVER, `CREATE SCHEMA IF NOT EXISTS files."${lake.databaseName}"`)
  const table = `files."${lake.databaseName}"."${lake.tableName}"`
  const definition = partitionedTable(lake.logFormat)
  await runOnTrino(SERVER, `CREATE TABLE IF NOT EXISTS ${table} ${definition}`)
}, 120_000)

/** Whether Trino finds the statement's names, types and functions sound. */
async function isValid(sql: string): Promise<unknown> {
  const here = sql.replaceAll('"awsdatacatalog"', '"files"')
  const { rows } = await runOnTrino(SERVER, `EXPLAIN (TYPE VALIDATE) ${here}`)
  return rows[0]?.[0]
}

describe('what the stacks put into Athena is valid on Trino', () => {
  it.each(savedAthenaQueries(settings, catalogue).saved.map(({ name, sql }) => [name, sql]))(
    'the saved query %s',
    async (_, sql) => {
      expect(await isValid(sql)).toBe(true)
    },
  )

  it('the view of legs', async () => {
    expect(await isValid(legViewQuery(settings, catalogue)!.sql)).toBe(true)
  })

  it.each(
    archiveQueries(settings, catalogue).compiled.map((query) => [query.name, query] as const),
  )('the archive query %s, for days at the end of a month and of a year', async (_, query) => {
    for (const day of DAYS) expect(await isValid(sqlOf(query, day))).toBe(true)
  })
})
