import { awsServer, type AwsServer } from '../../aws-server/aws-server'
import { asked, FIELDS, HOUR, record, TEN } from './desk'

const COUNT = 'stats count(*) as records'

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

describe('the range on CloudWatch, whose windows have two inclusive ends', () => {
  it('leaves out the second at which the range ends', async () => {
    const { rows } = await asked(server, COUNT)

    expect(rows).toEqual([[3]])
    expect(sent()).toMatchObject({ startTime: TEN, endTime: TEN + 3599, groups: ['flow-logs'] })
  })

  it('counts parts of seconds on the right side', async () => {
    const at = (milliseconds: number) => new Date(TEN * 1000 + milliseconds)

    expect((await asked(server, COUNT, { range: { from: at(1), to: at(60_001) } })).rows).toEqual([[1]]) // prettier-ignore
    expect(sent()).toMatchObject({ startTime: TEN + 1, endTime: TEN + 60 })
  })

  it('is empty, and asks nothing, when it holds no second', async () => {
    const range = { from: new Date(TEN * 1000 + 1), to: new Date(TEN * 1000 + 999) }
    const { rows, notices, columns, statistics } = await asked(server, COUNT, { range })

    expect(rows).toEqual([])
    expect(columns).toEqual([{ name: 'records', type: 'integer' }])
    expect(statistics).toMatchObject({ rows: 0, bytesRead: 0, usd: 0 })
    expect(notices).toEqual([
      {
        kind: 'note',
        message:
          'log group `flow-logs` has no records in the range from 2026-03-14T10:00:00.001Z to 2026-03-14T10:00:00.999Z',
      },
    ])
    expect(server.logs.queries).toEqual([])
  })

  it('goes from the making of the log group to now when it is open', async () => {
    const { rows, notices } = await asked(server, COUNT, { range: undefined })

    expect(rows).toEqual([[4]])
    expect(notices).toEqual([])
    expect(sent()).toMatchObject({
      startTime: Date.parse('2026-01-01T00:00:00Z') / 1000,
      endTime: Date.parse('2026-03-14T12:00:00Z') / 1000,
    })
  })

  it('is cut to the retention, with a warning', async () => {
    server.logs.addGroup('flow-logs', { retentionDays: 1, records: [record(0)], fields: FIELDS })
    const from = new Date('2026-03-07T00:00:00Z')
    const { notices } = await asked(server, COUNT, { range: { ...HOUR, from } })

    expect(notices).toEqual([
      {
        kind: 'damage',
        message:
          'log group `flow-logs` keeps 1 day: records before 2026-03-13T12:00:00Z have expired',
      },
    ])
    expect(sent().startTime).toBe(Date.parse('2026-03-13T12:00:00Z') / 1000)
  })

  it('is not said to be cut when an age of the retention was reckoned a moment ago', async () => {
    server.logs.addGroup('flow-logs', { retentionDays: 1, records: [record(0)], fields: FIELDS })
    const from = new Date('2026-03-13T11:59:58Z')

    expect((await asked(server, COUNT, { range: { from } })).notices).toEqual([])
  })

  it('begins when the log group was made', async () => {
    const createdAt = (TEN + 60) * 1000
    server.logs.addGroup('flow-logs', { createdAt, records: [record(60)], fields: FIELDS })
    const from = new Date('2026-03-14T00:00:00Z')
    const { notices } = await asked(server, COUNT, { range: { ...HOUR, from } })

    expect(notices).toEqual([
      {
        kind: 'note',
        message:
          'log group `flow-logs` was created at 2026-03-14T10:01:00Z: it has no earlier records',
      },
    ])
    expect(sent().startTime).toBe(TEN + 60)
  })

  it.each([
    [
      { retentionDays: 1 },
      'log group `flow-logs` keeps 1 day: the range, which ends at 2026-03-02T00:00:00Z, has expired',
    ],
    [
      { createdAt: TEN * 1000 },
      'log group `flow-logs` was created at 2026-03-14T10:00:00Z, after the end of the range at 2026-03-02T00:00:00Z',
    ],
  ])('is refused when nothing of it is left: %j', async (group, message) => {
    server.logs.addGroup('flow-logs', group)
    const range = { from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-03-02T00:00:00Z') }

    await expect(asked(server, COUNT, { range })).rejects.toMatchObject({ name: 'UserError', message }) // prettier-ignore
    expect(server.logs.queries).toEqual([])
  })

  it('asks only those of several log groups that can hold some of it', async () => {
    server.logs.addGroup('young', { createdAt: (TEN + 7200) * 1000 })
    const { rows, notices } = await asked(server, COUNT, { logGroups: ['flow-logs', 'young'] })

    expect(rows).toEqual([[3]])
    expect(sent().groups).toEqual(['flow-logs'])
    expect(notices.map(({ message }) => message)).toEqual([
      'log group `young` was created at 2026-03-14T12:00:00Z: it has no earlier records',
    ])
  })

  it('needs a beginning where CloudWatch may not be asked for one', async () => {
    server.fault('DescribeLogGroups', { kind: 'error', code: 'AccessDeniedException' })

    await expect(asked(server, COUNT, { range: undefined })).rejects.toMatchObject({
      message:
        'the range has no beginning, and CloudWatch does not say how far back the records go',
      help: 'use --from, or allow `logs:DescribeLogGroups`',
    })
    server.fault('DescribeLogGroups', { kind: 'error', code: 'AccessDeniedException' })
    expect((await asked(server, COUNT)).rows).toEqual([[3]])
  })
})
