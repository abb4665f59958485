import {
  addPartitions,
  deletePartitions,
  keepPartitions,
  listPartitions,
} from '../../lib/lake/partitions'
import { partitionValues, partitionsOf } from '../../lib/lake/layout'
import { dayStart, firstKeptDay } from '../../lib/time'
import { awsServer, type AwsServer } from '../aws-server/aws-server'
import { fakeWaiting } from '../aws-server/fake-waiting'
import { cut, serverFault, throttle, type Fault } from '../aws-server/fault'
import type { Table } from '../aws-server/glue-state'

const LAKE = {
  database: 'natlens',
  table: 'flow_logs',
  accountIds: ['123456789012'],
  regions: ['eu-west-1'],
}
const KEEP = { daysAhead: 2, retentionDays: 7 }
const day = (date: string) => new Date(`${date}T00:00:00Z`)
const window = (from: string, to: string) => ({ from: day(from), to: day(to) })

let server: AwsServer
let table: Table

beforeEach(async () => {
  server = await awsServer()
  table = server.glue.addTable('natlens', 'flow_logs')
})
afterEach(() => server.close())

/** The dates that have partitions, each with how many. */
function dates(): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { Values } of table.partitions.values()) {
    const date = Values.slice(3, 6).join('-')
    counts[date] = (counts[date] ?? 0) + 1
  }
  return counts
}

/** Puts whole days into the table, as earlier runs left them. */
function put(from: string, to: string, accountId = '123456789012'): void {
  for (const partition of partitionsOf(
    { accountIds: [accountId], regions: ['eu-west-1'] },
    window(from, to),
  )) {
    const Values = partitionValues(partition)
    table.partitions.set(Values.join('/'), { Values, StorageDescriptor: { Location: 's3://x/' } })
  }
}

const add = (from: string, to: string, waiting = fakeWaiting()) =>
  addPartitions(LAKE, window(from, to), server.clients(), waiting)
const remove = (cutoff: string, waiting = fakeWaiting()) =>
  deletePartitions(LAKE, { to: day(cutoff) }, server.clients(), waiting)
const keep = (today: string) =>
  keepPartitions(LAKE, day(today), KEEP, server.clients(), fakeWaiting())

