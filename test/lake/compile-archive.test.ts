import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadCatalogue, type Catalogue } from '../../lib/catalogue/catalogue'
import { readQuery } from '../../lib/catalogue/query'
import { FORMATS } from '../../lib/flow-log/format'
import { compileArchive } from '../../lib/lake/compile-archive'
import { exampleSettings } from '../settings/example-settings'

const catalogue = loadCatalogue()

function compiled(settings = exampleSettings()) {
  const { databaseName: database, tableName: table } = settings.lake
  return compileArchive({ ...settings, ...settings.lake, database, table }, catalogue)
}

it('compiles the queries that are marked, over the table that it is told', () => {
  const { compiled: queries, leftOut } = compiled()

  expect(queries.map(({ name }) => name)).toEqual(['nat/daily-top-100'])
  expect(queries[0]!.sql).toContain('FROM "awsdatacatalog"."natlens"."flow_logs"')
  expect(leftOut).toEqual([])
})

it('refuses a query whose own text looks like a hole', () => {
  const text = '# T\n# Version: 1\n# Archive: daily\nstats count(*) as `{{day}}`'
  const strange: Catalogue = { ...catalogue, all: () => [readQuery(text, 'own/strange')] }
  const settings = exampleSettings()

  expect(() =>
    compileArchive({ ...settings, ...settings.lake, database: 'd', table: 't' }, strange),
  ).toThrow('own/strange: the SQL contains `{{` outside its time bounds')
})

it('says which query the format cannot answer', () => {
  expect(compiled(exampleSettings({ lake: { logFormat: FORMATS.v2 } }))).toEqual({
    compiled: [],
    leftOut: [
      { query: 'nat/daily-top-100', reason: 'the log format lacks pktSrcAddr, pktDstAddr' },
    ],
  })
})

it('is imported by no function, whose bundle would carry the compiler', () => {
  const texts = ['lambdas', 'lib/lake']
    .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => readFileSync(file, 'utf8').includes("/compile-archive'"))

  expect(texts).toEqual([])
})
