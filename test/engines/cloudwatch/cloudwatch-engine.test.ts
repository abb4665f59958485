import { awsServer, type AwsServer } from '../../aws-server/aws-server'
import { asked, FIELDS, noon, record } from './desk'

const COUNT = 'stats count(*) as records'
const SUM = 'stats sum(bytes) as total'

let server: AwsServer
beforeEach(async () => {
  server = await awsServer()
  server.logs.addGroup('flow-logs', {
    records: [record(0, 10), record(60, 20), record(3599, 30), record(3600, 40)],
    fields: FIELDS,
  })
})
afterEach(() => server.close())

const sent = () => server.logs.queries.at(-1)!
const count = (operation: string) => server.calls.filter((call) => call === operation).length

describe('log groups', () => {
  it('are named by ARNs, too', async () => {
    const arn = 'arn:aws:logs:eu-west-1:123456789012:log-group:flow-logs'
    server.logs.addGroup('other', { records: [record(5)], fields: FIELDS })

    expect((await asked(server, COUNT, { logGroups: [`${arn}:*`, arn, 'other'] })).rows).toEqual([[4]]) // prettier-ignore
    expect(sent().groups).toEqual(['flow-logs', 'other'])
  })

  it('are asked once by whatever names they are given', async () => {
    const arn = 'arn:aws:logs:eu-west-1:123456789012:log-group:flow-logs'

    expect((await asked(server, COUNT, { logGroups: ['flow-logs', arn] })).rows).toEqual([[3]])
    expect(sent().groups).toEqual(['flow-logs'])
  })

  it.each([
    [[], '--log-group is missing'],
    [['a b'], '--log-group `a b` is not the name or ARN of a log group'],
    [Array.from({ length: 51 }, (_, index) => `group-${index}`), '51 log groups are too many'],
  ])('are 1 to 50 names', async (logGroups, message) => {
    await expect(asked(server, COUNT, { logGroups })).rejects.toMatchObject({ message, exitCode: 2 }) // prettier-ignore
  })

  it('must be there', async () => {
    await expect(asked(server, COUNT, { logGroups: ['flow-log'] })).rejects.toMatchObject({
      message: 'log group `flow-log` not found in eu-west-1',
      help: 'check --log-group and --region, or deploy the CloudWatch stack first',
    })
    server.fault('DescribeLogGroups', { kind: 'error', code: 'AccessDeniedException' })
    await expect(asked(server, COUNT, { logGroups: ['flow-log'] })).rejects.toMatchObject({
      message: 'log group `flow-log` not found in eu-west-1',
    })
  })
})

describe('a query on its way', () => {
  it('is waited for with growing pauses, and tells its state and what it costs so far', async () => {
    server.logs.courses.push({ scheduled: 2, running: 2, unknown: 1 })
    const waiting = noon()
    const { states, statistics } = await asked(server, COUNT, { waiting, usdPerGB: 0.01 })

    expect(states.map(({ state }) => state)).toEqual([
      'Scheduled',
      'Scheduled',
      'Running',
      'Running',
      'Unknown',
      'Complete',
    ])
    const bytes = sent().scanned.bytes
    expect(states[2]).toEqual({
      state: 'Running',
      recordsScanned: 1,
      bytesScanned: Math.floor(bytes / 2),
      usd: (Math.floor(bytes / 2) / 2 ** 30) * 0.01,
    })
    expect(waiting.pauses.filter((pause) => pause > 200)).toEqual([375, 750, 1500, 3000, 3750])
    expect(statistics).toEqual({
      rows: 1,
      seconds: waiting.passed(),
      bytesRead: bytes,
      recordsScanned: 3,
      recordsMatched: 1,
      usd: (bytes / 2 ** 30) * 0.01,
    })
  })

  it('costs half a cent per GB of 2^30 bytes unless told', async () => {
    const { statistics } = await asked(server, COUNT)

    expect(statistics.usd).toBe((sent().scanned.bytes / 2 ** 30) * 0.005)
  })

  it('shows no partial result', async () => {
    server.logs.courses.push({ scheduled: 0, running: 3 })
    const { rows } = await asked(server, 'fields bytes | sort bytes asc')

    expect(rows).toEqual([[10], [20], [30]])
  })

  it('asks no more often than half of what CloudWatch allows', async () => {
    server.logs.courses.push({ scheduled: 0, running: 0 })
    const waiting = noon()
    await asked(server, SUM, { waiting })

    expect(server.calls).toEqual([
      'DescribeLogGroups',
      'GetLogGroupFields',
      'GetLogGroupFields',
      'StartQuery',
      'GetQueryResults',
    ])
    expect(waiting.pauses).toEqual([200, 200, 200, 200])
  })

  it('reads all pages', async () => {
    server.logs.pageSize = 2
    const { rows } = await asked(server, 'fields bytes | sort bytes asc')

    expect(rows).toEqual([[10], [20], [30]])
    expect(count('GetQueryResults')).toBe(4)
  })
})

describe('rows beyond the limit of CloudWatch', () => {
  const many = Array.from({ length: 10_001 }, (_, index) => record(index % 3600, index))
  const text = 'fields bytes | sort bytes asc'

  beforeEach(() => server.logs.addGroup('flow-logs', { records: many, fields: FIELDS }))

  it('come where the query has no limit: it gets the greatest', async () => {
    const { rows, notices } = await asked(server, text)

    expect(rows).toHaveLength(10_001)
    expect(notices).toEqual([])
    expect(sent().text).toBe(`${text}\n| limit 100000`)
  })

  it('are said to be cut where CloudWatch takes no greater limit than 10,000', async () => {
    server.logs.mostRows = 10_000
    const { rows, notices } = await asked(server, text)

    expect(rows).toHaveLength(10_000)
    expect(sent().text).toBe(`${text}\n| limit 10000`)
    expect(notices).toEqual([
      {
        kind: 'damage',
        message:
          'the answer is cut at 10,000 rows, the maximum of CloudWatch: use a shorter range, a filter or a `limit`',
      },
    ])
  })

  it('are not missed by a query that asks for fewer', async () => {
    const { rows, notices } = await asked(server, `${text} | limit 10000`)

    expect(rows).toHaveLength(10_000)
    expect(notices).toEqual([])
    expect(sent().text).toBe(`${text} | limit 10000`)
  })
})
