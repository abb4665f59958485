import { archiveDay, archiveThrough } from '../../lib/lake/archive'
import { awsServer, type AwsServer } from '../aws-server/aws-server'
import { fakeWaiting } from '../aws-server/fake-waiting'
import { cut, serverFault, throttle } from '../aws-server/fault'

const LAKE = {
  database: 'natlens',
  table: 'flow_logs',
  accountIds: ['123456789012'],
  regions: ['eu-west-1'],
  workgroup: 'natlens',
  archiveBucket: 'archive-bucket',
}
const TOP = { name: 'nat/daily-top-100', sql: 'SELECT top WHERE "start" >= {{startSeconds}}' }
const COST = { name: 'cost/nat-processing', sql: "SELECT cost WHERE day = '{{day}}'" }
const HEADER = 'natGateway,publicAddress,totalBytes\r\n'
const day = (date: string) => new Date(`${date}T00:00:00Z`)

let server: AwsServer
let objects: Map<string, Buffer>
let partitions: Map<string, unknown>

beforeEach(async () => {
  server = await awsServer()
  partitions = server.glue.addTable('natlens', 'flow_logs').partitions
  objects = server.s3.addBucket('archive-bucket')
  answer([['eni-0123456789abcdef0', '203.0.113.5', '5000']])
})
afterEach(() => server.close())

function answer(rows: readonly (readonly (string | null)[])[]): void {
  server.athena.answer = () => ({
    columns: [
      { name: 'natGateway', type: 'varchar' },
      { name: 'publicAddress', type: 'varchar' },
      { name: 'totalBytes', type: 'bigint' },
    ],
    rows,
  })
}

const archive = (date: string, queries = [TOP], waiting = fakeWaiting()) =>
  archiveDay(LAKE, day(date), queries, server.clients(), waiting)
const through = (date: string, queries = [TOP], waiting = fakeWaiting()) =>
  archiveThrough(LAKE, day(date), queries, 7, server.clients(), waiting)
const text = (key: string) => objects.get(key)?.toString()
const tokens = () => server.athena.executions.map(({ input }) => input.ClientRequestToken ?? '')

