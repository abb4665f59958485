import { partitions } from '../../cli/commands/partitions'
import { awsServer, type AwsServer } from '../aws-server/aws-server'
import { fakeTerminal } from './fake-terminal'
import { emptyFolder, lakeFolder, type LakeFolder } from './lake-folder'

let server: AwsServer
let here: LakeFolder
let rows: ReadonlyMap<string, unknown>

beforeEach(async () => {
  server = await awsServer()
  here = await lakeFolder()
  rows = server.glue.addTable('natlens', 'flow_logs').partitions
})
afterEach(async () => {
  await server.close()
  await here.remove()
})

type Arguments = Partial<Parameters<typeof partitions>[0]>

async function run(action: 'list' | 'add' | 'delete', args: Arguments = {}, folder = here.folder) {
  const terminal = fakeTerminal({ folder })
  const connect = () => Promise.resolve(server.clients())
  const code = await partitions({ action, output: 'table', ...args }, terminal, connect)
  return { code, stdout: terminal.stdout(), stderr: terminal.stderr() }
}

const DAY = { from: '2026-03-10', to: '2026-03-11' }

describe('adding partitions', () => {
  it('adds the hours of the range and says so, a row for each day', async () => {
    expect(await run('add', { from: '2026-03-10', to: '2026-03-11T06:00Z' })).toEqual({
      code: 0,
      stdout: [
        'outcome  account       region     date        hours  partitions',
        '-------  ------------  ---------  ----------  -----  ----------',
        'added    123456789012  eu-west-1  2026-03-10  00-23          24',
        'added    123456789012  eu-west-1  2026-03-11  00-05           6',
        '',
      ].join('\n'),
      stderr: 'added 30, present 0\n',
    })
    expect([...rows.keys()][29]).toBe('123456789012/vpcflowlogs/eu-west-1/2026/03/11/05')
  })

  it('says in the same words what it would do, and does nothing', async () => {
    await run('add', { from: '2026-03-10', to: '2026-03-10T03:00Z' })
    const before = server.calls.length
    const dry = await run('add', { ...DAY, dryRun: true })
    expect(server.calls.slice(before)).toEqual(['GetPartitions'])
    const real = await run('add', DAY)

    expect(dry.stdout).toBe(real.stdout)
    expect(dry.stderr).toBe(`dry run: ${real.stderr}`)
    expect(real.stderr).toBe('added 21, present 3\n')
  })

  it('ends today unless told, and takes accounts, region, database and table from the options', async () => {
    const nowhere = await emptyFolder()
    const names = server.glue.addTable('lake', 'logs').partitions
    const lake = { database: 'lake', table: 'logs', account: ['210987654321'], region: 'eu-west-1' }
    const { stderr } = await run('add', { from: '2026-03-14', ...lake }, nowhere.folder)
    await nowhere.remove()

    expect(stderr).toBe('added 24, present 0\n')
    expect(names.has('210987654321/vpcflowlogs/eu-west-1/2026/03/14/23')).toBe(true)
  })

  it('needs to know where, when and for whom', async () => {
    await expect(run('add')).rejects.toMatchObject({ message: '--from is missing', exitCode: 2 })
    await expect(run('add', { from: '2026-03-16' })).rejects.toMatchObject({
      message: '--from 2026-03-16T00:00:00.000Z is not before the end of today',
    })
    await expect(run('add', { ...DAY, account: ['12'] })).rejects.toMatchObject({
      message: '--account `12` is not twelve digits',
    })
    const nowhere = await emptyFolder()
    await expect(run('add', DAY, nowhere.folder)).rejects.toMatchObject({
      message: '--account is missing',
      help: 'no natlens.config.json in this folder; use --config FILE',
      exitCode: 2,
    })
    await nowhere.remove()
  })
})

