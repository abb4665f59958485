import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { archive } from '../../cli/commands/archive'
import { loadCatalogue } from '../../lib/catalogue/catalogue'
import { InterruptedError } from '../../lib/errors'
import { awsServer, type AwsServer } from '../aws-server/aws-server'
import { fakeTerminal } from './fake-terminal'
import { ARCHIVE_BUCKET, emptyFolder, lakeFolder, type LakeFolder } from './lake-folder'

const HEADER =
  'natGateway,privateAddress,publicAddress,awsService,uploadBytes,downloadBytes,totalBytes\r\n'
const LINE = 'eni-0aaaaaaaaaaaaaaa1,10.0.3.7,203.0.113.5,,1000,2000000,2001000\r\n'
const catalogue = loadCatalogue()

let server: AwsServer
let here: LakeFolder
let objects: Map<string, Buffer>

beforeEach(async () => {
  server = await awsServer()
  server.athena.now = () => Date.now()
  here = await lakeFolder()
  server.glue.addTable('natlens', 'flow_logs')
  objects = server.s3.addBucket(ARCHIVE_BUCKET)
  server.athena.answer = () => ({
    columns: HEADER.trim()
      .split(',')
      .map((name) => ({ name, type: name.endsWith('Bytes') ? 'bigint' : 'varchar' })),
    rows: [['eni-0aaaaaaaaaaaaaaa1', '10.0.3.7', '203.0.113.5', '-', '1000', '2000000', '2001000']],
  })
})
afterEach(async () => {
  await server.close()
  await here.remove()
})

type Arguments = Partial<Parameters<typeof archive>[0]>
type World = Parameters<typeof fakeTerminal>[0] & { readonly signal?: AbortSignal }

async function run(
  action: 'list' | 'show' | 'get' | 'run',
  args: Arguments = {},
  { signal, ...world }: World = {},
) {
  const terminal = fakeTerminal({ folder: here.folder, ...world })
  const connect = () => Promise.resolve(server.clients())
  const stoppable = signal ? { ...terminal, signal } : terminal
  const code = await archive({ action, output: 'table', ...args }, stoppable, connect, catalogue)
  return {
    code,
    stdout: terminal.stdout(),
    stderr: terminal.stderr(),
    progress: terminal.progressLines,
  }
}

