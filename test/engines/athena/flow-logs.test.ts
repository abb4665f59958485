import { athenaEngine } from '../../../lib/engines/athena/athena-engine'
import type { FlowLogChoice } from '../../../lib/flow-log/flow-log-choice'
import { awsServer, type AwsServer } from '../../aws-server/aws-server'
import { fakeWaiting } from '../../aws-server/fake-waiting'
import { collected } from '../collected'
import { addObject, lakeTable } from './lake-table'

const NOW = '2026-03-20T12:00:00Z'
const NINE = '2026-03-14T09:00:00Z'
const TEN = '2026-03-14T10:00:00Z'

let server: AwsServer
beforeEach(async () => {
  server = await awsServer()
  server.athena.now = () => Date.parse(NOW)
})
afterEach(() => server.close())

async function answer(flowLogs?: FlowLogChoice, to = '2026-03-14T11:00:00Z') {
  const options = { workgroup: 'natlens', database: 'natlens', table: 'flow_logs', flowLogs }
  const engine = athenaEngine(options, server.clients(), { waiting: fakeWaiting({ start: NOW }) })
  const range = { from: new Date(NINE), to: new Date(to) }
  const { notices } = await collected(engine, { text: 'fields bytes', range })
  return notices.map(({ kind, message }) => `${kind}: ${message}`)
}

const listings = () => server.calls.filter((call) => call === 'ListObjectsV2').length
const sql = () => server.athena.executions.at(-1)!.input.QueryString!

describe('several flow logs in the folders of a range', () => {
  beforeEach(() => {
    lakeTable(server, { from: NINE, to: '2026-03-14T12:00:00Z' })
    addObject(server, NINE, 'fl-0a')
    addObject(server, NINE, undefined, 'copy.parquet')
  })

  it('are said, by their names in S3', async () => {
    addObject(server, TEN, 'fl-0b')

    expect(await answer()).toEqual([
      'note: the range has objects of 2 flow logs (fl-0a, fl-0b): where two record one interface, ' +
        'its traffic counts twice; --flow-log ID counts one, --flow-log all hides this note',
    ])
    expect(sql()).not.toContain('$path')
  })

  it('are not said where there is one, and not listed where all are added up', async () => {
    expect(await answer()).toEqual([])
    expect(listings()).toBe(3)
    addObject(server, TEN, 'fl-0b')
    expect(await answer('all')).toEqual([])
    expect(listings()).toBe(3)
    expect(sql()).not.toContain('$path')
  })

  it('are chosen by a condition on the object', async () => {
    addObject(server, TEN, 'fl-0b')

    expect(await answer(['fl-0b'])).toEqual([])
    expect(sql()).toContain(
      `AND regexp_extract("$path", '_vpcflowlogs_[^/_]+_(fl-[0-9a-z]+)_[^/]*$', 1) IN ('fl-0b')`,
    )
  })

  it('are named where the chosen one is not among them; nothing is scanned', async () => {
    await expect(answer(['fl-0a', 'fl-0c'])).rejects.toMatchObject({
      message: '`fl-0c` has no object in the range',
      help: 'the objects there have the flow logs fl-0a',
    })
    expect(server.athena.executions).toEqual([])
  })

  it('are found behind a flow log that fills whole pages', async () => {
    server.s3.pageSize = 3
    for (let index = 0; index < 40; index++) addObject(server, NINE, 'fl-0a', `${index}.parquet`)
    addObject(server, NINE, 'fl-0b')

    expect(await answer()).toEqual([expect.stringContaining('of 2 flow logs (fl-0a, fl-0b):')])
    expect(listings()).toBe(4)
  })

  it.each<[FlowLogChoice | undefined, string]>([
    [
      undefined,
      'compared (AccessDenied): where two record one interface, its traffic counts twice',
    ],
    [['fl-0c'], 'listed (AccessDenied), so --flow-log is not checked'],
  ])('are not looked for where listing is denied, and that is said', async (chosen, finding) => {
    server.fault('ListObjectsV2', { kind: 'error', code: 'AccessDenied', status: 403 })

    expect(await answer(chosen)).toEqual([
      `note: the flow logs of \`natlens.flow_logs\` are not ${finding}`,
    ])
    expect(server.athena.executions).toHaveLength(1)
  })
})

it('the folders of a long range are a sample, and that is said', async () => {
  const to = '2026-03-18T00:00:00Z'
  lakeTable(server, { from: NINE, to: '2026-03-18T01:00:00Z' })
  addObject(server, NINE, 'fl-0a')
  addObject(server, '2026-03-18T00:00:00Z', 'fl-0b')

  expect(await answer(undefined, to)).toEqual([
    expect.stringContaining('objects of at least 2 flow logs (fl-0a, fl-0b):'),
  ])
  expect(listings()).toBe(24)
  expect(await answer(['fl-0c'], to)).toEqual([
    'note: `fl-0c` was not found among the first objects: fl-0a, fl-0b',
  ])
})
