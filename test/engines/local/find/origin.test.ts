import { originOf } from '../../../../lib/engines/local/find/origin'

const NAME =
  '123456789012_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_20260314T2355Z_abc12345.log.gz'
const FIVE_MINUTES = {
  from: new Date('2026-03-14T23:55Z'),
  to: new Date('2026-03-15T00:00Z'),
}
const UNKNOWN = {
  flowLogId: undefined,
  objectName: undefined,
  account: undefined,
  region: undefined,
  timeSpan: undefined,
}

test("the name of AWS's object has flow log, account, region and time", () => {
  expect(originOf(`/logs/${NAME}`, NAME)).toEqual({
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
  expect(originOf(path, 'a')).toEqual({
    ...UNKNOWN,
    account: '123456789012',
    region: 'eu-west-1',
    timeSpan: { from: new Date('2026-03-14T00:00Z'), to: new Date('2026-03-15T00:00Z') },
  })
})

test('a path of another kind has nothing of these', () => {
  expect(originOf('/home/me/logs/nat.log', 'nat.log')).toEqual(UNKNOWN)
})