describe('archiving the days of a range', () => {
  it('runs each day and writes its file', async () => {
    const { code, stdout, stderr } = await run('run', { from: '2026-03-12' })

    expect({ code, stderr }).toEqual({ code: 0, stderr: 'archived 2\n' })
    expect(stdout).toBe(
      [
        'date        query              outcome   rows  bytesScanned  key',
        '----------  -----------------  --------  ----  ------------  -------------------------',
        '2026-03-12  nat/daily-top-100  archived     1      10.00 MB  2026-03-12/2026-03-12.csv',
        '2026-03-13  nat/daily-top-100  archived     1      10.00 MB  2026-03-13/2026-03-13.csv',
        '',
      ].join('\n'),
    )
    expect(objects.get('2026-03-13/2026-03-13.csv')?.toString()).toBe(HEADER + LINE)
    expect(server.athena.executions[0]?.input).toMatchObject({ WorkGroup: 'natlens' })
    expect(server.athena.executions[0]?.input.QueryString).toContain(
      `FROM "awsdatacatalog"."natlens"."flow_logs"`,
    )
  })

  it('goes on where it ended: what is archived is not run again unless forced', async () => {
    await run('run', { from: '2026-03-12', to: '2026-03-13' })
    const range = { from: '2026-03-11', to: '2026-03-14', output: 'json' } as const
    const dry = await run('run', { ...range, dryRun: true })
    const before = server.athena.executions.length
    const real = await run('run', range)

    expect(before).toBe(1)
    expect(dry.stderr).toBe('dry run: archived 2, present 1\n')
    expect(real.stderr).toBe('archived 2, present 1\n')
    const outcomes = ({ stdout }: { stdout: string }) =>
      (JSON.parse(stdout) as { date: string; outcome: string }[]).map(
        ({ date, outcome }) => `${date} ${outcome}`,
      )
    expect(outcomes(real)).toEqual([
      '2026-03-11 archived',
      '2026-03-12 present',
      '2026-03-13 archived',
    ])
    expect(outcomes(dry)).toEqual(outcomes(real))
    expect(server.athena.executions).toHaveLength(3)
    expect((await run('run', { ...range, force: true })).stderr).toBe('archived 3\n')
    expect(server.athena.executions).toHaveLength(6)
  })

  it('leaves alone what is past retention, since an empty file would say that there was no traffic', async () => {
    const { stderr } = await run('run', { from: '2026-03-05', to: '2026-03-08' })

    expect(stderr).toBe('expired 2, archived 1\n')
    expect([...objects.keys()]).toEqual(['2026-03-07/2026-03-07.csv'])
  })

  it('tells an empty day from a full one, and from one whose file stays', async () => {
    server.athena.answer = () => ({ columns: [{ name: 'natGateway', type: 'varchar' }], rows: [] })
    objects.set('2026-03-12/2026-03-12.csv', Buffer.from(HEADER + LINE))

    expect((await run('run', { from: '2026-03-12', force: true })).stderr).toBe('kept 1, empty 1\n')
    expect(objects.get('2026-03-12/2026-03-12.csv')?.toString()).toBe(HEADER + LINE)
  })

  it('goes on after a day that fails, and ends with 1', async () => {
    server.athena.courses.push({ end: 'FAILED', reason: 'GENERIC_USER_ERROR', retryable: false })
    const { code, stderr } = await run('run', { from: '2026-03-12' })

    expect(code).toBe(1)
    expect(stderr).toBe(
      'warning: archived 0 of 1 files; failed: nat/daily-top-100 of 2026-03-12 (athena: query execution execution-1 failed: GENERIC_USER_ERROR)\nfailed 1, archived 1\n',
    )
  })

  it('stops at the first day when AWS would refuse the others, too', async () => {
    server.fault('PutObject', undefined, { kind: 'error', code: 'AccessDenied', status: 403 })

    await expect(run('run', { from: '2026-03-11' })).rejects.toMatchObject({
      message: `access denied: \`s3:PutObject\` on \`s3://${ARCHIVE_BUCKET}/2026-03-12/2026-03-12.csv\``,
    })
    expect(server.athena.executions).toHaveLength(2)
  })

  it('stops at the first day when there is no such table or workgroup', async () => {
    await expect(run('run', { from: '2026-03-11', table: 'logs' })).rejects.toMatchObject({
      message: 'table `natlens.logs` not found',
    })
    await expect(run('run', { from: '2026-03-11', workgroup: 'a b' })).rejects.toMatchObject({
      message: 'workgroup `a b` not found',
    })
    expect(server.athena.executions).toEqual([])
  })

  it('stops the query execution when it is interrupted', async () => {
    const controller = new AbortController()
    server.athena.courses.push({ running: 1000 })
    server.athena.answer = () => {
      controller.abort(new InterruptedError('interrupted'))
      return { columns: [], rows: [] }
    }

    await expect(
      run('run', { from: '2026-03-12' }, { signal: controller.signal }),
    ).rejects.toBeInstanceOf(InterruptedError)
    expect(server.athena.executions.map(({ stopped }) => stopped)).toEqual([true])
    expect(server.calls.at(-1)).toBe('StopQueryExecution')
  })

  it('draws how far it is on a terminal', async () => {
    let seconds = 0
    const now = () => new Date(Date.parse('2026-03-14T12:00:00Z') + 2000 * seconds++)
    const { progress } = await run('run', { from: '2026-03-12' }, { isStderrTerminal: true, now })

    expect(progress).toContain(`archive [${'#'.repeat(15)}${'.'.repeat(15)}]  50 %`)
    expect(progress.at(-1)).toBeUndefined()
  })

  it('takes no day that is not over, no day without a range, and no settings that are not there', async () => {
    await expect(run('run', { from: '2026-03-14' })).rejects.toMatchObject({
      message: 'the range is not over yet: today is 2026-03-14',
      help: 'the last day that can be archived is 2026-03-13',
      exitCode: 2,
    })
    await expect(run('run')).rejects.toMatchObject({ message: '--from is missing', exitCode: 2 })
    await expect(run('run', { from: '7d', query: ['nat/upload'] })).rejects.toMatchObject({
      message: 'the archive has no query `nat/upload`',
      help: 'it has nat/daily-top-100',
    })
    const nowhere = await emptyFolder()
    await expect(run('run', { from: '7d' }, { folder: nowhere.folder })).rejects.toMatchObject({
      message: 'the settings are missing',
      exitCode: 2,
    })
    await nowhere.remove()
  })
})

