import { mkdir, readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cache } from '../../cli/commands/cache'
import { run } from '../../cli/commands/run'
import { summary } from '../../cli/commands/summary'
import type { UserError } from '../../lib/errors'
import { awsServer, type AwsServer } from '../aws-server/aws-server'
import { hold } from '../aws-server/fault'
import { fakeTerminal, type FakeWorld } from './fake-terminal'
import { awsEnvironment, emptyFolder, type LakeFolder } from './lake-folder'
import { natlens, type ProcessOptions } from './natlens-process'
import { LOG_BUCKET, sampleBucket } from './sample-bucket'

const RANGE = { from: '2026-03-14T00:00Z', to: '2026-03-14T01:00Z' }
const ADDRESS = `s3://${LOG_BUCKET}/AWSLogs`
const HEADER = 'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status' // prettier-ignore
const SUM = 'stats sum(bytes) as total'

let server: AwsServer
let here: LakeFolder
beforeEach(async () => {
  server = await awsServer()
  here = await emptyFolder()
})
afterEach(async () => {
  await server.close()
  await here.remove()
})

const cached = (...names: string[]) => join(here.folder, 'cache', 'natlens', 's3', ...names)

/** A log of one record. */
const log = (bytes: number) =>
  Buffer.from(`${HEADER}\n2 123456789012 eni-0a 10.0.0.1 192.0.2.1 1 2 6 1 ${bytes} 1773446400 1773446460 ACCEPT OK\n`) // prettier-ignore

type Arguments = Partial<Parameters<typeof run>[0]>

/** The ends of this process. */
function world(given: FakeWorld = {}) {
  const environment = { XDG_CACHE_HOME: join(here.folder, 'cache') }
  const terminal = fakeTerminal({ folder: here.folder, environment, ...given })
  const connect = () => Promise.resolve(server.clients())
  return { terminal, connect }
}

/** Runs a query in this process, as the process does. */
async function asked(args: Arguments) {
  const { terminal, connect } = world()
  const code = await run({ output: 'csv', engine: 'auto', lateness: '30m', ...args }, terminal, { connect }) // prettier-ignore
  return { code, stdout: terminal.stdout(), stderr: terminal.stderr() }
}

/** The sum of all bytes, from a query in this process. */
async function summed(args: Arguments, given: FakeWorld = {}) {
  const { terminal, connect } = world(given)
  const all = { query: SUM, output: 'json', engine: 'auto', lateness: '30m', ...args } as const
  const failure = await run(all, terminal, { connect }).then(
    () => undefined,
    (error: UserError) => error,
  )
  terminal.exit()
  const rows = failure ? [] : (JSON.parse(terminal.stdout()) as { readonly total: number }[])
  return {
    bytes: rows[0]?.total,
    failure: failure?.message,
    help: failure?.help,
    said: terminal.stderr().trimEnd().split('\n').filter(Boolean),
  }
}

const gets = () => server.calls.filter((call) => call === 'GetObject').length

