import { readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fetch } from '../../cli/commands/fetch'
import { awsServer, type AwsServer } from '../aws-server/aws-server'
import { fakeWaiting } from '../aws-server/fake-waiting'
import { hold, throttle } from '../aws-server/fault'
import { sampleHour, type SampleHour } from '../engines/sample-hour'
import { recordOf } from '../interpreter/flow-record'
import { fakeTerminal } from './fake-terminal'
import { awsEnvironment, emptyFolder, lakeFolder, type LakeFolder } from './lake-folder'
import { natlens, type ProcessOptions } from './natlens-process'
import { LOG_BUCKET, sampleBucket } from './sample-bucket'

const HOUR = ['--from', '2026-03-14T00:00Z', '--to', '2026-03-14T01:00Z']
const ARGS = {
  from: '2026-03-14T00:00Z',
  to: '2026-03-14T01:00Z',
  out: 'incident',
  lateness: '30m',
  output: 'json',
} as const

let server: AwsServer
let here: LakeFolder
beforeEach(async () => {
  server = await awsServer()
  here = await lakeFolder()
})
afterEach(async () => {
  await server.close()
  await here.remove()
})

type Arguments = Partial<Parameters<typeof fetch>[0]>

async function fetched(args: Arguments = {}, folder = here.folder, signal?: AbortSignal) {
  // A minute passes between one look at the clock and the next: every step is drawn.
  let now = Date.parse('2026-03-14T12:00:00Z')
  const later = () => new Date((now += 60_000))
  const talkative = fakeTerminal({ folder, isStderrTerminal: true, now: later })
  const terminal = { ...talkative, ...(signal && { signal }) }
  const connect = () => Promise.resolve(server.clients())
  const { clock } = fakeWaiting({ start: '2026-03-14T12:00:00Z' })
  let help: string | undefined
  const code = await fetch({ ...ARGS, ...args }, terminal, {
    connect,
    connectLogs: connect,
    clock,
  }).catch((error: Error) => {
    help = (error as { help?: string }).help
    return error.message
  })
  const rows = (terminal.stdout() === '' ? [] : JSON.parse(terminal.stdout())) as object[]
  const shares = terminal.progressLines.flatMap((line) => (line ? [parseInt(line.slice(-5))] : []))
  return { code, help, rows, shares, said: terminal.stderr().trimEnd().split('\n') }
}

const process = (words: readonly string[], onStart?: ProcessOptions['onStart']) =>
  natlens(words, {
    folder: here.folder,
    environment: { ...awsEnvironment(server), npm_lifecycle_event: undefined },
    ...(onStart && { onStart }),
  })

