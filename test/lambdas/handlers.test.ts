import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { awsServer, type AwsServer } from '../aws-server/aws-server'
import { lambdaFunction, type LambdaFunction } from './lambda-process'

const QUERIES = [{ name: 'nat/daily-top-100', sql: 'SELECT {{startSeconds}}, {{endSeconds}}' }]

let folder: string
let add: LambdaFunction
let remove: LambdaFunction
let archive: LambdaFunction
let server: AwsServer
let environment: Record<string, string>

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'natlens-lambdas-'))
  add = lambdaFunction(folder, 'add-partitions')
  remove = lambdaFunction(folder, 'delete-partitions')
  archive = lambdaFunction(folder, 'archive', { 'queries.json': JSON.stringify(QUERIES) })
})
afterAll(() => rmSync(folder, { recursive: true }))

beforeEach(async () => {
  server = await awsServer()
  server.glue.addTable('natlens', 'flow_logs')
  server.s3.addBucket('archive-bucket')
  server.athena.answer = () => ({ columns: [{ name: 'bytes', type: 'bigint' }], rows: [['7']] })
  environment = {
    AWS_ENDPOINT_URL: server.url,
    LAKE_DATABASE: 'natlens',
    LAKE_TABLE: 'flow_logs',
    LAKE_WORKGROUP: 'natlens',
    ARCHIVE_BUCKET: 'archive-bucket',
    ACCOUNT_IDS: '123456789012',
    REGIONS: 'eu-west-1',
    RETENTION_DAYS: '7',
    DAYS_AHEAD: '2',
  }
})
afterEach(() => server.close())

const at = (time: string) => ({ time })

describe('the functions, from their bundles', () => {
  it('keep exactly the right partitions day after day', async () => {
    const first = await add.invoke(at('2026-02-09T23:00:00Z'), environment)
    const again = await add.invoke(at('2026-02-09T23:00:00Z'), environment)

    expect(first).toEqual({
      result: { added: 72, present: 0 },
      logs: [{ message: 'partitions added', today: '2026-02-09', added: 72, present: 0 }],
    })
    expect(again.result).toEqual({ added: 0, present: 72 })

    await add.invoke(at('2026-02-17T23:00:00Z'), environment)
    const removed = await remove.invoke(at('2026-02-17T01:00:00Z'), environment)

    expect(removed).toEqual({
      result: { deleted: 24, gone: 0, kept: 240, unreadable: 0 },
      logs: [
        {
          message: 'partitions deleted',
          before: '2026-02-10',
          deleted: 24,
          gone: 0,
          kept: 240,
          unreadable: [],
        },
      ],
    })
  })

  it('archive yesterday of the scheduled time, and a named date itself', async () => {
    const scheduled = await archive.invoke(at('2026-03-01T00:00:00Z'), environment)
    const named = await archive.invoke({ date: '2028-02-29' }, environment)

    expect(scheduled.result).toEqual({ files: 1, empty: 0 })
    expect(scheduled.logs).toEqual([
      expect.objectContaining({ message: 'day archived', date: '2026-02-28', rows: 1 }),
    ])
    expect(named.result).toEqual({ files: 1, empty: 0 })
    expect([...server.s3.buckets.get('archive-bucket')!.keys()]).toEqual([
      '2026-02-28/2026-02-28.csv',
      '2028-02-29/2028-02-29.csv',
    ])
    expect(server.athena.executions[0]?.input.QueryString).toBe('SELECT 1772236800, 1772323200')
  })

  it('say that a day is empty', async () => {
    server.athena.answer = () => ({ columns: [{ name: 'bytes', type: 'bigint' }], rows: [] })

    const { result, logs } = await archive.invoke({ date: '2026-02-09' }, environment)

    expect(result).toEqual({ files: 1, empty: 1 })
    expect(logs).toEqual([expect.objectContaining({ message: 'day archived, empty', rows: 0 })])
  })

  it('refuse an event without a time, and do nothing', async () => {
    for (const each of [add, remove, archive]) {
      expect(await each.invoke(at('<aws.scheduler.scheduled-time>'), environment)).toEqual({
        errorType: 'UserError',
        errorMessage:
          "the event's `time` is `<aws.scheduler.scheduled-time>`, which Scheduler did not replace",
        logs: [],
      })
    }
    expect(server.calls).toEqual([])
  })

  it('name the variable that is missing', async () => {
    const rest = { ...environment, LAKE_TABLE: '' }

    expect(await add.invoke(at('2026-02-09T23:00:00Z'), rest)).toMatchObject({
      errorMessage: 'environment variable LAKE_TABLE is not set',
    })
  })

  it('fail when Glue refuses some of the partitions', async () => {
    server.fault('BatchCreatePartition', {
      kind: 'items',
      code: 'InvalidInputException',
      of: (values) => values[5] === '09' && values[6] === '00',
    })

    expect(await add.invoke(at('2026-02-09T23:00:00Z'), environment)).toMatchObject({
      errorType: 'UserError',
      errorMessage:
        'table `natlens.flow_logs`: 1 of 72 partitions were not added: 123456789012 eu-west-1 2026-02-09 hour 00 (InvalidInputException: Partition said InvalidInputException.); 71 were, 0 already',
    })
  })
})

describe('a handler', () => {
  it.each(['add-partitions', 'delete-partitions', 'archive'])(
    'of %s has 40 lines at most',
    (name) => {
      const text = readFileSync(join(__dirname, '../../lambdas', `${name}.ts`), 'utf8')

      expect(text.split('\n').length - 1).toBeLessThanOrEqual(40)
    },
  )
})