describe('--path s3://', () => {
  const process = (words: readonly string[], onStart?: ProcessOptions['onStart']) =>
    natlens(words, {
      folder: here.folder,
      environment: {
        ...awsEnvironment(server),
        AWS_REGION: 'eu-west-1',
        XDG_CACHE_HOME: join(here.folder, 'cache'),
      },
      ...(onStart && { onStart }),
    })

  it('answers as files do, from the hours of the range, and fetches each object once', async () => {
    const logs = await sampleBucket(server, join(here.folder, 'sample'))
    const question = { name: 'nat/conversations', ...RANGE }
    const range = ['--from', RANGE.from, '--to', RANGE.to]

    const local = await asked({ ...question, path: [logs] })
    const first = await process(['run', question.name, ...range, '-o', 'csv', '--path', ADDRESS])
    const fetched = gets()
    const second = await asked({ ...question, path: [`s3://${LOG_BUCKET}/`] })
    const { terminal, connect } = world()
    const defaults = { usdPerGb: '0.045', top: '10', output: 'text', lateness: '30m' } as const
    const code = await summary({ ...defaults, ...RANGE, path: [ADDRESS] }, terminal, { connect })

    expect(first.stdout).toBe(local.stdout)
    expect(first.stdout.split('\r\n').length).toBeGreaterThan(3)
    expect(first.stderr).toMatch(/^fetched \d+ objects of `s3:\/\/.*\/AWSLogs`: [\d.]+ kB\n$/)
    expect(second).toEqual({ ...local, stderr: '' })
    expect({ code, stderr: terminal.stderr() }).toEqual({ code: 0, stderr: '' })
    expect(terminal.stdout()).toContain(`--path ${ADDRESS} ${range.join(' ')} --limit 0 -o csv\n`)
    expect(fetched).toBe(
      [...server.s3.buckets.get(LOG_BUCKET)!.keys()].filter((key) => /hour=0[01]/.test(key)).length,
    )
    expect(gets()).toBe(fetched)
    expect((await stat(cached())).mode & 0o777).toBe(0o700)
  })

  it('stops at Ctrl-C without a half file, and resumes', async () => {
    const objects = server.s3.addBucket(LOG_BUCKET)
    for (const [index, name] of ['a', 'b', 'c'].entries()) objects.set(`logs/${name}`, log(index + 1)) // prettier-ignore
    server.fault('GetObject', hold)
    const words = ['run', '-q', SUM, '-o', 'csv', '--yes', '--path', `s3://${LOG_BUCKET}/logs`]

    let downloads = 0
    const first = await process(words, (kill) => {
      server.onCall = (call) => {
        if (call === 'GetObject' && ++downloads === 3) kill('SIGINT')
      }
    })
    server.onCall = undefined
    const second = await asked({ query: SUM, yes: true, path: [`s3://${LOG_BUCKET}/logs`] })

    expect(first).toMatchObject({ code: 130, stdout: '' })
    expect(first.stderr).toMatch(/^stopped: the cache has \d of 3 objects; run it again to resume\nnatlens: interrupted\n$/) // prettier-ignore
    expect(second).toMatchObject({ code: 0, stdout: 'total\r\n6\r\n' })
    expect(await readdir(cached(LOG_BUCKET, 'logs'))).toEqual(['a', 'b', 'c'])
  })
})