describe('reading the archive', () => {
  beforeEach(() => {
    for (const date of ['2026-03-10', '2026-03-12']) {
      objects.set(`${date}/${date}.csv`, Buffer.from(HEADER + LINE))
    }
  })

  it('lists the days that are there, and in a range those that are missing', async () => {
    const dates = (text: string) =>
      (JSON.parse(text) as { date: string; outcome: string }[]).map(
        ({ date, outcome }) => `${date} ${outcome}`,
      )

    expect(dates((await run('list', { output: 'json' })).stdout)).toEqual([
      '2026-03-10 archived',
      '2026-03-12 archived',
    ])
    expect(dates((await run('list', { from: '2026-03-11', output: 'json' })).stdout)).toEqual([
      '2026-03-11 missing',
      '2026-03-12 archived',
      '2026-03-13 missing',
    ])
  })

  it('needs no settings when the bucket is named', async () => {
    const nowhere = await emptyFolder()
    const { stdout } = await run('list', { bucket: ARCHIVE_BUCKET }, { folder: nowhere.folder })
    await nowhere.remove()

    expect(stdout).toContain('2026-03-12  nat/daily-top-100  archived  2026-03-12/2026-03-12.csv\n')
  })

  it('shows a day as a table, with the units of the query, or as JSON', async () => {
    expect((await run('show', { date: '2026-03-12' })).stdout).toBe(
      [
        'natGateway             privateAddress  publicAddress  awsService  uploadBytes  downloadBytes  totalBytes',
        '---------------------  --------------  -------------  ----------  -----------  -------------  ----------',
        'eni-0aaaaaaaaaaaaaaa1  10.0.3.7        203.0.113.5                    1.00 kB        2.00 MB     2.00 MB',
        '',
      ].join('\n'),
    )
    const { stdout } = await run('show', { date: '2026-03-12', output: 'json' })
    expect(JSON.parse(stdout)).toMatchObject([{ awsService: null, totalBytes: 2_001_000 }])
  })

  it('gets the file as it is', async () => {
    expect((await run('get', { date: '2026-03-12' })).stdout).toBe(HEADER + LINE)
    const { stderr } = await run('get', { date: '2026-03-12', out: 'top.csv' })

    expect(stderr).toBe(`wrote ${(HEADER + LINE).length} bytes to top.csv\n`)
    expect(await readFile(join(here.folder, 'top.csv'), 'utf8')).toBe(HEADER + LINE)
  })

  it('says which day is not there, or no day at all', async () => {
    await expect(run('show', { date: '2026-03-11' })).rejects.toMatchObject({
      message: `\`s3://${ARCHIVE_BUCKET}/2026-03-11/2026-03-11.csv\` is not in the archive`,
    })
    await expect(run('get', { date: '2026-02-30' })).rejects.toMatchObject({
      message: '`2026-02-30` is not a day such as 2026-03-14',
      exitCode: 2,
    })
    await expect(run('show')).rejects.toMatchObject({
      message: 'the day is missing',
      help: '`natlens archive show 2026-03-14`',
    })
    await expect(run('list', { date: '2026-03-12' })).rejects.toMatchObject({
      message: 'unexpected argument `2026-03-12`',
    })
    await expect(run('list', { bucket: 'elsewhere' })).rejects.toMatchObject({
      message: 'bucket `elsewhere` not found',
    })
  })
})
