import { canHold, timeNamesOf, timeSpanOf } from '../../lib/flow-log/time-span'
import { HOUR_MS } from '../../lib/time'

const spanOf = (path: string, below = path) => {
  const found = timeSpanOf(timeNamesOf(path, below))
  return found && [iso(found.from), iso(found.to)]
}
const iso = (time: Date) => time.toISOString().slice(0, 16)

test.each([
  ['/l/year=2026/month=03/day=14/hour=22/a.parquet', '2026-03-14T22:00', '2026-03-14T23:00'],
  ['/l/year=2026/month=12/day=31/a.parquet', '2026-12-31T00:00', '2027-01-01T00:00'],
  [
    '/l/AWSLogs/aws-account-id=1/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2026/month=3/day=4/hour=5/a',
    '2026-03-04T05:00',
    '2026-03-04T06:00',
  ],
  [
    '/l/AWSLogs/123456789012/vpcflowlogs/eu-west-1/2026/03/14/a.log.gz',
    '2026-03-14T00:00',
    '2026-03-15T00:00',
  ],
  [
    '/l/AWSLogs/123456789012/vpcflowlogs/eu-west-1/2026/02/28/23/a.log.gz',
    '2026-02-28T23:00',
    '2026-03-01T00:00',
  ],
  [
    '/l/123456789012_vpcflowlogs_eu-west-1_fl-1_20260314T2355Z_abc.log.gz',
    '2026-03-14T23:55',
    '2026-03-15T00:00',
  ],
  // A Parquet file may hold what came as several files of five minutes.
  [
    '/l/year=2026/month=03/day=14/hour=10/1_vpcflowlogs_eu-west-1_fl-1_20260314T1000Z_x.log.parquet',
    '2026-03-14T10:00',
    '2026-03-14T11:00',
  ],
  [
    '/l/AWSLogs/123456789012/vpcflowlogs/eu-west-1/2026/03/14/1_vpcflowlogs_eu-west-1_fl-1_20260314T1000Z_x.log.gz',
    '2026-03-14T10:00',
    '2026-03-14T10:05',
  ],
])('%s covers %s to %s', (path, from, to) => {
  expect(spanOf(path, 'a')).toEqual([from, to])
})

test('a plain day folder counts below the folder that was given and not above it', () => {
  expect(spanOf('/data/own/2026/03/20/a.log', 'a.log')).toBeUndefined()
  expect(spanOf('/data/own/logs/2026/03/14/10/a.log', '2026/03/14/10/a.log')).toEqual([
    '2026-03-14T10:00',
    '2026-03-14T11:00',
  ])
})

test('what is no date tells nothing', () => {
  expect(spanOf('/l/year=2026/month=13/day=01/a')).toBeUndefined()
  expect(spanOf('/l/2026/02/30/a')).toBeUndefined()
  expect(spanOf('/l/a.log')).toBeUndefined()
})

test('a file whose name and folder disagree covers both', () => {
  expect(spanOf('/l/year=2026/month=03/day=14/hour=11/x_20260314T1055Z_y.log.gz')).toEqual([
    '2026-03-14T10:55',
    '2026-03-14T12:00',
  ])
})

describe('the hours of a range', () => {
  const hours = (from: string, to: string, lateness: number) => {
    const first = Date.UTC(2026, 1, 28, 20)
    return Array.from({ length: 12 }, (_, index) => new Date(first + index * HOUR_MS))
      .filter((start) =>
        canHold(
          { from: start, to: new Date(start.getTime() + HOUR_MS) },
          { from: new Date(from), to: new Date(to) },
          lateness,
        ),
      )
      .map((start) => iso(start).slice(5, 13))
  }

  test('are those it touches, and those in which its last records may still come', () => {
    expect(hours('2026-02-28T22:30Z', '2026-03-01T01:15Z', 1800)).toEqual([
      '02-28T22', '02-28T23', '03-01T00', '03-01T01',
    ]) // prettier-ignore
    expect(hours('2026-02-28T22:30Z', '2026-03-01T01:00Z', 1800)).toEqual([
      '02-28T22', '02-28T23', '03-01T00', '03-01T01',
    ]) // prettier-ignore
    expect(hours('2026-02-28T23:00Z', '2026-03-01T00:00Z', 0)).toEqual(['02-28T23'])
    expect(hours('2026-02-28T23:00Z', '2026-03-01T00:00Z', 3601)).toEqual([
      '02-28T23', '03-01T00', '03-01T01',
    ]) // prettier-ignore
  })

  test('have no end where the range has none, and all files are read without a range or without a time', () => {
    const span = { from: new Date(0), to: new Date(HOUR_MS) }
    expect(canHold(span, { from: new Date(3_599_999) }, 0)).toBe(true)
    expect(canHold(span, { from: new Date(3_600_000) }, 0)).toBe(false)
    expect(canHold(span, { to: new Date(1) }, 0)).toBe(true)
    expect(canHold(span, { to: new Date(0) }, 0)).toBe(false)
    expect(canHold(span, undefined, 0)).toBe(true)
    expect(canHold(undefined, { from: new Date(9e12) }, 0)).toBe(true)
  })
})
