import {
  partitionFolder,
  partitionsOf,
  partitionValues,
  readPartition,
} from '../../lib/lake/layout'

const hour = (text: string) => new Date(`${text}:00:00Z`)
const partition = (text: string) => ({
  accountId: '123456789012',
  region: 'eu-west-1',
  hour: hour(text),
})

describe('the layout of the lake', () => {
  it('writes AWS’s seven Hive keys with leading zeros', () => {
    const early = partition('2026-03-04T05')

    expect(partitionValues(early)).toEqual([
      '123456789012',
      'vpcflowlogs',
      'eu-west-1',
      '2026',
      '03',
      '04',
      '05',
    ])
    expect(partitionFolder(early)).toBe(
      'aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2026/month=03/day=04/hour=05/',
    )
  })

  it.each(['2026-12-31T23', '2027-01-01T00', '2028-02-29T12', '1999-10-09T08'])(
    'reads the values of %s back',
    (text) => {
      const one = partition(text)

      expect(readPartition(partitionValues(one))).toEqual(one)
    },
  )

  it.each(['us-gov-west-1', 'cn-north-1', 'us-isob-east-1', 'eusc-de-east-1'])(
    'reads a partition of %s back',
    (region) => {
      const one = { ...partition('2026-03-04T05'), region }

      expect(readPartition(partitionValues(one))).toEqual(one)
    },
  )

  it.each([
    ['a month without its zero', ['2026', '3', '04', '05']],
    ['a day that no month has', ['2026', '02', '30', '05']],
    ['29 February of a common year', ['2026', '02', '29', '05']],
    ['hour 24', ['2026', '03', '04', '24']],
    ['Hive’s word for no value', ['2026', '03', '04', '__HIVE_DEFAULT_PARTITION__']],
    ['a day without an hour', ['2026', '03', '04']],
    ['a sign before the year', ['+002026', '03', '04', '05']],
    ['something after the hour', ['2026', '03', '04', '05 ']],
  ])('does not read %s', (_, time) => {
    expect(readPartition(['123456789012', 'vpcflowlogs', 'eu-west-1', ...time])).toBeUndefined()
  })

  it.each([
    [['12345678901', 'vpcflowlogs', 'eu-west-1']],
    [['123456789012', 'cloudtrail', 'eu-west-1']],
    [['123456789012', 'vpcflowlogs', 'Ireland']],
  ])('does not read %j', (origin) => {
    expect(readPartition([...origin, '2026', '03', '04', '05'])).toBeUndefined()
  })

  it('gives every account and region its partitions', () => {
    const origins = {
      accountIds: ['123456789012', '210987654321'],
      regions: ['eu-west-1', 'us-east-1'],
    }
    const window = { from: hour('2026-03-04T05'), to: hour('2026-03-04T07') }

    const folders = partitionsOf(origins, window).map(partitionFolder)

    expect(new Set(folders).size).toBe(8)
    expect(folders[7]).toBe(
      'aws-account-id=210987654321/aws-service=vpcflowlogs/aws-region=us-east-1/year=2026/month=03/day=04/hour=06/',
    )
  })
})
