import { subscribedGroup } from '../../../../lib/engines/local/find/log-group'
import { originOf, withLogGroup } from '../../../../lib/engines/local/find/origin'

const NAME =
  '123456789012_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_20260314T2355Z_abc12345.log.gz'
const FIVE_MINUTES = {
  from: new Date('2026-03-14T23:55Z'),
  to: new Date('2026-03-15T00:00Z'),
}
const UNKNOWN = {
  id: undefined,
  exportTaskId: undefined,
  flowLogId: undefined,
  objectName: undefined,
  account: undefined,
  region: undefined,
  timeSpan: undefined,
}

test("the name of AWS's object has flow log, account, region and time", () => {
  expect(originOf(`/logs/${NAME}`, NAME)).toMatchObject({
    ...UNKNOWN,
    id: 'fl-0123456789abcdef0',
    flowLogId: 'fl-0123456789abcdef0',
    objectName: NAME,
    account: '123456789012',
    region: 'eu-west-1',
    timeSpan: FIVE_MINUTES,
  })
})

test.each([
  '/l/AWSLogs/123456789012/vpcflowlogs/eu-west-1/2026/03/14/a.log.gz',
  '/l/AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2026/month=03/day=14/a.parquet',
])('the folders of %s have account, region and time', (path) => {
  expect(originOf(path, 'a')).toMatchObject({
    ...UNKNOWN,
    account: '123456789012',
    region: 'eu-west-1',
    timeSpan: { from: new Date('2026-03-14T00:00Z'), to: new Date('2026-03-15T00:00Z') },
  })
})

const TASK = '0a1b2c3d-0123-4567-89ab-0123456789ab'

test.each([
  [`/e/prefix/${TASK}/eni-0123456789abcdef0-all/000000.gz`, `export-${TASK}`],
  [`/e/${TASK}/eni-0123456789abcdef0-all/000012`, `export-${TASK}`],
  [`/e/${TASK}/000000.gz`, undefined],
  ['/e/eni-0123456789abcdef0-all/000000.gz', undefined],
])('the folders of the export %s name its task', (path, id) => {
  expect(originOf(path, '000000.gz').id).toBe(id)
})

test('the folder of a fetched log group has its name, account and region', () => {
  const path = '/in/123456789012_eu-west-1_%2Fvpc%2Fflow-logs/2026/03/14/10/1020.gz'
  const { id, account, region } = originOf(path, '1020.gz')
  expect([id, account, region]).toEqual([
    '123456789012:eu-west-1:/vpc/flow-logs',
    '123456789012',
    'eu-west-1',
  ])
  expect(originOf(path.replace('%2F', '%ZZ'), '').id).toBeUndefined()
})

test('the envelope of a subscription has its log group and account', () => {
  const envelope = { messageType: 'DATA_MESSAGE', owner: '123456789012', logGroup: '/vpc/a"b' }
  const group = subscribedGroup(Buffer.from(JSON.stringify(envelope)))
  expect(withLogGroup(originOf('/a.json', 'a.json'), group!)).toMatchObject({
    id: '123456789012:/vpc/a"b',
    account: '123456789012',
  })
  const events = JSON.stringify({ events: [{ message: '"logGroup": "/x"' }] })
  expect(subscribedGroup(Buffer.from(events))).toBeUndefined()
})

test('a path of another kind has nothing of these', () => {
  expect(originOf('/home/me/logs/nat.log', 'nat.log')).toMatchObject(UNKNOWN)
})
