import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { ingest } from '../../lib/engines/local/ingest/ingest'
import { trinoEngine } from '../../lib/engines/trino/trino-engine'
import { FORMATS } from '../../lib/flow-log/format'
import { writeSample } from '../../lib/sample/sample'
import { askText } from '../ask'
import { collected } from '../engines/collected'

import { catalogue, exampleText } from '../example-questions'
import { runOnTrino } from './trino-client'
import { partitionedTable } from './trino-table'

const SERVER = process.env['TRINO_SERVER'] ?? ''
const LAKE = process.env['TRINO_LAKE'] ?? ''

const sources = join(LAKE, 'copied')
const engine = trinoEngine({ server: SERVER, catalog: 'files', schema: 'copies', table: 'flow_logs' }) // prettier-ignore

beforeAll(async () => {
  if (SERVER === '' || LAKE === '')
    throw new Error(
      'TRINO_SERVER or TRINO_LAKE is not set: .ci/trino starts a server and sets them',
    )
  const out = join(LAKE, 'copies')
  for (const folder of [sources, out]) rmSync(folder, { recursive: true, force: true })
  await writeSample({ out: sources, as: 'text', fields: 'v5', hours: 2, conversations: 60 })
  const copied = ingest({ paths: [sources], logFormat: undefined, out, isDryRun: false }, { onNotice: () => undefined }) // prettier-ignore
  for await (const { isWhole } of copied) expect(isWhole).toBe(true)
  await runOnTrino(SERVER, 'CREATE SCHEMA IF NOT EXISTS files.copies')
  await runOnTrino(SERVER, 'DROP TABLE IF EXISTS files.copies.flow_logs')
  const definition = partitionedTable(FORMATS.v5, 'local:///copies/AWSLogs')
  await runOnTrino(SERVER, `CREATE TABLE files.copies.flow_logs ${definition}`)
  await runOnTrino(
    SERVER,
    "CALL files.system.sync_partition_metadata(schema_name => 'copies', table_name => 'flow_logs', mode => 'FULL')",
  )
}, 300_000)

it.each([
  ['count and sums', 'stats count(*) as records, sum(bytes) as total, sum(packets) as packets, min(startTime) as first, max(endTime) as last'], // prettier-ignore
  ['traffic/top-transfers', exampleText(catalogue.find('traffic/top-transfers'))],
])('Trino reads from the copies what is in the text files: %s', async (_, text) => {
  const local = await askText(text, { paths: [sources] })
  const result = await collected(engine, { text })
  expect(result.columns).toEqual(local.columns)
  expect(result.rows).toEqual(local.rows)
  expect(result.rows.length).toBeGreaterThan(0)
})