describe('archiving a day', () => {
  it('writes each answer once, whole, with its checksum', async () => {
    const files = await archive('2026-02-09', [TOP, COST])

    expect(files).toEqual([
      {
        date: '2026-02-09',
        query: 'nat/daily-top-100',
        key: '2026-02-09/2026-02-09.csv',
        rows: 1,
        written: true,
        executionId: 'execution-1',
        attempt: 1,
        bytesScanned: 10_000_000,
      },
      expect.objectContaining({
        key: 'queries/cost/nat-processing/date=2026-02-09/nat-processing.csv',
        executionId: 'execution-2',
      }),
    ])
    expect(text('2026-02-09/2026-02-09.csv')).toBe(
      `${HEADER}eni-0123456789abcdef0,203.0.113.5,5000\r\n`,
    )
    expect(server.s3.writes).toEqual(files.map(({ key }) => key))
    expect(server.athena.executions[0]?.input).toMatchObject({
      QueryString: 'SELECT top WHERE "start" >= 1770595200',
      WorkGroup: 'natlens',
      QueryExecutionContext: { Database: 'natlens' },
    })
  })

  it('makes CSV that a spreadsheet reads as text, `-` and nothing as no value', async () => {
    answer([
      ['=cmd()', 'a "quoted", value', '1'],
      ['-', null, null],
    ])

    await archive('2026-02-09')

    expect(text('2026-02-09/2026-02-09.csv')).toBe(
      `${HEADER}'=cmd(),"a ""quoted"", value",1\r\n,,\r\n`,
    )
  })

  it('leaves the same object, and pays for one scan, when it runs twice', async () => {
    await archive('2026-02-09')
    const before = new Map(objects)
    const [again] = await archive('2026-02-09')

    expect(objects).toEqual(before)
    expect(again?.executionId).toBe('execution-1')
    expect(server.athena.executions).toHaveLength(1)
  })

  it('asks with a token of 64 characters that the day and the attempt decide', async () => {
    server.athena.courses.push({ end: 'FAILED', retryable: true })
    await archive('2026-02-09')
    await archive('2026-02-10')

    expect(tokens()).toEqual(Array(3).fill(expect.stringMatching(/^[0-9a-f]{64}$/)))
    expect(new Set(tokens()).size).toBe(3)
    const first = tokens()[0]
    server.athena.forget()
    await archive('2026-02-09')
    expect(tokens()).toEqual([first])
  })

  it('adds the partitions of the day and of the hour after it first', async () => {
    await archive('2026-02-28', [TOP, COST])

    expect(partitions.size).toBe(25)
    expect(server.calls.filter((call) => call === 'BatchCreatePartition')).toHaveLength(1)
    expect([...partitions.keys()].at(-1)).toBe('123456789012/vpcflowlogs/eu-west-1/2026/03/01/00')
  })

  it('writes the header alone for an empty day', async () => {
    answer([])

    const [file] = await archive('2026-02-09')

    expect(file).toMatchObject({ rows: 0, written: true })
    expect(text('2026-02-09/2026-02-09.csv')).toBe(HEADER)
  })

  it('does not put an empty day over a file that is there', async () => {
    await archive('2026-02-09')
    server.athena.forget()
    answer([])

    const [file] = await archive('2026-02-09')

    expect(file).toMatchObject({ rows: 0, written: false })
    expect(text('2026-02-09/2026-02-09.csv')).toContain('203.0.113.5')
  })

  it('runs the query anew when the result of an old execution has expired', async () => {
    await archive('2026-02-09')
    server.athena.expireResults()

    const [file] = await archive('2026-02-09')

    expect(file).toMatchObject({ executionId: 'execution-2', attempt: 2 })
  })

  it('reads an answer of several pages', async () => {
    answer(Array.from({ length: 100 }, (_, index) => ['eni-1', '203.0.113.5', String(index)]))
    server.athena.pageSize = 30

    const [file] = await archive('2026-02-09')

    expect(file?.rows).toBe(100)
    expect(text('2026-02-09/2026-02-09.csv')?.split('\r\n')).toHaveLength(102)
  })

  it.each([
    'GetTable',
    'BatchCreatePartition',
    'StartQueryExecution',
    'GetQueryExecution',
    'GetQueryResults',
    'PutObject',
  ])('ends right after a throttle, a fault and a cut of %s', async (operation) => {
    server.fault(operation, throttle, serverFault, cut)

    await archive('2026-02-09')

    expect(text('2026-02-09/2026-02-09.csv')).toBe(
      `${HEADER}eni-0123456789abcdef0,203.0.113.5,5000\r\n`,
    )
    expect(server.s3.writes).toHaveLength(1)
    expect(server.athena.executions).toHaveLength(1)
  })

  it.each([
    ['GetTable', 'AccessDeniedException: The service said AccessDeniedException.'],
    ['StartQueryExecution', 'AccessDeniedException: The service said AccessDeniedException.'],
    ['GetQueryExecution', 'AccessDeniedException: The service said AccessDeniedException.'],
    ['GetQueryResults', 'AccessDeniedException: The service said AccessDeniedException.'],
    ['PutObject', 'AccessDeniedException: The service said AccessDeniedException.'],
  ])('writes nothing when %s is denied, and does the other queries', async (operation, reason) => {
    server.fault(operation, { kind: 'error', code: 'AccessDeniedException', status: 403 })

    await expect(archive('2026-02-09', [TOP, COST])).rejects.toMatchObject({
      message: `archived 1 of 2 files; failed: nat/daily-top-100 of 2026-02-09 (${reason})`,
      help: 'run it again; archived files are kept',
    })
    expect([...objects.keys()]).toEqual([
      'queries/cost/nat-processing/date=2026-02-09/nat-processing.csv',
    ])
  })

  it('stops a query that takes too long, does not start the next, and ends right when run again', async () => {
    server.athena.courses.push({ queued: 1000 })

    await expect(archive('2026-02-09', [TOP, COST], fakeWaiting({ seconds: 300 }))).rejects.toThrow(
      'archived 0 of 2 files; failed: nat/daily-top-100 of 2026-02-09 (athena: query execution execution-1 was still QUEUED after the time limit, and was stopped); cost/nat-processing of 2026-02-09 (no time left)',
    )
    expect(objects.size).toBe(0)

    const files = await archive('2026-02-09', [TOP, COST])
    expect(files.map(({ attempt }) => attempt)).toEqual([2, 1])
    expect(objects.size).toBe(2)
  })

  it('writes the same file when the event is delivered twice at once', async () => {
    await Promise.all([archive('2026-02-09'), archive('2026-02-09')])

    expect(objects.size).toBe(1)
    expect(server.athena.executions).toHaveLength(1)
  })
})

describe('archiving through yesterday', () => {
  it('archives yesterday alone when the archive is new', async () => {
    await through('2026-02-09')

    expect([...objects.keys()]).toEqual(['2026-02-09/2026-02-09.csv'])
  })

  it('catches up after a gap of ten days, as far as retention keeps the logs', async () => {
    await through('2026-02-09')

    const files = await through('2026-02-20')

    expect(files.map(({ date }) => date)).toEqual([
      '2026-02-20',
      '2026-02-14',
      '2026-02-15',
      '2026-02-16',
      '2026-02-17',
      '2026-02-18',
      '2026-02-19',
    ])
    expect(await through('2026-02-20')).toHaveLength(1)
  })

  it('sees which query lacks which day, across pages and months', async () => {
    server.s3.pageSize = 2
    await archive('2026-02-26', [TOP, COST])
    await archive('2026-02-27', [COST])
    await archive('2026-02-28', [TOP])
    objects.set('athena-results/execution-1.csv', Buffer.from('x'))

    const files = await through('2026-03-01', [TOP, COST])

    expect(files.map(({ date, query }) => `${date} ${query}`)).toEqual([
      '2026-03-01 nat/daily-top-100',
      '2026-03-01 cost/nat-processing',
      '2026-02-27 nat/daily-top-100',
      '2026-02-28 cost/nat-processing',
    ])
  })

  it('archives yesterday also when it may not list what is there', async () => {
    server.fault('ListObjectsV2', { kind: 'error', code: 'AccessDenied', status: 403 })

    await expect(through('2026-02-09')).rejects.toThrow(
      'archived 1 of 2 files; failed: search for missed days (AccessDenied: The service said AccessDenied.)',
    )
    expect([...objects.keys()]).toEqual(['2026-02-09/2026-02-09.csv'])
  })
})