describe('listing and deleting partitions', () => {
  beforeEach(() => run('add', { from: '2026-03-08', to: '2026-03-11' }))

  it('lists those of the range as JSON', async () => {
    const { stdout, stderr } = await run('list', { from: '2026-03-10T22:00Z', output: 'json' })

    expect(JSON.parse(stdout)).toEqual([
      {
        outcome: 'listed',
        account: '123456789012',
        region: 'eu-west-1',
        date: '2026-03-10',
        hours: '22-23',
        partitions: 2,
      },
    ])
    expect(stderr).toBe('listed 2\n')
  })

  it('deletes those of the range alone, dry first, and twice is as good as once', async () => {
    const range = { from: '2026-03-09', to: '2026-03-10' }
    const dry = await run('delete', { ...range, dryRun: true })
    expect(rows.size).toBe(72)
    const real = await run('delete', range)

    expect(dry.stdout).toBe(real.stdout)
    expect(dry.stderr).toBe('dry run: deleted 24, gone 0\n')
    expect(rows.size).toBe(48)
    expect((await run('delete', range)).stderr).toBe('deleted 0, gone 0\n')
    expect((await run('delete', { to: '4d' })).stderr).toBe('deleted 36, gone 0\n')
  })

  it('does not delete without an end', async () => {
    await expect(run('delete', { from: '2026-03-09' })).rejects.toMatchObject({
      message: '--to is missing',
      help: 'delete removes the partitions before it',
      exitCode: 2,
    })
  })
})

it('draws how far a long backfill is, on stderr alone and only for a person', async () => {
  const widths = async (action: 'add' | 'delete', isStderrTerminal: boolean) => {
    let looks = 0
    // Two seconds pass between one look at the clock and the next.
    const now = () => new Date(Date.parse('2026-03-14T12:00:00Z') + 2000 * looks++)
    const terminal = fakeTerminal({ folder: here.folder, isStderrTerminal, now })
    const args = { action, from: '2026-03-01', to: '2026-03-11', output: 'table' } as const
    await partitions(args, terminal, () => Promise.resolve(server.clients()))
    return terminal.progressLines.map((line) => line && /\d+ %/.exec(line)?.[0])
  }

  expect(await widths('add', false)).toEqual([undefined])
  // 240 partitions by hundreds, then by twenty-fives.
  expect(await widths('add', true)).toEqual(['0 %', '41 %', '83 %', '100 %', undefined])
  const deleting = await widths('delete', true)
  expect(deleting).toHaveLength(12)
  expect(deleting.slice(-3)).toEqual(['93 %', '100 %', undefined])
})

describe('what AWS refuses is one message with the next step', () => {
  it('a table that is not there', async () => {
    await expect(run('list', { table: 'flow_log' })).rejects.toMatchObject({
      message: 'table `natlens.flow_log` not found',
      help: 'deploy the lake stack first, or use another name or --region',
      exitCode: 1,
    })
    await expect(run('add', { ...DAY, table: 'flow_log' })).rejects.toMatchObject({
      message: 'table `natlens.flow_log` not found',
    })
  })

  it.each([
    ['ExpiredTokenException', 'the AWS credentials have expired'],
    ['UnrecognizedClientException', 'AWS rejected the credentials: UnrecognizedClientException'],
    ['AccessDeniedException', 'access denied: `glue:GetPartitions` on `table natlens.flow_logs`'],
    [
      'InvalidInputException',
      'glue:GetPartitions (table natlens.flow_logs): InvalidInputException: The service said InvalidInputException.',
    ],
  ])('%s', async (code, message) => {
    server.fault('GetPartitions', { kind: 'error', code })

    await expect(run('list')).rejects.toMatchObject({ name: 'UserError', message })
  })

  it('an action that is denied in the middle of the work', async () => {
    server.fault('BatchCreatePartition', { kind: 'error', code: 'AccessDeniedException' })

    await expect(run('add', DAY)).rejects.toMatchObject({
      message: 'access denied: `glue:BatchCreatePartition` on `table natlens.flow_logs`',
      help: "its policies must allow it; the lake stack's roles show what is required",
    })
  })
})
