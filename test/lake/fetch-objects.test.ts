import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fetchObjects, logTarget } from '../../lib/lake/fetch-objects'
import { logFolder, rangeObjects, type LogObject } from '../../lib/lake/range-objects'
import { LOG_FOLDER } from '../../lib/flow-log/object-keys'
import { partitionFolder } from '../../lib/lake/layout'
import { awsServer, type AwsServer } from '../aws-server/aws-server'
import { fakeWaiting } from '../aws-server/fake-waiting'
import { cut } from '../aws-server/fault'

const BUCKET = 'natlens-flow-logs'
const TWO_TO_FOUR = { from: new Date('2026-03-14T02:00:00Z'), to: new Date('2026-03-14T04:00:00Z') }

let server: AwsServer
let objects: Map<string, Buffer>
let folder: string
beforeEach(async () => {
  server = await awsServer()
  objects = server.s3.addBucket(BUCKET)
  folder = await mkdtemp(join(tmpdir(), 'natlens-fetch-'))
})
afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

function keyOf(hour: number, name = 'a.log.parquet', accountId = '123456789012'): string {
  const time = `2026-03-14T${String(hour).padStart(2, '0')}:00:00Z`
  const partition = { accountId, region: 'eu-west-1', hour: new Date(time) }
  return LOG_FOLDER + partitionFolder(partition) + name
}

const place = (prefix = '') => ({
  bucket: BUCKET,
  folder: logFolder(prefix),
  s3: server.clients().s3,
})

async function fetchAll(waiting = fakeWaiting()) {
  const found = await rangeObjects(place(), TWO_TO_FOUR, { latenessSeconds: 1800 }, waiting)
  const outcomes: string[] = []
  const onDone = ({ key }: LogObject, outcome: string) =>
    outcomes.push(`${outcome} ${/hour=(\d\d)/.exec(key)![1]}`)
  await fetchObjects(place(), found, logTarget(folder), onDone, waiting)
  return outcomes.sort()
}

it('lists the hours of a range and those in which a late record may come, of every account', async () => {
  for (const hour of [1, 2, 3, 4, 5]) objects.set(keyOf(hour), Buffer.from('x'))
  objects.set(keyOf(2, 'b.log.parquet', '210987654321'), Buffer.from('xyz'))

  const found = await rangeObjects(place(), TWO_TO_FOUR, { latenessSeconds: 1800 })
  const soon = await rangeObjects(place(), TWO_TO_FOUR, { latenessSeconds: 0 })
  const own = await rangeObjects(place(), TWO_TO_FOUR, {
    latenessSeconds: 0,
    accountIds: ['210987654321'],
  })

  expect(found.map(({ key }) => key)).toEqual([
    keyOf(2),
    keyOf(3),
    keyOf(4),
    keyOf(2, 'b.log.parquet', '210987654321'),
  ])
  expect(soon.map(({ hour }) => hour.getUTCHours())).toEqual([2, 3, 2])
  expect(own).toEqual([
    {
      key: keyOf(2, 'b.log.parquet', '210987654321'),
      path: keyOf(2, 'b.log.parquet', '210987654321').slice('AWSLogs/'.length),
      size: 3,
      modified: server.s3.modified,
      accountId: '210987654321',
      region: 'eu-west-1',
      hour: TWO_TO_FOUR.from,
    },
  ])
})

it('lists page by page, below a prefix, and nothing that could not be a file of its own', async () => {
  server.s3.pageSize = 1
  for (const name of ['a', 'b', '../c', '', '.d']) {
    objects.set(`logs/${keyOf(2, name)}`, Buffer.from('x'))
  }

  const found = await rangeObjects(place('logs'), TWO_TO_FOUR, { latenessSeconds: 0 })

  expect(found.map(({ key }) => key)).toEqual([`logs/${keyOf(2, 'a')}`, `logs/${keyOf(2, 'b')}`])
})

