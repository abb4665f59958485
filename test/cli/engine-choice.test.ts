import { run } from '../../cli/commands/run'
import { LOG_FOLDER } from '../../lib/flow-log/object-keys'
import { partitionFolder } from '../../lib/lake/layout'
import { awsServer, type AwsServer } from '../aws-server/aws-server'
import { fakeWaiting } from '../aws-server/fake-waiting'
import { lakeTable } from '../engines/athena/lake-table'
import { recordOf } from '../interpreter/flow-record'
import { fakeTerminal } from './fake-terminal'
import { emptyFolder, lakeFolder, SETTINGS, type LakeFolder } from './lake-folder'

const NOON = '2026-03-14T12:00:00Z'
const DAY = 86_400_000
const ARGS = { engine: 'auto', lateness: '30m', output: 'json', noCache: true } as const
const COUNT = 'stats count(*) as records'
const NEWEST =
  'note: records that start after 2026-03-14T11:45:00Z may be incomplete: CloudWatch has a record about 5 minutes after the end of its interval of up to 10 minutes'

let server: AwsServer
let here: LakeFolder
beforeEach(async () => {
  server = await awsServer()
  server.logs.now = () => Date.parse(NOON)
  here = await lakeFolder()
  lakeTable(server, { from: '2026-03-07', to: '2026-03-15' })
  server.s3.addBucket('flow-logs-bucket')
  server.athena.answer = () => ({ columns: [{ name: 'records', type: 'bigint' }], rows: [['7']] })
})
afterEach(async () => {
  await server.close()
  await here.remove()
})

/** A log group that has kept so many bytes of records for seven days. */
function addGroup(bytes: number, name = 'vpc-flow-logs'): void {
  const start = String(Date.parse(NOON) / 1000 - 60)
  const { values } = recordOf(['start', 'bytes'], [start, '100'])
  server.logs.addGroup(name, {
    records: [{ message: 'x'.repeat(bytes), values }],
    fields: { bytes: 100, startTime: 100 },
    retentionDays: 7,
  })
}

/** An object of the lake for each hour from so many days ago on. */
function addObjects(days: number, size: number): void {
  for (let time = Date.parse(NOON) - days * DAY; time <= Date.parse(NOON); time += DAY / 24) {
    const partition = { accountId: '123456789012', region: 'eu-west-1', hour: new Date(time) }
    server.s3.buckets.get('flow-logs-bucket')!.set(`${LOG_FOLDER}${partitionFolder(partition)}a`, Buffer.alloc(size)) // prettier-ignore
  }
}

type Arguments = Partial<Parameters<typeof run>[0]>

async function asked(args: Arguments, folder = here.folder) {
  const terminal = fakeTerminal({ folder })
  const connect = () => Promise.resolve(server.clients())
  const world = { connect, connectLogs: connect, waiting: fakeWaiting({ start: NOON }) }
  const error = await run({ ...ARGS, query: COUNT, ...args }, terminal, world).then(
    () => undefined,
    ({ message, help, exitCode }: Error & { help?: string; exitCode?: number }) => ({ message, help, exitCode }), // prettier-ignore
  )
  const rows = terminal.stdout() === '' ? [] : (JSON.parse(terminal.stdout()) as object[])
  return { rows, error, said: terminal.stderr().split('\n').slice(0, -1) }
}