describe('what --path s3:// reads', () => {
  let objects: Map<string, Buffer>
  beforeEach(() => {
    objects = server.s3.addBucket('network')
    objects.set('logs/a.log', log(1))
    objects.set('logs/b.log', log(10))
  })
  const path = ['s3://network/logs']

  it('counts and prices without a range, and asks', async () => {
    const terminal = { isInputTerminal: true, isStderrTerminal: true, answer: 'y' }
    const { bytes, said } = await summed({ path }, terminal)

    expect(bytes).toBe(11)
    expect(said.slice(0, 5)).toEqual([
      's3://network/logs: 2 objects, 397 B',
      'cost: <$0.000001 for 2 GET requests',
      'transfer: 397 B, free within the region of the bucket; elsewhere the price is unknown',
      'Fetch 2 objects? [y/N] ',
      'fetched 2 objects of `s3://network/logs`: 397 B',
    ])
    expect(await summed({ path }, { ...terminal, answer: 'no' })).toMatchObject({ bytes: 11 })
  })

  it('fetches nothing when the answer is not yes, or there is no terminal to ask', async () => {
    const terminal = { isInputTerminal: true, isStderrTerminal: true, answer: '' }
    const help = 'limit the range with --from, or fetch all of it with --yes'

    expect(await summed({ path }, terminal)).toMatchObject({ failure: 'nothing is fetched', help })
    expect(await summed({ path })).toMatchObject({
      failure: 'reading S3 without --from requires --yes',
      help,
    })
    expect(gets()).toBe(0)
    expect(await summed({ path, yes: true })).toMatchObject({ bytes: 11 })
  })

  it('leaves nothing behind with --no-cache', async () => {
    const temporary = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('natlens-s3-')) // prettier-ignore
    const before = await temporary()

    expect(await summed({ path, yes: true, noCache: true })).toMatchObject({ bytes: 11 })
    expect(await summed({ path, yes: true, noCache: true })).toMatchObject({ bytes: 11 })

    expect(gets()).toBe(4)
    expect(await temporary()).toEqual(before)
    expect(await readdir(here.folder)).toEqual([])
  })

  it('is mixed with files, and names objects by their addresses', async () => {
    await writeFile(join(here.folder, 'own.log'), log(100))
    objects.set('logs/c.log', Buffer.concat([log(1000), Buffer.from('damage\n')]))
    objects.set('logs/d.txt', Buffer.from('not a log'))

    const { bytes, said } = await summed({ path: [join(here.folder, 'own.log'), ...path], yes: true }) // prettier-ignore

    expect(bytes).toBe(1111)
    expect(said).toContain('note: skipped `s3://network/logs/d.txt`: not a flow log')
    expect(said).toContain('warning: s3://network/logs/c.log: skipped 1 unreadable line, line 3: `damage`') // prettier-ignore
  })

  it('can be one object, which must be a flow log', async () => {
    objects.set('d.txt', Buffer.from('not a log'))

    expect(await summed({ path: ['s3://network/logs/b.log'], yes: true })).toMatchObject({ bytes: 10 }) // prettier-ignore
    expect(await summed({ path: ['s3://network/d.txt'], yes: true })).toMatchObject({
      failure: '`s3://network/d.txt` is not a flow log',
    })
  })

  it('is not fetched again from a server that lists milliseconds', async () => {
    server.s3.modified = new Date('2026-03-14T11:00:00.123Z')
    await summed({ path, yes: true })
    await summed({ path, yes: true })

    expect(gets()).toBe(2)
  })

  it('is the bucket as it is now: a changed object is fetched again, an expired one not read', async () => {
    await summed({ path, yes: true })
    objects.set('logs/a.log', log(2))
    objects.delete('logs/b.log')
    server.s3.modified = new Date('2026-03-14T11:00:01Z')

    expect(await summed({ path, yes: true })).toMatchObject({ bytes: 2 })
  })

  it('never answers from a part', async () => {
    server.s3.damaged.set('logs/b.log', 3)

    expect(await summed({ path, yes: true })).toMatchObject({
      bytes: undefined,
      failure: '`s3://network/logs`: 1 object arrived damaged three times',
      help: 'the cache has 1 of 2 objects; run it again to resume',
    })
    expect(await summed({ path, yes: true })).toMatchObject({
      bytes: 11,
      said: ['fetched 1 object of `s3://network/logs`: 199 B'],
    })
    expect(gets()).toBe(1 + 3 + 1)
  })

  it('writes nothing outside of its folder', async () => {
    const hostile = ['logs/../../x', '/etc/x', 'logs//x', 'logs/.x', 'logs/..\\x', 'logs/a\u0007x']
    for (const key of hostile) objects.set(key, log(1e6))

    const { bytes, said } = await summed({ path, yes: true })

    expect(bytes).toBe(11)
    expect(said[0]).toBe('warning: skipped 5 objects of `s3://network/logs` whose names cannot be paths (first: `logs/../../x`)') // prettier-ignore
    expect(await readdir(cached(), { recursive: true })).toEqual(
      ['network', 'network/logs', 'network/logs/a.log', 'network/logs/b.log'], // prettier-ignore
    )
  })

  it('says that there is nothing for the range', async () => {
    objects.set('AWSLogs/123456789012/vpcflowlogs/eu-west-1/2026/03/13/a.log', log(1))

    expect(await summed({ path: ['s3://network'], ...RANGE })).toMatchObject({
      failure: 'no flow logs in `s3://network`',
      said: ['note: `s3://network` has no objects that can hold records of the range'],
    })
  })

  it('explains what AWS says', async () => {
    const denied = { kind: 'error', code: 'AccessDenied', status: 403 } as const
    server.fault('ListObjectsV2', denied)
    expect(await summed({ path, yes: true })).toMatchObject({ failure: 'access denied: `s3:ListBucket` on `s3://network`' }) // prettier-ignore
    expect(await summed({ path: ['s3://no-such-bucket'] })).toMatchObject({
      failure: 'bucket `no-such-bucket` not found',
    })
    server.fault('GetObject', denied)
    expect(await summed({ path, yes: true })).toMatchObject({
      failure: expect.stringMatching(/^access denied: `s3:GetObject` on `s3:\/\/network\/logs\/[ab]\.log`$/) as string, // prettier-ignore
      said: ['stopped: the cache has 1 of 2 objects; run it again to resume'],
    })
  })

  it('explains a cache that cannot be written', async () => {
    await mkdir(join(here.folder, 'cache', 'natlens'), { recursive: true })
    await writeFile(cached(), '')

    expect((await summed({ path, yes: true })).failure).toMatch(/^`.*\/natlens` cannot be written: EEXIST/) // prettier-ignore
    expect(await readFile(cached(), 'utf8')).toBe('')
  })
})