describe('other layouts of AWS', () => {
  const OWN = 'AWSLogs/123456789012/vpcflowlogs/eu-west-1/2026/03'
  const file = (stamp: string) => `123456789012_vpcflowlogs_eu-west-1_fl-0a_${stamp}_0a1b.log.gz`
  const keysOf = async (window = TWO_TO_FOUR, more = {}) =>
    (await rangeObjects(place(), window, { latenessSeconds: 1800, ...more })).map(({ key }) => key)

  it('are read as well: folders of days and of hours, with and without the names of their keys', async () => {
    const stamps = ['20260314T0155Z', '20260314T0200Z', '20260314T0425Z', '20260314T0500Z']
    const daily = stamps.map((stamp) => `${OWN}/14/${file(stamp)}`)
    const hourly = [1, 2, 3, 4, 5].map((hour) => `${OWN}/14/0${hour}/a.log.gz`)
    const hive = keyOf(2).replace('hour=02/', '')
    for (const key of [...daily, ...hourly, hive, keyOf(3)]) objects.set(key, Buffer.from('x'))
    // Of another day, another service, no time, and no account.
    objects.set(`${OWN}/13/${file('20260313T2355Z')}`, Buffer.from('x'))
    objects.set(`${OWN}/14/report/a.log.gz`, Buffer.from('x'))
    objects.set(`${OWN}/40/a.log.gz`, Buffer.from('x'))
    objects.set('AWSLogs/123456789012/CloudTrail/eu-west-1/2026/03/14/a.json.gz', Buffer.from('x'))
    objects.set('AWSLogs/o-0a1b2c3d4e/2026/03/14/a.json.gz', Buffer.from('x'))

    expect(await keysOf()).toEqual([...daily.slice(1, 3), ...hourly.slice(1, 4), hive, keyOf(3)].sort()) // prettier-ignore
    expect(await keysOf(undefined, { accountIds: ['123456789012'] })).toEqual(await keysOf())
    expect(await keysOf(undefined, { accountIds: ['210987654321'] })).toEqual([])
    expect(await keysOf(undefined, { styles: ['hive'] })).toEqual([hive, keyOf(3)].sort())
  })

  it('are followed across the ends of a day, a month and a year', async () => {
    const own = 'AWSLogs/123456789012/vpcflowlogs/eu-west-1'
    const keys = ['2026/12/31/22/a', '2026/12/31/23/a', '2027/01/01/00/a', '2027/01/01/01/a'].map((path) => `${own}/${path}`) // prettier-ignore
    for (const key of keys) objects.set(key, Buffer.from('x'))

    const window = { from: new Date('2026-12-31T23:30Z'), to: new Date('2027-01-01T00:00Z') }

    expect(await keysOf(window)).toEqual(keys.slice(1, 3))
  })

  it('are listed only where the range lies', async () => {
    for (let day = 1; day <= 28; day++) {
      for (const hour of ['00', '01', '02', '03', '04']) {
        objects.set(`${OWN}/${String(day).padStart(2, '0')}/${hour}/a.log.gz`, Buffer.from('x'))
      }
    }

    expect(await keysOf()).toHaveLength(3)
    // Accounts, regions, years, months, days, hours, and three hours.
    expect(server.calls).toHaveLength(9)
  })
})

it('brings objects whole, in their layout, and only once', async () => {
  objects.set(keyOf(2), Buffer.from('two'))
  objects.set(keyOf(3), Buffer.from('three'))

  expect(await fetchAll()).toEqual(['fetched 02', 'fetched 03'])
  expect(await readFile(join(folder, keyOf(3)), 'utf8')).toBe('three')

  await writeFile(join(folder, keyOf(2)), 'tw')
  expect(await fetchAll()).toEqual(['fetched 02', 'present 03'])
  expect(await readFile(join(folder, keyOf(2)), 'utf8')).toBe('two')
})

it.each([true, false])(
  'asks again for what comes damaged, with a checksum of its own: %p',
  async (has) => {
    server.s3.hasChecksums = has
    objects.set(keyOf(2), Buffer.from('two'))
    objects.set(keyOf(3), Buffer.from('three'))
    server.s3.damaged.set(keyOf(2), 2)
    server.s3.damaged.set(keyOf(3), 3)

    expect(await fetchAll()).toEqual(['damaged 03', 'fetched 02'])
    expect(await readFile(join(folder, keyOf(2)), 'utf8')).toBe('two')
    expect(await filesIn(folder)).toEqual([keyOf(2)])
  },
)

it('goes on after a broken connection', async () => {
  objects.set(keyOf(2), Buffer.from('two'))
  server.fault('GetObject', cut, { kind: 'error', code: 'SlowDown', status: 503 })

  expect(await fetchAll()).toEqual(['fetched 02'])
})

it.each([
  ['NoSuchKey', 404, 'gone 02'],
  ['InvalidObjectState', 403, 'archived 02'],
])('tells apart what cannot be had: %s', async (code, status, outcome) => {
  objects.set(keyOf(2), Buffer.from('two'))
  server.fault('GetObject', { kind: 'error', code, status })

  expect(await fetchAll()).toEqual([outcome])
  expect(await filesIn(folder)).toEqual([])
})

it('leaves no part behind when it is refused or interrupted', async () => {
  const controller = new AbortController()
  for (const hour of [2, 3]) objects.set(keyOf(hour), Buffer.from('x'))
  server.fault('GetObject', { kind: 'error', code: 'AccessDenied', status: 403 })
  await expect(fetchAll()).rejects.toThrow('The service said AccessDenied.')

  controller.abort()
  await expect(fetchAll(fakeWaiting({ signal: controller.signal }))).rejects.toThrow('interrupted')

  expect((await filesIn(folder)).filter((name) => name.endsWith('.part'))).toEqual([])
})

it('removes what a run that was ended at once has left of a file, and nothing of one that goes on', async () => {
  objects.set(keyOf(2), Buffer.from('two'))
  await fetchAll()
  // No process has a number so great; that which has this test's parent is another's.
  const [ended, running] = [2 ** 30, process.ppid].map((pid) =>
    join(folder, keyOf(2, `.a.log.parquet.${pid}.part`)),
  )
  for (const part of [ended!, running!]) await writeFile(part, 't')

  expect(await fetchAll()).toEqual(['present 02'])
  expect(await filesIn(folder)).toEqual([running!.slice(folder.length + 1), keyOf(2)].sort())
})

async function filesIn(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort()
}