describe('fetch from the lake', () => {
  it('brings the files of the range, which --path answers from as from the lake itself', async () => {
    const logs = await sampleBucket(server, join(here.folder, 'sample'))

    const { code, stderr } = await process(['fetch', ...HOUR, '--out', 'incident'])
    const question = ['run', 'nat/conversations', ...HOUR, '-o', 'csv', '--path']
    const [there, then] = [await process([...question, logs]), await process([...question, 'incident'])] // prettier-ignore
    const all = [...server.s3.buckets.get(LOG_BUCKET)!.keys()].filter((key) => /hour=0[01]/.test(key)) // prettier-ignore

    expect(code).toBe(0)
    expect(stderr).toMatch(/^fetched \d+, present 0: [\d.]+ kB\nnext: natlens run nat\/conversations --path incident --from 2026-03-14T00:00:00Z --to 2026-03-14T01:00:00Z\n$/) // prettier-ignore
    expect(then.stdout).toBe(there.stdout)
    expect(then.stdout.split('\r\n').length).toBeGreaterThan(3)
    expect(await filesIn(join(here.folder, 'incident'))).toEqual(all.sort())
  })

  it('says before what it would fetch and what that costs, and fetches nothing', async () => {
    server.s3.addBucket(LOG_BUCKET).set(keyOf('a'), Buffer.alloc(1500))

    const { code, rows, said } = await fetched({ dryRun: true })

    expect(code).toBe(0)
    expect(rows).toEqual([
      {
        outcome: 'fetched',
        from: '123456789012 eu-west-1',
        date: '2026-03-14',
        files: 1,
        records: null,
        bytes: 1500,
      },
    ])
    expect(said).toEqual([
      'dry run: fetched 1, present 0: 1.50 kB',
      'dry run: 1 GET requests of S3 (about <$0.000001); what leaves AWS is billed as data transfer',
    ])
    expect(server.calls).not.toContain('GetObject')
  })

  it('goes on where it ended', async () => {
    const objects = server.s3.addBucket(LOG_BUCKET)
    for (const name of ['a', 'b', 'c']) objects.set(keyOf(name), Buffer.from(name))
    server.fault('GetObject', undefined, undefined, { kind: 'error', code: 'AccessDenied', status: 403 }) // prettier-ignore

    const first = await fetched()
    const second = await fetched()

    expect(first.code).toMatch(
      new RegExp(`^access denied: \`s3:GetObject\` on \`s3://${LOG_BUCKET}/AWSLogs/.*\`$`),
    )
    expect(first.said).toEqual(['stopped after: fetched 2, present 0; run it again to resume'])
    expect(second.said[0]).toBe('fetched 1, present 2: 1 B')
  })

  it('leaves no half file when Ctrl-C comes in the middle of one, and goes on the next time', async () => {
    const objects = server.s3.addBucket(LOG_BUCKET)
    const all = Array.from({ length: 20 }, (_, index) => keyOf(`${index + 10}.log.gz`))
    for (const [index, key] of all.entries()) objects.set(key, Buffer.alloc(200_000, index))
    server.fault('GetObject', undefined, hold)
    const words = ['fetch', ...HOUR, '--out', 'incident']
    const there = async () => {
      const files = await filesIn(join(here.folder, 'incident'))
      for (const file of files) {
        const content = await readFile(join(here.folder, 'incident', file))
        expect([file, content.equals(objects.get(file)!)]).toEqual([file, true])
      }
      return files
    }

    let downloads = 0
    const first = await process(words, (kill) => {
      server.onCall = (call) => {
        // By then half of the object that is held back has come long since.
        if (call === 'GetObject' && ++downloads === all.length) kill('SIGINT')
      }
    })
    const before = await there()
    server.onCall = undefined
    const second = await process(words)

    expect(first.stderr).toMatch(/^stopped after: fetched \d+, present 0; run it again to resume\nnatlens: interrupted\n$/) // prettier-ignore
    expect(first).toMatchObject({ code: 130, stdout: '' })
    expect(before.length).toBeGreaterThan(0)
    // Which of them was held back is a matter of which came second.
    expect(before.length).toBeLessThan(all.length)
    const left = all.length - before.length
    expect(second).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`fetched ${left}, present ${before.length}: `) as string,
    })
    expect(await there()).toEqual(all)
  })

  it('exits with 1 when a file came damaged, and says how many', async () => {
    server.s3.addBucket(LOG_BUCKET).set(keyOf('a'), Buffer.from('a'))
    server.s3.damaged.set(keyOf('a'), 3)

    expect(await fetched()).toMatchObject({
      code: 1,
      said: [
        'fetched 0, present 0, damaged 1: 0 B',
        'warning: 1 file: arrived damaged three times: run it again',
      ],
    })
  })

  it('says that the bucket has nothing of the range', async () => {
    server.s3.addBucket('others-logs')

    expect(await fetched({ bucket: 'others-logs' })).toMatchObject({
      code: 0,
      said: [
        'fetched 0, present 0: 0 B',
        'note: bucket `others-logs` has no file for the range below `AWSLogs/`; use --prefix if AWSLogs/ is in another folder',
      ],
    })
  })

  it('names a bucket that is not there', async () => {
    expect((await fetched({ bucket: 'no-such-bucket' })).code).toBe('bucket `no-such-bucket` not found') // prettier-ignore
  })
})

