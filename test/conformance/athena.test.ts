import { isDeployable } from '../../lib/flow-log/fields'
import { athena } from '../../lib/dialects/athena'
import { FORMATS, type Format } from '../../lib/flow-log/format'
import { catalogue, describeLog, exampleText, planOf } from '../example-questions'
import { runOnTrino } from './trino-client'
import { partitionedTable } from './trino-table'

const SERVER = process.env['TRINO_SERVER'] ?? ''
const RANGES = [
  undefined,
  { from: new Date('2026-03-14T00:00:00Z'), to: new Date('2026-03-15T00:00:00Z') },
  { from: new Date('2025-12-31T22:30:00Z'), to: new Date('2026-01-01T02:00:00Z') },
]

const tables: Readonly<Record<string, Format>> = {
  v2: FORMATS.v2,
  v5: FORMATS.v5,
  v11: FORMATS.v11.filter(isDeployable),
}

beforeAll(async () => {
  if (SERVER === '')
    throw new Error('TRINO_SERVER is not set: .ci/conformance starts a server and sets it')
  await runOnTrino(SERVER, 'CREATE SCHEMA IF NOT EXISTS files.natlens')
  for (const [name, format] of Object.entries(tables)) {
    const definition = partitionedTable(format)
    await runOnTrino(SERVER, `CREATE TABLE IF NOT EXISTS files.natlens.${name} ${definition}`)
  }
})

describe.each(catalogue.all().map((query) => [query.name, query] as const))(
  '%s on Trino',
  (_, query) => {
    const plan = planOf(exampleText(query))

    it.each(Object.keys(tables))('is valid over a %s table', async (table) => {
      for (const range of RANGES) {
        const log = describeLog(tables[table]!, ['files', 'natlens', table])
        const { text } = athena.compile(plan, log, range)
        const { rows } = await runOnTrino(SERVER, `EXPLAIN (TYPE VALIDATE) ${text}`)

        expect(rows).toEqual([[true]])
      }
    })

    it('has the columns and the types of the plan', async () => {
      const log = describeLog(FORMATS.v5, ['files', 'natlens', 'v5'])
      const { columns } = await runOnTrino(SERVER, athena.compile(plan, log).text)

      expect(columns.map(({ name }) => name)).toEqual(plan.columns.map(({ name }) => name))
      const types = {
        text: /^varchar/,
        // Sums are exact.
        integer: /^(bigint|integer|decimal\(38, 0\))$/,
        number: /^double$/,
        time: /^timestamp\(3\)$/,
        boolean: /^(bigint|integer)$/,
      }
      for (const [index, { type }] of plan.columns.entries()) {
        expect(columns[index]!.type).toMatch(types[type])
      }
    })
  },
)