it.each([
  [['s3://Bucket/logs'], {}, '`s3://Bucket/logs` is not an address in S3'],
  [['s3://..'], {}, '`s3://..` is not an address in S3'],
  [['s3://network/*/a'], {}, '`s3://network/*/a` is a glob; S3 takes only folders and single objects'], // prettier-ignore
  [['a.log'], { region: 'eu-west-1' }, '--region does not apply to files'],
  [['s3://network'], { maxUsd: '1' }, '--max-usd does not apply to files'],
] as [string[], Arguments, string][])('refuses %p with %p', async (path, args, message) => {
  expect((await summed({ path, ...args })).failure).toBe(message)
})

describe('the size of the cache', () => {
  const HOUR_LATER = new Date('2026-03-14T13:30:00Z')
  let objects: Map<string, Buffer>
  beforeEach(() => {
    objects = server.s3.addBucket('network')
    for (const name of ['a', 'b', 'c']) objects.set(`${name}/1.log`, log(1))
  })
  const read = (name: string, args: Arguments = {}, now = HOUR_LATER) =>
    summed({ path: [`s3://network/${name}`], yes: true, ...args }, { now: () => now })
  const names = async () => (await readdir(cached('network'))).sort()

  it('removes the objects that were not used for longest, and never those of the last hour', async () => {
    await read('a')
    await read('b')
    await utimes(cached('network', 'a'), HOUR_LATER, HOUR_LATER)
    await utimes(cached('network', 'b'), new Date(0), new Date(0))

    const { bytes } = await read('c', { cacheSize: '400' })
    expect({ bytes, names: await names() }).toEqual({ bytes: 1, names: ['a', 'c'] })
  })

  it('is exceeded by the objects of one question, with a note', async () => {
    const { bytes, said } = await read('a', { cacheSize: '100' })

    expect(bytes).toBe(1)
    expect(said[0]).toBe('note: the objects exceed the size of the cache (100 B), so that a later fetch removes them; --cache-size raises it') // prettier-ignore
    expect(await names()).toEqual(['a'])
  })

  it('of 0 keeps nothing', async () => {
    expect(await read('a', { cacheSize: '0' })).toMatchObject({ bytes: 1 })
    expect(await readdir(here.folder)).toEqual([])
  })

  it('is listed and cleared with the kept copies', async () => {
    await read('a')
    await read('b')
    const environment = { XDG_CACHE_HOME: join(here.folder, 'cache') }
    const [listing, clearing] = [fakeTerminal({ environment }), fakeTerminal({ environment })]
    await cache({ action: 'list', output: 'json' }, listing)
    await cache({ action: 'clear', output: 'json' }, clearing)

    expect(JSON.parse(listing.stdout())).toMatchObject([
      { source: 's3://network', sourceSize: 396, copySize: 396 },
    ])
    expect(listing.stderr()).toContain('\n2 objects of S3, 396 B\n')
    expect(clearing.stderr()).toContain('deleted 2 objects of S3, 396 B\n')
    expect(await readdir(join(here.folder, 'cache', 'natlens'))).not.toContain('s3')
  })
})