describe('--engine auto', () => {
  it('takes CloudWatch where little is stored, as Athena counts 10 MB at least', async () => {
    addGroup(3000)
    addObjects(7, 1000)

    const { rows, said } = await asked({ from: '1h' })

    expect(rows).toEqual([{ records: 1 }])
    expect(said[0]).toBe(
      'note: --engine auto chose cloudwatch: the cheapest that has the range, about <$0.000001 (athena: about $0.000048)',
    )
    expect(server.athena.executions).toEqual([])
  })

  it('takes Athena where much is stored', async () => {
    addGroup(20_000_000)
    addObjects(7, 1000)

    const { rows, said } = await asked({ from: '6d' })

    expect(rows).toEqual([{ records: 7 }])
    expect(said[0]).toBe(
      'note: --engine auto chose athena: the cheapest that has the range, about $0.000048 (cloudwatch: about $0.000532)',
    )
    expect(server.logs.queries).toEqual([])
  })

  it('takes the one that goes back far enough, and says why not the other', async () => {
    addGroup(20_000_000)
    addObjects(2, 1000)

    const { rows, said } = await asked({ from: '6d' })

    expect(rows).toEqual([{ records: 1 }])
    expect(said[0]).toBe(
      'note: --engine auto chose cloudwatch: it has the range, about $0.000532 (athena: its files of the range begin at 2026-03-12T12:00:00Z)',
    )
  })

  it('takes none for a range that nothing covers', async () => {
    addGroup(3000)
    addObjects(7, 1000)

    expect((await asked({ from: '30d' })).error).toEqual({
      message:
        'no engine has data for this range and these fields: cloudwatch: keeps 7 days; athena: keeps 7 days',
      help: '--engine NAME reads what one of them has; `natlens archive list` lists the days whose answers are archived',
      exitCode: 1,
    })
  })

  it('takes the engine that an option belongs to, whatever the settings have', async () => {
    addGroup(3000, 'another')

    const { rows, said } = await asked({ from: '1h', logGroup: ['another'] })

    expect(rows).toEqual([{ records: 1 }])
    expect(said).toEqual([NEWEST])
    expect(server.calls).not.toContain('ListObjectsV2')
  })

  it('does without the prices of a bucket that may not be listed', async () => {
    addGroup(3000)
    server.fault('ListObjectsV2', { kind: 'error', code: 'AccessDenied', status: 403 })

    const { said } = await asked({ from: '1h' })

    expect(said[0]).toBe(
      'note: --engine auto chose cloudwatch: the cheapest that has the range, about <$0.000001 (athena: price unknown)',
    )
  })

  it('asks for the last hour when nothing says from when on', async () => {
    addGroup(3000)

    const { said } = await asked({ logGroup: ['vpc-flow-logs'] })

    expect(said).toEqual(['note: no --from: querying the hour before now', NEWEST])
    expect(server.logs.queries[0]).toMatchObject({
      startTime: Date.parse('2026-03-14T11:00:00Z') / 1000,
      endTime: Date.parse(NOON) / 1000 - 1,
    })
  })

  it('refuses a range that is yet to come', async () => {
    addGroup(3000)

    const { error } = await asked({ from: '2026-03-15', logGroup: ['vpc-flow-logs'] })

    expect(error).toMatchObject({
      message: '--from 2026-03-15T00:00:00.000Z is not in the past',
      exitCode: 2,
    })
    expect(server.calls).toEqual([])
  })

  it('says where logs may be when neither options nor settings name any', async () => {
    const nowhere = await emptyFolder()
    const { error, said } = await asked({ from: '1h' }, nowhere.folder)
    await nowhere.remove()

    expect(said).toEqual([])
    expect(error).toEqual({
      message: 'no flow logs are given',
      help: 'use --path FILE, FOLDER or GLOB (`natlens sample --out DIR` writes logs to try), --log-group, --workgroup, --server or natlens.config.json',
      exitCode: 2,
    })
  })
})

describe('--estimate', () => {
  it('prints what each engine would scan and cost, and runs nothing', async () => {
    addGroup(1_000_000)
    addObjects(7, 100_000)

    const { rows } = await asked({ from: '2026-03-13T12:00Z', estimate: true })

    const scanned = 1_000_000 / 0.15 / 7
    expect(rows).toEqual([
      {
        engine: 'cloudwatch',
        covers: 'yes',
        why: 'keeps 7 days',
        bytes: Math.round(scanned),
        usd: expect.closeTo((scanned / 2 ** 30) * 0.005, 9) as number,
      },
      {
        engine: 'athena',
        covers: 'yes',
        why: 'keeps 7 days',
        bytes: 2_500_000,
        usd: expect.closeTo((10 * 5) / 2 ** 20, 9) as number,
      },
    ])
    expect([...server.logs.queries, ...server.athena.executions]).toEqual([])
  })

  it('takes prices of another region, and tells of Trino the bytes alone', async () => {
    addObjects(1, 20_000_000)
    const trino = { server: 'http://127.0.0.1:1', database: 'natlens', table: 'flow_logs' }
    const athena = { workgroup: 'natlens', scanUsdPerTb: '9' }

    const { rows } = await asked({ from: '1h', estimate: true, ...trino, ...athena })

    expect(rows).toEqual([
      { engine: 'athena', covers: 'yes', why: 'keeps 7 days', bytes: 40_000_000, usd: expect.closeTo((39 * 9) / 2 ** 20, 9) as number }, // prettier-ignore
      { engine: 'trino', covers: 'yes', why: 'keeps 7 days', bytes: 40_000_000, usd: null },
    ])
  })

  it('knows the Trino server of the settings, and that its price is not known', async () => {
    addObjects(1, 20_000_000)
    const trino = { server: 'http://127.0.0.1:1', catalog: 'lake' }
    const told = await lakeFolder({ ...SETTINGS, trino })

    const { rows } = await asked({ from: '1h', estimate: true }, told.folder)
    await told.remove()

    expect(rows).toMatchObject([
      { engine: 'cloudwatch' },
      { engine: 'athena', covers: 'yes' },
      { engine: 'trino', covers: 'yes', why: 'keeps 7 days', bytes: 40_000_000, usd: null },
    ])
  })

  it('tells what is not there and which fields are lacking', async () => {
    const { rows } = await asked({
      query: undefined,
      name: 'nat/conversations',
      from: '1h',
      estimate: true,
      logFormat: 'v2',
    })

    expect(rows).toMatchObject([
      { engine: 'cloudwatch', covers: 'no', why: expect.stringMatching(/^its records have no `pkt-srcaddr`/) as string }, // prettier-ignore
      { engine: 'athena', covers: 'no', why: 'has no file of the range', bytes: 0 },
    ])
  })
})