describe('fetch from a log group', () => {
  let hour: SampleHour
  beforeAll(async () => {
    hour = await sampleHour('v5')
  })
  afterAll(() => hour.remove())

  it('brings the records of the range, which --path answers from as from the files in S3', async () => {
    server.logs.addGroup('/vpc/flow-logs', { records: hour.records })
    server.logs.pageSize = 100

    const group = ['--log-group', '/vpc/flow-logs', '--log-format', 'v5']
    const { code, stderr } = await process(['fetch', ...HOUR, ...group, '--out', 'incident'])
    const question = ['run', 'nat/conversations', ...HOUR, '-o', 'csv', '--path']
    const [there, then] = [await process([...question, hour.path]), await process([...question, 'incident'])] // prettier-ignore

    expect(stderr).toMatch(/^fetched 6, present 0 slices of ten minutes: [\d,]+ records\nnext: natlens run nat\/conversations --path incident --from \S+ --to \S+ --log-format v5\n$/) // prettier-ignore
    expect(code).toBe(0)
    expect(then.stdout).toBe(there.stdout)
    expect(then.stdout.split('\r\n').length).toBeGreaterThan(3)
  })

  it('names the format of the settings for their log groups alone', async () => {
    for (const name of ['vpc-flow-logs', 'of-others']) server.logs.addGroup(name, { records: hour.records }) // prettier-ignore
    const command = 'next: natlens run nat/conversations --path incident --from 2026-03-14T00:00:00Z --to 2026-03-14T01:00:00Z' // prettier-ignore

    expect((await fetched({ engine: 'cloudwatch' })).said[1]).toBe(`${command} --log-format v5`)
    expect((await fetched({ logGroup: ['of-others'] })).said[1]).toBe(command)
  })

  it('fetches again only what may have grown, and what was empty', async () => {
    const records = hour.records.filter(({ values }) => Number(values.get('startTime')) % 3600 < 2000) // prettier-ignore
    server.logs.addGroup('flow-logs', { records })
    // Records of 00:20 to 00:40 may come until 12:10 with such a lateness.
    const late = { logGroup: ['flow-logs'], lateness: '690m' }

    const first = await fetched(late)
    const second = await fetched(late)

    expect(first.said[0]).toMatch(/^fetched 4, present 0, empty 2 slices of ten minutes: \d+ records$/) // prettier-ignore
    expect(second.said).toEqual([
      expect.stringMatching(/^fetched 1, present 3, empty 2 slices of ten minutes: \d+ records$/),
      'note: records of 3 slices may still be delivered: run it again to fetch them',
      expect.stringContaining('next: natlens run nat/conversations'),
    ])
  })

  it('keeps to the rate of CloudWatch and asks again when it is throttled', async () => {
    server.logs.addGroup('flow-logs', { records: hour.records })
    server.fault('FilterLogEvents', throttle, throttle)

    expect((await fetched({ logGroup: ['flow-logs'] })).said[0]).toMatch(/^fetched 6, present 0 /)
    expect(server.calls.filter((call) => call === 'FilterLogEvents')).toHaveLength(8)
  })

  it('tells the slices and the size of the records before, and fetches nothing', async () => {
    server.logs.addGroup('flow-logs', {
      records: hour.records,
      createdAt: Date.parse('2026-03-13T12:00:00Z'),
    })
    const stored = hour.records.reduce((sum, { message }) => sum + message.length, 0)

    const { said, rows } = await fetched({ logGroup: ['flow-logs'], dryRun: true })

    const kilobytes = (stored / 0.15 / 24 / 1000).toFixed(2)
    expect(said).toEqual([
      `dry run: fetched 6, present 0 slices of ten minutes, about ${kilobytes} kB of records`,
    ])
    expect(rows).toMatchObject([{ outcome: 'fetched', from: 'flow-logs', files: 6 }])
    expect(server.calls).toEqual(['DescribeLogGroups', 'DescribeLogGroups'])
  })

  it('names a log group that is not there, and an action that is denied', async () => {
    server.logs.addGroup('flow-logs')
    expect((await fetched({ logGroup: ['no-logs'] })).code).toBe('log group `no-logs` not found in eu-west-1') // prettier-ignore

    server.fault('FilterLogEvents', { kind: 'error', code: 'AccessDeniedException' })
    expect((await fetched({ logGroup: ['flow-logs'] })).code).toBe('access denied: `logs:FilterLogEvents` on `log group flow-logs`') // prettier-ignore
  })

  const ARN = 'arn:aws:logs:eu-west-1:123456789012:log-group:flow-logs'

  it('brings a log group once, whether it is named, its ARN is given, or both', async () => {
    server.logs.addGroup('flow-logs', { records: hour.records })

    const both = await fetched({ logGroup: ['flow-logs', ARN, `${ARN}:*`] })
    const again = await fetched({ logGroup: [ARN] })

    expect(both.said[0]).toMatch(/^fetched 6, present 0 /)
    expect(again.said[0]).toMatch(/^fetched 0, present 6 /)
    expect(await filesIn(join(here.folder, 'incident'))).toEqual(
      ['00', '10', '20', '30', '40', '50'].map(
        (minute) => `123456789012_eu-west-1_flow-logs/2026/03/14/00/00${minute}.gz`,
      ),
    )
  })

  it('asks for the ARN where describing log groups is denied', async () => {
    server.logs.addGroup('flow-logs', { records: hour.records })
    server.fault('DescribeLogGroups', { kind: 'error', code: 'AccessDeniedException' })

    expect(await fetched({ logGroup: ['flow-logs'] })).toMatchObject({
      code: 'the ARN of log group `flow-logs` is unknown',
      help: 'use its ARN, or allow `logs:DescribeLogGroups`: by its name alone its records could be fetched twice',
    })

    server.fault('DescribeLogGroups', { kind: 'error', code: 'AccessDeniedException' })
    expect((await fetched({ logGroup: [ARN] })).said[0]).toMatch(/^fetched 6, present 0 /)
  })

  it('moves its bar within a slice, and leaves nothing of a run that was ended at once', async () => {
    server.logs.addGroup('flow-logs', { records: hour.records })
    server.logs.pageSize = 100
    await fetched({ logGroup: [ARN] })
    const whole = await filesIn(join(here.folder, 'incident'))
    await writeFile(
      join(here.folder, 'incident', dirname(whole[0]!), `.0000.gz.${2 ** 30}.part`),
      '',
    )

    const { shares } = await fetched({ logGroup: [ARN], lateness: '700m' })

    expect(await filesIn(join(here.folder, 'incident'))).toEqual(whole)
    expect(shares.some((share) => share % (100 / 6) > 1)).toBe(true)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
  })

  it('stops when it is interrupted, and leaves no part of a file', async () => {
    server.logs.addGroup('flow-logs', { records: hour.records })
    const controller = new AbortController()
    controller.abort()

    const { code } = await fetched({ logGroup: [ARN] }, here.folder, controller.signal)

    expect(code).toBe('interrupted')
    expect(await filesIn(join(here.folder, 'incident'))).toEqual([])
  })
})

