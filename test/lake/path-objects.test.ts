import { pathObjects } from '../../lib/lake/path-objects'
import { awsServer, type AwsServer } from '../aws-server/aws-server'
import { fakeWaiting } from '../aws-server/fake-waiting'

const BUCKET = 'network-logs'
const HIVE =
  'AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2026/month=03/day=14'
const PLAIN = 'AWSLogs/123456789012/vpcflowlogs/eu-west-1/2026/03'
const TWO_TO_FOUR = { from: new Date('2026-03-14T02:00:00Z'), to: new Date('2026-03-14T04:00:00Z') }

let server: AwsServer
let objects: Map<string, Buffer>
beforeEach(async () => {
  server = await awsServer()
  objects = server.s3.addBucket(BUCKET)
})
afterEach(() => server.close())

const put = (...keys: readonly string[]) =>
  keys.forEach((key) => objects.set(key, Buffer.from(key)))

async function keysBelow(path: string, range: typeof TWO_TO_FOUR | undefined = undefined) {
  const bucket = { bucket: BUCKET, s3: server.clients().s3 }
  const listed = await pathObjects(bucket, path, { range, latenessSeconds: 1800 }, fakeWaiting())
  return listed.objects.map(({ key }) => key)
}

describe("AWS's layouts", () => {
  const hours = [1, 2, 3, 4, 5].map((hour) => `${HIVE}/hour=0${hour}/a.log.parquet`)
  const days = ['13', '14', '15'].map((day) => `${PLAIN}/${day}/a.log.gz`)
  const inRange = [days[1]!, ...hours.slice(1, 4)]
  const trail = 'AWSLogs/123456789012/CloudTrail/eu-west-1/2026/03/14/a.json.gz'
  beforeEach(() => put(...hours, ...days, trail, 'notes.txt', 'AWSLogs/'))

  it.each(['', 'AWSLogs'])('are found from %p, without other services', async (path) => {
    expect(await keysBelow(path)).toEqual([...days, ...hours])
    expect(await keysBelow(path, TWO_TO_FOUR)).toEqual(inRange)
  })

  it.each([
    'AWSLogs/aws-account-id=123456789012',
    'AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs',
    'AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=eu-west-1',
    HIVE.replace('/month=03/day=14', ''),
    HIVE,
  ])('are read at any depth: %s', async (path) => {
    expect(await keysBelow(path)).toEqual(hours)
    expect(await keysBelow(path, TWO_TO_FOUR)).toEqual(hours.slice(1, 4))
  })

  it.each(['AWSLogs/123456789012', 'AWSLogs/123456789012/vpcflowlogs/eu-west-1', PLAIN])(
    'are read without the names of their keys: %s',
    async (path) => {
      expect(await keysBelow(path)).toEqual(days)
      expect(await keysBelow(path, TWO_TO_FOUR)).toEqual([days[1]])
    },
  )

  it('are one hour where the folder is that of an hour', async () => {
    expect(await keysBelow(`${HIVE}/hour=03`)).toEqual([hours[2]])
    expect(await keysBelow(`${HIVE}/hour=05`, TWO_TO_FOUR)).toEqual([])
  })

  it('lists no folder of another time', async () => {
    await keysBelow('', TWO_TO_FOUR)

    // The bucket and the accounts; in both layouts the service, region, year, month and day; three hours.
    expect(server.calls).toHaveLength(1 + 1 + 2 + 2 + 6 + 3)
  })

  it('are found below a prefix, where a folder has another name', async () => {
    put(`vpc/${HIVE}/hour=02/b.log.parquet`, 'vpc-old/a.log.gz')

    expect(await keysBelow('vpc')).toEqual([`vpc/${HIVE}/hour=02/b.log.parquet`])
  })
})

describe('another layout', () => {
  it('is listed whole, page by page, except for what its names exclude', async () => {
    server.s3.pageSize = 2
    put(
      'mine/a.log',
      'mine/b/c.gz',
      'mine/2026/03/13/d.gz',
      'mine/2026/03/14/e.gz',
      'mine/b/',
      'mine2/f',
    )

    const [a, c, d, e] = ['mine/a.log', 'mine/b/c.gz', 'mine/2026/03/13/d.gz', 'mine/2026/03/14/e.gz'] // prettier-ignore
    expect(await keysBelow('mine')).toEqual([d, e, a, c])
    expect(await keysBelow('mine', TWO_TO_FOUR)).toEqual([e, a, c])
  })

  it('can be one object, by its whole key', async () => {
    put('mine/a.log', 'mine/a.log.gz')

    expect(await keysBelow('mine/a.log')).toEqual(['mine/a.log'])
    expect(await keysBelow('mine/a')).toEqual([])
    expect(await keysBelow('elsewhere')).toEqual([])
  })
})
