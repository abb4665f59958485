import { join } from 'node:path'
import { trinoEngine } from '../../lib/engines/trino/trino-engine'
import { ask, askText } from '../ask'
import { collected } from '../engines/collected'
import { sampleTable } from './differential-tables'
import { runOnTrino } from './trino-client'

const SERVER = process.env['TRINO_SERVER'] ?? ''
const LAKE = process.env['TRINO_LAKE'] ?? ''

const folder = join(LAKE, 'engine')
const engine = trinoEngine({ server: SERVER, catalog: 'files', schema: 'engine', table: 'flow_logs' }) // prettier-ignore

beforeAll(async () => {
  if (SERVER === '' || LAKE === '')
    throw new Error(
      'TRINO_SERVER or TRINO_LAKE is not set: .ci/trino starts a server and sets them',
    )
  await sampleTable(SERVER, LAKE, 'engine', { hours: 1, conversations: 30 })
}, 300_000)

it('answers as the files do: columns, types, rows and their order', async () => {
  const text =
    'stats count(*) as records, sum(bytes) as total, avg(bytes) as mean, max(startTime) as last by srcAddr, protocol | sort total desc, srcAddr asc, protocol asc'
  const local = await askText(text, { paths: [folder] })
  const result = await collected(engine, { text })
  expect(result.columns).toEqual(local.columns)
  expect(result.rows).toEqual(local.rows)
  expect(result.rows.length).toBeGreaterThan(10)

  const { rows: all } = await ask('traffic/records', { paths: [folder], limit: 'all' })
  expect(result.statistics.recordsScanned).toBe(all.length)
})

it('names the hours whose partitions are missing', async () => {
  await runOnTrino(SERVER, `CALL files.system.unregister_partition('engine', 'flow_logs', ARRAY['aws-account-id', 'aws-service', 'aws-region', 'year', 'month', 'day', 'hour'], ARRAY['123456789012', 'vpcflowlogs', 'eu-central-1', '2026', '03', '14', '00'])`) // prettier-ignore
  const text = 'stats count(*) as records'
  const range = { from: new Date('2026-03-14T00:00:00Z'), to: new Date('2026-03-14T01:30:00Z') }
  const { notices } = await collected(engine, { text, range })
  expect(notices.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^`files\.engine\.flow_logs` lacks partitions for \d of 2 hours, whose records are not read: 2026-03-14T00:00:00Z to /), // prettier-ignore
  ])
})

it('leaves no query running when it is interrupted', async () => {
  const text =
    'filter bytes >= 0 | stats count_distinct(concat(srcAddr, dstAddr, srcPort, dstPort, start, bytes)) as records'
  const interruption = new AbortController()
  const asked = collected(
    engine,
    { text },
    { signal: interruption.signal, onState: () => interruption.abort() },
  )
  await expect(asked).rejects.toThrow(/^trino: query \S+ was interrupted and was stopped$/)
  // It ends when Trino gets round to it, a moment after it said that it would.
  let running = 1
  for (let asked = 0; running > 0 && asked < 100; asked++) running = await runningQueries()
  expect(running).toBe(0)
})

async function runningQueries(): Promise<number> {
  const { rows } = await runOnTrino(
    SERVER,
    "SELECT count(*) FROM system.runtime.queries WHERE state NOT IN ('FINISHED', 'FAILED') AND query LIKE '%count(DISTINCT%' AND query NOT LIKE '%runtime.queries%'",
  )
  return Number(rows[0]![0])
}
