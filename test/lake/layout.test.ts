import {
  dayOf,
  firstKeptDay,
  hoursOf,
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

  it('counts the hours of a window across the end of a leap day, a month and a year', () => {
    expect(
      hoursOf({ from: hour('2028-02-29T23'), to: hour('2028-03-01T01') }).map((each) =>
        each.toISOString(),
      ),
    ).toEqual(['2028-02-29T23:00:00.000Z', '2028-03-01T00:00:00.000Z'])
    expect(hoursOf({ from: hour('2026-12-30T00'), to: hour('2027-01-02T00') })).toHaveLength(72)
    // No hour is missing or twice on the day that clocks change in Europe: partitions are UTC.
    expect(hoursOf({ from: hour('2026-03-29T00'), to: hour('2026-03-30T00') })).toHaveLength(24)
  })

  it('takes the hour that a window begins and ends in', () => {
    const from = new Date('2026-03-04T05:59:59.999Z')
    const to = new Date('2026-03-04T06:00:00.001Z')

    expect(hoursOf({ from, to })).toEqual([hour('2026-03-04T05'), hour('2026-03-04T06')])
    expect(hoursOf({ from: to, to: from })).toEqual([])
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

  it('keeps a day as long as the bucket keeps its last object', () => {
    // Written on 3 March, seven days, then the next midnight: the objects go at the end of 10 March.
    expect(firstKeptDay(new Date('2026-03-10T23:59:59Z'), 7)).toEqual(hour('2026-03-03T00'))
    expect(firstKeptDay(new Date('2026-03-11T00:00:00Z'), 7)).toEqual(hour('2026-03-04T00'))
  })

  it('knows the days before and after a moment', () => {
    expect(dayOf(new Date('2028-03-01T00:00:00Z'), -1)).toEqual(hour('2028-02-29T00'))
    expect(dayOf(new Date('2026-12-31T23:59:59Z'), 1)).toEqual(hour('2027-01-01T00'))
  })
})