it('says of a workgroup that it has no place for results', async () => {
  const message = 'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.' // prettier-ignore
  server.fault('StartQueryExecution', { kind: 'error', code: 'InvalidRequestException', message })

  expect((await asked({ from: '1h', workgroup: 'primary' })).error).toEqual({
    message: 'workgroup `primary` has no location for query results',
    help: 'set one in the workgroup, or use the workgroup of the lake stack: --workgroup NAME',
    exitCode: 1,
  })
})

describe('--max-usd', () => {
  it('refuses what would cost more, with the estimate, before anything runs', async () => {
    addGroup(3_000_000)

    const { error } = await asked({ from: '7d', logGroup: ['vpc-flow-logs'], maxUsd: '0.00005' })

    expect(error).toEqual({
      message: 'cloudwatch would scan about 20.00 MB for about $0.000093, above --max-usd 0.00005',
      help: 'a shorter range scans less: --from, --to; --estimate compares the engines',
      exitCode: 1,
    })
    expect(server.logs.queries).toEqual([])
  })

  it('runs what costs less', async () => {
    addGroup(3_000_000)

    const args = { from: '7d', logGroup: ['vpc-flow-logs'], maxUsd: '0.0001' }

    expect((await asked(args)).rows).toEqual([{ records: 1 }])
  })

  it('refuses what nobody can tell the price of', async () => {
    addGroup(3000)
    server.fault('DescribeLogGroups', { kind: 'error', code: 'AccessDeniedException' })

    const { error } = await asked({ from: '1h', logGroup: ['vpc-flow-logs'], maxUsd: '1' })

    expect(error).toEqual({
      message: 'cannot estimate the cost on cloudwatch, so --max-usd cannot be enforced',
      help: 'allow `logs:DescribeLogGroups`, or run it without --max-usd',
      exitCode: 1,
    })
  })
})

it.each([
  [{ path: ['logs'], engine: 'athena' }, '--engine athena does not read files'],
  [{ path: ['logs'], estimate: true }, '--estimate does not apply to files'],
  [{ path: ['logs'], maxUsd: '1' }, '--max-usd does not apply to files'],
  [{ path: ['logs'], workgroup: 'w' }, '--workgroup does not apply to files'],
  [{ engine: 'local', server: 'https://trino.example.com' }, '--server does not apply to files'],
  [{ engine: 'trino', from: '1h' }, '--server is missing'],
  [
    { engine: 'athena', from: '1h', logGroup: ['a'] },
    '--engine athena does not have the option --log-group',
  ],
  [{ user: 'ana', from: '1h' }, '--server is missing'],
  [
    { reuse: '1h', server: 'https://trino.example.com', from: '1h' },
    '--reuse is an option of athena, --server of trino',
  ],
  [{ workgroup: 'w', from: '1h', reuse: '8d' }, '--reuse `8d` is not between a minute and 7 days'],
  [{ logGroup: ['a b'], from: '1h' }, '--log-group `a b` is not the name or ARN of a log group'],
  [{ logGroup: ['a'], from: '1h', region: 'Ireland' }, '--region `Ireland` is not a region'],
] as [Arguments, string][])('refuses %p', async (args, message) => {
  expect((await asked(args)).error).toMatchObject({ message, exitCode: 2 })
})

it.each(['table', 'csv', 'json'] as const)(
  '--engine cloudwatch prints as %s what only CloudWatch understands',
  async (output) => {
    addGroup(3000)
    const text = 'pattern @message'
    const cells = [
      { field: '@pattern', value: 'x <*>' },
      { field: '@ptr', value: 'a' },
    ]
    const terminal = fakeTerminal({ folder: here.folder })
    const connect = () => Promise.resolve(server.clients())
    const world = { connect, connectLogs: connect, waiting: fakeWaiting({ start: NOON }) }
    const args = {
      ...ARGS,
      engine: 'cloudwatch',
      query: text,
      from: '1h',
      to: '2026-03-14T11:30Z',
      output,
    } as const
    const printed = {
      table: '@pattern\n--------\nx <*>\n',
      csv: '@pattern\r\nx <*>\r\n',
      json: '[\n  {"@pattern":"x <*>"}\n]\n',
    }

    server.logs.opaque.set(text, [cells])
    await run(args, terminal, world)
    server.logs.opaque.set(text, [])
    await run(args, fakeTerminal({ folder: here.folder }), world)

    expect(terminal.stdout()).toBe(printed[output])
  },
)