it.each([{ logGroup: ['flow-logs'] }, {}])('says that --out is no folder: %p', async (args) => {
  server.logs.addGroup('flow-logs', { records: [recordOf(['start'], ['1773446400'])] })
  server.s3.addBucket(LOG_BUCKET).set(keyOf('a'), Buffer.from('a'))
  await writeFile(join(here.folder, 'notes.txt'), '')

  const { code, help } = await fetched({ ...args, out: 'notes.txt' })

  expect(code).toMatch(/^`notes\.txt` cannot be written: E(NOTDIR|EXIST): .*/)
  expect(help).toBe(
    'free space there, or use another --out, and run it again; files that are there are complete',
  )
})

it.each([
  [{ logGroup: ['a'], bucket: 'b' }, '--bucket does not apply to a log group'],
  [{ logGroup: ['a'], engine: 'athena' }, '--log-group does not apply to the lake'],
  [{ from: '2026-03-15', to: '2026-03-16' }, '--from 2026-03-15T00:00:00.000Z is not in the past'],
  [{ account: ['1234'] }, '--account `1234` is not twelve digits'],
] as [Arguments, string][])('refuses %p', async (args, message) => {
  expect((await fetched(args)).code).toBe(message)
})

it('asks for a bucket or a log group where there are no settings', async () => {
  const nowhere = await emptyFolder()
  const { code } = await fetched({}, nowhere.folder)
  await nowhere.remove()

  expect(code).toBe('--bucket is missing')
})

function keyOf(name: string): string {
  return `AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2026/month=03/day=14/hour=00/${name}`
}

async function filesIn(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort()
}