describe('adding partitions', () => {
  it('copies the table’s descriptor and changes the location alone', async () => {
    await add('2026-02-09', '2026-02-10')

    const { StorageDescriptor } = table.partitions.get(
      '123456789012/vpcflowlogs/eu-west-1/2026/02/09/07',
    )!
    expect(StorageDescriptor).toEqual({
      ...table.descriptor,
      Location:
        's3://flow-logs-bucket/AWSLogs/aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=eu-west-1/year=2026/month=02/day=09/hour=07/',
    })
  })

  it('puts a slash after a table’s location that has none', async () => {
    const descriptor = { ...table.descriptor, Location: 's3://flow-logs-bucket/p/AWSLogs' }
    table = server.glue.addTable('natlens', 'flow_logs', { descriptor })

    await add('2026-02-09', '2026-02-10')

    const [first] = table.partitions.values()
    expect(first?.StorageDescriptor.Location).toMatch(
      /^s3:\/\/flow-logs-bucket\/p\/AWSLogs\/aws-account-id=/,
    )
  })

  it('sends batches of 100 and answers what was there already when it runs twice', async () => {
    const first = await add('2026-02-09', '2026-02-19')
    const second = await add('2026-02-09', '2026-02-19')

    expect([first.added.length, first.present.length]).toEqual([240, 0])
    expect([second.added.length, second.present.length]).toEqual([0, 240])
    expect(table.partitions.size).toBe(240)
    expect(server.calls.filter((call) => call === 'BatchCreatePartition')).toHaveLength(6)
  })

  it('asks again after throttles, server faults and broken connections, with growing pauses', async () => {
    server.fault('GetTable', throttle, cut)
    server.fault('BatchCreatePartition', throttle, throttle, serverFault, cut)
    const waiting = fakeWaiting()

    const { added } = await add('2026-02-09', '2026-02-10', waiting)

    expect(added).toHaveLength(24)
    expect(waiting.pauses).toEqual([100, 200, 100, 200, 400, 800])
  })

  it('finds done what an answer of 500 had done', async () => {
    server.fault('BatchCreatePartition', {
      kind: 'late-error',
      code: 'InternalServiceException',
      status: 500,
    })

    const { added, present } = await add('2026-02-09', '2026-02-10')

    expect([added.length, present.length]).toEqual([0, 24])
    expect(dates()).toEqual({ '2026-02-09': 24 })
  })

  it('asks again for the items alone that Glue could not do at the moment', async () => {
    const noon = (values: readonly string[]) => values[6] === '12'
    server.fault('BatchCreatePartition', { kind: 'items', code: 'ThrottlingException', of: noon })

    const { added } = await add('2026-02-09', '2026-02-10')

    expect(added).toHaveLength(24)
    expect(dates()).toEqual({ '2026-02-09': 24 })
    expect(server.calls.filter((call) => call === 'BatchCreatePartition')).toHaveLength(2)
  })

  it('names the partitions that Glue refused, after all others were tried', async () => {
    const night = (values: readonly string[]) => values[5] === '09' && values[6]! < '03'
    server.fault('BatchCreatePartition', {
      kind: 'items',
      code: 'ResourceNumberLimitExceededException',
      of: night,
    })

    await expect(add('2026-02-09', '2026-02-15')).rejects.toMatchObject({
      message:
        'table `natlens.flow_logs`: 3 of 144 partitions were not added: 123456789012 eu-west-1 2026-02-09 hours 00-02 (ResourceNumberLimitExceededException: Partition said ResourceNumberLimitExceededException.); 141 were, 0 already',
      help: 'run it again; completed partitions are kept',
    })
    expect(table.partitions.size).toBe(141)

    const again = await add('2026-02-09', '2026-02-15')
    expect([again.added.length, again.present.length]).toEqual([3, 141])
  })

  it('tries the second batch when the first fails for good', async () => {
    server.fault('BatchCreatePartition', { kind: 'error', code: 'GlueEncryptionException' })

    await expect(add('2026-02-09', '2026-02-14')).rejects.toThrow(
      'table `natlens.flow_logs`: 100 of 120 partitions were not added: 123456789012 eu-west-1 2026-02-09 hours 00-23; 123456789012 eu-west-1 2026-02-10 hours 00-23; 123456789012 eu-west-1 2026-02-11 hours 00-23; 123456789012 eu-west-1 2026-02-12 hours 00-23; 123456789012 eu-west-1 2026-02-13 hours 00-03 (GlueEncryptionException: The service said GlueEncryptionException.); 20 were, 0 already',
    )
  })

  it('tries each partition alone when a whole call fails because one is there', async () => {
    put('2026-02-09', '2026-02-10')
    table.partitions.delete('123456789012/vpcflowlogs/eu-west-1/2026/02/09/05')
    server.fault('BatchCreatePartition', { kind: 'error', code: 'AlreadyExistsException' })

    const { added, present } = await add('2026-02-09', '2026-02-10')

    expect([added.length, present.length]).toEqual([1, 23])
  })

  it('gives up after eight throttles in a row', async () => {
    server.fault('BatchCreatePartition', ...Array<Fault>(8).fill(throttle))
    const waiting = fakeWaiting()

    await expect(add('2026-02-09', '2026-02-10', waiting)).rejects.toThrow(
      'table `natlens.flow_logs`: 24 of 24 partitions were not added: 123456789012 eu-west-1 2026-02-09 hours 00-23 (ThrottlingException: The service said ThrottlingException.); 0 were, 0 already',
    )
    expect(waiting.pauses).toEqual([100, 200, 400, 800, 1600, 3200, 6400])
    expect(dates()).toEqual({})
  })

  it('does not sleep past the time that is left', async () => {
    server.fault('BatchCreatePartition', ...Array<Fault>(8).fill(throttle))
    const waiting = fakeWaiting({ seconds: 1 })

    await expect(add('2026-02-09', '2026-02-10', waiting)).rejects.toThrow('ThrottlingException')
    expect(waiting.pauses).toEqual([100, 200, 400])
  })

  it('says that there is no table, or that it has other keys', async () => {
    server.glue.tables.delete('natlens.flow_logs')
    await expect(add('2026-02-09', '2026-02-10')).rejects.toMatchObject({
      message: 'table `natlens.flow_logs` not found in Glue',
      help: 'deploy the lake stack first, or use another --database and --table',
    })

    server.glue.addTable('natlens', 'flow_logs', { keys: ['year', 'month', 'day'] })
    await expect(add('2026-02-09', '2026-02-10')).rejects.toMatchObject({
      message: 'table `natlens.flow_logs` is partitioned by year,month,day',
      help: 'the partition keys must be aws-account-id,aws-service,aws-region,year,month,day,hour',
    })
  })
})

