import { join } from 'node:path'
import { athena } from '../../lib/dialects/athena'
import { FORMATS } from '../../lib/flow-log/format'
import { askText } from '../ask'
import { catalogue, describeLog, exampleText, planOf } from '../example-questions'
import { disagreement } from '../properties/agree'
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
  await sampleTable(SERVER, LAKE, 'sample', { hours: 2, conversations: 60 })
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
