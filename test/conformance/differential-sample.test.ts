import { join } from 'node:path'
import { athena } from '../../lib/dialects/athena'
import { FORMATS } from '../../lib/flow-log/format'
import { withLimit } from '../../lib/language/limit'
import { askText } from '../ask'
import { catalogue, describeLog, exampleText, planOf } from '../example-questions'
import { disagreement } from '../properties/agree'
import { truthOf } from '../sample/written-records'
import { inDouble, trinoRows } from './differential-rows'
import { sampleTable } from './differential-tables'
import { runOnTrino } from './trino-client'

const SERVER = process.env['TRINO_SERVER'] ?? ''
const LAKE = process.env['TRINO_LAKE'] ?? ''
const FORMAT = FORMATS.v11
const RANGES = [
  { from: new Date('2026-03-14T00:00:00Z'), to: new Date('2026-03-15T00:00:00Z') },
  { from: new Date('2026-03-14T00:20:00Z'), to: new Date('2026-03-14T01:10:00Z') },
]

const folder = join(LAKE, 'sample')
beforeAll(async () => {
  if (SERVER === '' || LAKE === '')
    throw new Error(
      'TRINO_SERVER or TRINO_LAKE is not set: .ci/trino starts a server and sets them',
    )
  await sampleTable(SERVER, LAKE, 'sample', { hours: 2, conversations: 60, nat: 'all' })
}, 300_000)

describe('every query of the catalogue over the same Parquet files', () => {
  it.each(catalogue.all().map((query) => [query.name, query] as const))(
    '%s has the same rows on Trino and on DuckDB',
    async (_, query) => {
      const text = exampleText(query)
      const plan = planOf(text)
      for (const range of RANGES) {
        const local = await askText(text, { paths: [folder], range })
        const log = describeLog(FORMAT, ['files', 'sample', 'flow_logs'])
        const onTrino = await runOnTrino(SERVER, athena.compile(plan, log, range).text)

        const expected = {
          columns: local.columns,
          rows: local.rows.map((row) => row.map(inDouble)),
          // The catalogue sorts by keys enough that no two rows are tied.
          ties: local.rows.map((_, index) => index),
          cut: undefined,
          notes: { outOfRange: false, openChoice: false },
        }
        expect(onTrino.columns.map(({ name }) => name)).toEqual(
          local.columns.map(({ name }) => name),
        )
        expect(disagreement(expected, trinoRows(onTrino, local.columns))).toBeUndefined()
      }
    },
  )
})

it('gives the true conversations of every kind of NAT gateway on Trino', async () => {
  const truth = truthOf(folder)
  const natAddresses = `natAddresses=${truth.natAddresses.join(',')}`
  const text = withLimit(exampleText(catalogue.find('nat/conversations'), [natAddresses]), 'all')
  const log = describeLog(FORMAT, ['files', 'sample', 'flow_logs'])
  const { rows } = await runOnTrino(SERVER, athena.compile(planOf(text), log, RANGES[0]).text)

  const lineOf = (values: readonly unknown[]) => values.map(String).join(' ')
  const found = rows.map(([gateway, inside, outside, , up, down]) =>
    lineOf([gateway, inside, outside, up, down]),
  )
  const expected = truth.conversations.map((each) =>
    lineOf([
      each.natGateway,
      each.privateAddress,
      each.publicAddress,
      each.uploadBytes,
      each.downloadBytes,
    ]),
  )
  expect(found.sort()).toEqual(expected.sort())
})