describe('keeping partitions ahead', () => {
  it('adds today and the days ahead to a new table', async () => {
    const { added, present } = await keep('2026-02-09')

    expect([added.length, present.length]).toEqual([72, 0])
    expect(dates()).toEqual({ '2026-02-09': 24, '2026-02-10': 24, '2026-02-11': 24 })
  })

  it('does the same when it runs twice', async () => {
    await keep('2026-02-09')
    const { added, present } = await keep('2026-02-09')

    expect([added.length, present.length]).toEqual([0, 72])
    expect(server.calls.filter((call) => call === 'BatchCreatePartition')).toHaveLength(1)
  })

  it('fills the days of a gap of ten days, as far as retention keeps their logs', async () => {
    put('2026-02-07', '2026-02-11')

    await keep('2026-02-19')

    expect(Object.keys(dates()).sort()).toEqual([
      '2026-02-07',
      '2026-02-08',
      '2026-02-09',
      '2026-02-10',
      ...['12', '13', '14', '15', '16', '17', '18', '19', '20', '21'].map((d) => `2026-02-${d}`),
    ])
  })

  it('gives a new region its own beginning', async () => {
    put('2026-02-05', '2026-02-09')
    const lake = { ...LAKE, regions: ['eu-west-1', 'us-east-1'] }

    await keepPartitions(lake, day('2026-02-09'), KEEP, server.clients(), fakeWaiting())

    const of = (region: string) =>
      [...table.partitions.values()].filter(({ Values }) => Values[2] === region).length
    expect([of('eu-west-1'), of('us-east-1')]).toEqual([7 * 24, 3 * 24])
  })

  it.each([
    ['the end of a month', '2026-04-30', ['2026-04-30', '2026-05-01', '2026-05-02']],
    ['the end of a year', '2026-12-31', ['2026-12-31', '2027-01-01', '2027-01-02']],
    ['a leap day', '2028-02-28', ['2028-02-28', '2028-02-29', '2028-03-01']],
  ])('goes on over %s', async (_, today, expected) => {
    await keep(today)

    expect(Object.keys(dates())).toEqual(expected)
  })
})

describe('listing partitions', () => {
  it('reads every page', async () => {
    put('2026-02-01', '2026-02-11')
    server.glue.pageSize = 50

    const { partitions } = await listPartitions(LAKE, server.clients(), fakeWaiting())

    expect(partitions).toHaveLength(240)
    expect(server.calls).toEqual(Array(5).fill('GetPartitions'))
  })
})

describe('deleting partitions', () => {
  it('deletes everything before the cut-off in batches of 25, and nothing after it', async () => {
    put('2026-01-20', '2026-02-12')
    put('2026-02-01', '2026-02-04', '210987654321')

    const { deleted, gone, kept } = await remove('2026-02-03')

    expect([deleted.length, gone.length, kept.length]).toEqual([14 * 24 + 48, 0, 9 * 24 + 24])
    expect(Object.keys(dates()).sort()[0]).toBe('2026-02-03')
    expect(server.calls.filter((call) => call === 'BatchDeletePartition')).toHaveLength(16)
  })

  it('deletes the hours of a window alone when it has a beginning', async () => {
    put('2026-02-01', '2026-02-05')
    const hours = { from: new Date('2026-02-02T06:00:00Z'), to: new Date('2026-02-03T00:00:00Z') }

    const { deleted } = await deletePartitions(LAKE, hours, server.clients(), fakeWaiting())

    expect(deleted).toHaveLength(18)
    expect(dates()).toEqual({
      '2026-02-01': 24,
      '2026-02-02': 6,
      '2026-02-03': 24,
      '2026-02-04': 24,
    })
  })

  it('does nothing the second time', async () => {
    put('2026-02-01', '2026-02-05')
    await remove('2026-02-03')

    const { deleted, kept } = await remove('2026-02-03')

    expect([deleted.length, kept.length]).toEqual([0, 48])
    expect(server.calls.filter((call) => call === 'BatchDeletePartition')).toHaveLength(2)
  })

  it('leaves exactly the kept days after a gap of ten days', async () => {
    put('2026-01-25', '2026-02-11')
    await keep('2026-02-19')

    await remove('2026-02-12')

    expect(dates()).toEqual(
      Object.fromEntries(
        Array.from({ length: 10 }, (_, index) => [
          dayStart(day('2026-02-12'), index).toISOString().slice(0, 10),
          24,
        ]),
      ),
    )
    expect(firstKeptDay(day('2026-02-19'), 7)).toEqual(day('2026-02-12'))
  })

  it('leaves alone, and reports, what it cannot read', async () => {
    put('2026-02-01', '2026-02-02')
    const odd = ['123456789012', 'vpcflowlogs', 'eu-west-1', '2026', '2', '1', '00']
    const hive = [...odd.slice(0, 6), '__HIVE_DEFAULT_PARTITION__']
    for (const Values of [odd, hive]) {
      table.partitions.set(Values.join('/'), { Values, StorageDescriptor: {} })
    }

    const { deleted, unreadable } = await remove('2026-02-03')

    expect(deleted).toHaveLength(24)
    expect(unreadable).toEqual([odd, hive])
    expect(table.partitions.size).toBe(2)
  })

  it('counts as gone what someone else deleted meanwhile', async () => {
    put('2026-02-01', '2026-02-02')
    server.fault('BatchDeletePartition', {
      kind: 'late-error',
      code: 'OperationTimeoutException',
    })

    const { deleted, gone } = await remove('2026-02-03')

    // Of 24 in one call, all were done by the call that was answered with an error.
    expect([deleted.length, gone.length]).toEqual([0, 24])
    expect(table.partitions.size).toBe(0)
  })

  it('names what Glue would not delete, and deletes the rest', async () => {
    put('2026-02-01', '2026-02-03')
    server.fault('BatchDeletePartition', undefined, {
      kind: 'items',
      code: 'InvalidStateException',
      of: (values) => values[6] === '07' || values[6] === '09',
    })

    await expect(remove('2026-02-03')).rejects.toThrow(
      'table `natlens.flow_logs`: 2 of 48 partitions were not deleted: 123456789012 eu-west-1 2026-02-02 hours 07, 09 (InvalidStateException: Partition said InvalidStateException.); 46 were, 0 already',
    )
    expect(table.partitions.size).toBe(2)
  })

  it('touches nothing of a table that is partitioned otherwise', async () => {
    server.glue.addTable('natlens', 'flow_logs', { keys: ['year', 'month', 'day', 'hour'] })

    await expect(remove('2026-02-03')).rejects.toThrow(
      'table `natlens.flow_logs` is partitioned by year,month,day,hour',
    )
    expect(server.calls).toEqual(['GetTable'])
  })

  it.each(['GetTable', 'GetPartitions', 'BatchDeletePartition'])(
    'ends right after a throttle, a fault and a cut of %s',
    async (operation) => {
      put('2026-02-01', '2026-02-05')
      server.fault(operation, throttle, serverFault, cut)

      await remove('2026-02-03')

      expect(dates()).toEqual({ '2026-02-03': 24, '2026-02-04': 24 })
    },
  )

  it('says what Glue said when it may not list', async () => {
    server.fault('GetPartitions', { kind: 'error', code: 'AccessDeniedException' })

    await expect(remove('2026-02-03')).rejects.toThrow('The service said AccessDeniedException.')
  })
})
