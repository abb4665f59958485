import { athenaEngine, type AthenaOptions } from '../../../lib/engines/athena/athena-engine'
import type { Question, RunOptions } from '../../../lib/engines/engine'
import { FORMATS } from '../../../lib/flow-log/format'
import { awsServer, type AwsServer } from '../../aws-server/aws-server'
import { fakeWaiting, type FakeWaiting } from '../../aws-server/fake-waiting'
import { cut, serverFault, throttle, type Fault } from '../../aws-server/fault'
import { collected } from '../collected'
import { dropHour, lakeTable } from './lake-table'

const DAY = { from: '2026-03-14T00:00:00Z', to: '2026-03-15T02:00:00Z' }
const RANGE = { from: new Date('2026-03-14T00:00:00Z'), to: new Date('2026-03-15T00:00:00Z') }
const NOW = '2026-03-20T12:00:00Z'
const OPTIONS = { workgroup: 'natlens', database: 'natlens', table: 'flow_logs' }
const BYTES = [{ name: 'bytes', type: 'bigint' }]

let server: AwsServer
beforeEach(async () => {
  server = await awsServer()
  server.athena.now = () => Date.parse(NOW)
})
afterEach(() => server.close())

interface Asking {
  readonly options?: Partial<AthenaOptions>
  readonly question?: Partial<Question>
  readonly run?: RunOptions
  readonly waiting?: FakeWaiting
}

async function answer({
  options,
  question,
  run,
  waiting = fakeWaiting({ start: NOW }),
}: Asking = {}) {
  const engine = athenaEngine({ ...OPTIONS, ...options }, server.clients(), { waiting })
  const given = { name: 'test/question', text: 'fields bytes', range: RANGE, ...question }
  const { notices, ...rest } = await collected(engine, given, run)
  return { ...rest, messages: notices.map(({ kind, message }) => `${kind}: ${message}`) }
}

const count = (operation: string) => server.calls.filter((call) => call === operation).length
const states = () => server.athena.executions.map(({ id }) => server.athena.stateOf(id))
const numbers = (most: number) => ({
  columns: BYTES,
  rows: Array.from({ length: most }, (_, index) => [String(index)]),
})

describe('a question to Athena', () => {
  it('runs in the workgroup, tells its states, what it scanned and what that costs', async () => {
    lakeTable(server, DAY)
    server.athena.answer = () => numbers(3)
    server.athena.courses.push({ queued: 1, running: 2, bytesScanned: 3 * 2 ** 30 })
    const seen: unknown[] = []

    const { rows, statistics, messages } = await answer({
      run: { onState: (state) => seen.push(state) },
    })

    const figures = { bytesScanned: 3 * 2 ** 30, usd: (3 * 5) / 1024 }
    expect(seen).toEqual(
      ['QUEUED', 'RUNNING', 'RUNNING', 'SUCCEEDED'].map((state) => ({ state, ...figures })),
    )
    expect(rows).toEqual([[0], [1], [2]])
    expect(statistics).toEqual({
      rows: 3,
      seconds: 1.3125,
      bytesRead: 3 * 2 ** 30,
      usd: (3 * 5) / 1024,
    })
    expect(messages).toEqual([])
    expect(server.athena.executions[0]!.input).toMatchObject({
      WorkGroup: 'natlens',
      QueryExecutionContext: { Database: 'natlens' },
    })
  })

  it('costs what 10 MB cost at least, and nothing where the answer is an earlier one', async () => {
    lakeTable(server, DAY)
    server.athena.courses.push({ bytesScanned: 1 })
    const options = { usdPerTB: 6, reuseMinutes: 60 }

    const first = await answer({ options })
    const second = await answer({ options })

    expect(first.statistics).toMatchObject({ bytesRead: 1, usd: (10 * 6) / 2 ** 20 })
    expect(second.statistics).toMatchObject({ bytesRead: 0, usd: 0 })
  })

  it('chooses its folders by the lateness that it is told', async () => {
    lakeTable(server, DAY)

    await answer({ options: { latenessSeconds: 0 } })
    await answer({ options: { latenessSeconds: 7200 } })

    const [none, two] = server.athena.executions.map(({ input }) => input.QueryString!)
    expect(none).toContain(`"year" || "month" || "day" || "hour" <= '2026031423'`)
    expect(two).toContain(`"year" || "month" || "day" || "hour" <= '2026031501'`)
  })

  it('reads more than one page from the CSV file, in two calls', async () => {
    lakeTable(server, DAY)
    server.athena.answer = () => numbers(5000)
    server.athena.results = { bucket: 'results', objects: server.s3.addBucket('results') }

    const { rows } = await answer()

    expect(rows).toEqual(Array.from({ length: 5000 }, (_, index) => [index]))
    expect([count('GetQueryResults'), count('GetObject')]).toEqual([1, 1])
  })

  it.each([
    ['Athena keeps the answer itself', () => undefined, 0],
    ['nobody may read the file', () => 'AccessDenied', 1],
    ['the file is gone', () => 'NoSuchKey', 1],
  ])('reads all pages where %s', async (_, code, openings) => {
    lakeTable(server, DAY)
    server.athena.answer = () => numbers(2500)
    const fault = code()
    if (fault) {
      server.athena.results = { bucket: 'results', objects: server.s3.addBucket('results') }
      server.fault('GetObject', { kind: 'error', code: fault, status: 403 })
    }

    const { rows } = await answer()

    expect(rows).toEqual(Array.from({ length: 2500 }, (_, index) => [index]))
    expect([count('GetQueryResults'), count('GetObject')]).toEqual([3, openings])
  })

  it('is refused for a table that is not there', async () => {
    await expect(answer()).rejects.toMatchObject({
      message: 'table `natlens.flow_logs` not found in Glue',
      help: 'deploy the lake stack first, or use another --database and --table',
    })
  })

  it('is refused where the table lacks a field that it needs, as on files', async () => {
    lakeTable(server, DAY, FORMATS.v2)

    await expect(
      answer({ question: { needs: ['pktSrcAddr'], otherwise: 'nat/egress-via-nat' } }),
    ).rejects.toMatchObject({
      message: '`test/question` requires `pkt-srcaddr` (version 3), which this log lacks',
      help: '`nat/egress-via-nat` works without it',
    }) // prettier-ignore
    expect(server.athena.executions).toEqual([])
  })

  it('is refused where a column that it reads is of another kind', async () => {
    const Columns = [
      { Name: 'bytes', Type: 'string' },
      { Name: 'start', Type: 'bigint' },
    ]
    lakeTable(server, DAY, [], { descriptor: { Columns } })

    await expect(answer()).rejects.toMatchObject({
      message: 'table `natlens.flow_logs`: the column of the field `bytes` is string',
      help: 'a table over flow logs has bigint',
    })
  })
})

describe('the partitions of a range', () => {
  const missing = (message: string) =>
    `note: \`natlens.flow_logs\` lacks partitions for ${message}; \`natlens partitions add --from … --to …\` adds them`

  it('that are missing are named, however many pages there are', async () => {
    const table = lakeTable(server, DAY)
    server.glue.pageSize = 10
    for (const hour of ['05', '06', '23']) dropHour(table, `2026-03-14T${hour}:00:00Z`)

    expect((await answer()).messages).toEqual([
      missing(
        '3 of 25 hours, whose records are not read: 2026-03-14T05:00:00Z to 2026-03-14T07:00:00Z, 2026-03-14T23:00:00Z to 2026-03-15T00:00:00Z',
      ),
    ])
    expect(server.athena.executions).toHaveLength(1)
  })

  it('are looked at for each account and region', async () => {
    const table = lakeTable(server, { ...DAY, regions: ['eu-west-1', 'eu-central-1'] })
    dropHour(table, '2026-03-15T00:00:00Z', 'eu-central-1')

    expect((await answer()).messages).toEqual([
      missing(
        '1 of 25 hours, whose records are not read: 2026-03-15T00:00:00Z to 2026-03-15T01:00:00Z',
      ),
    ])
  })

  it.each([
    ['123456789012', 'eu-west-1', []],
    ['123456789012', 'eu-north-1', ['account 123456789012 in eu-north-1']],
    ['210987654321', 'eu-west-1', ['account 210987654321 in eu-west-1']],
  ])('of account %s in %s are there, or it is said', async (accountId, region, absent) => {
    lakeTable(server, { ...DAY, regions: ['eu-west-1', 'eu-central-1'] })
    const options = { expectedAccount: { accountId, region } }

    expect((await answer({ options })).messages).toEqual(
      absent.map(
        (origin) =>
          `note: \`natlens.flow_logs\` has no partition of ${origin} in the whole range, so its records are not read; \`natlens partitions add --from … --to …\` adds them`,
      ),
    )
    expect(server.athena.executions).toHaveLength(1)
  })

  it('tell no accounts where the table has no such key', async () => {
    const table = lakeTable(server, DAY, FORMATS.v11, { keys: ['year', 'month', 'day', 'hour'] })
    const all = [...table.partitions.values()]
    table.partitions.clear()
    for (const { Values, ...rest } of all) {
      table.partitions.set(Values.slice(3).join('/'), { ...rest, Values: Values.slice(3) })
    }
    const options = { expectedAccount: { accountId: '210987654321', region: 'eu-north-1' } }

    expect((await answer({ options })).messages).toEqual([])
  })

  it('are not expected of the future', async () => {
    lakeTable(server, { from: '2026-03-20T00:00:00Z', to: '2026-03-20T13:00:00Z' })
    const open = { from: new Date('2026-03-20T00:00:00Z') }

    expect((await answer({ question: { range: open } })).messages).toEqual([])
    const later = { from: new Date('2026-03-21T00:00:00Z'), to: new Date('2026-03-22T00:00:00Z') }
    expect((await answer({ question: { range: later } })).messages).toEqual([])
  })

  it('are asked for only where the range lies', async () => {
    lakeTable(server, { from: '2026-03-01T00:00:00Z', to: '2026-03-20T00:00:00Z' })
    server.glue.pageSize = 10
    const range = { from: new Date('2026-03-14T22:30:00Z'), to: new Date('2026-03-15T01:00:00Z') }

    expect((await answer({ question: { range } })).messages).toEqual([])
    // 2 days and hours 22, 23, 00 and 01: 8 partitions where 456 are.
    expect(count('GetPartitions')).toBe(1)
  })

  it('when there is none leave nothing to ask, and it is said what the table covers', async () => {
    lakeTable(server, DAY)
    const range = { from: new Date('2026-02-01T00:00:00Z'), to: new Date('2026-02-02T00:00:00Z') }

    const { rows, messages, columns, statistics } = await answer({ question: { range } })

    expect([rows, columns]).toEqual([[], [{ name: 'bytes', type: 'integer' }]])
    expect(statistics).toMatchObject({ rows: 0, bytesRead: 0, usd: 0 })
    expect(messages).toEqual([
      'note: `natlens.flow_logs` has no partition for records that start in the range from 2026-02-01T00:00:00Z to 2026-02-02T00:00:00Z: its partitions cover 2026-03-14T00:00:00Z to 2026-03-15T02:00:00Z; `natlens archive list` lists the days whose answers are archived',
    ])
    expect(server.athena.executions).toEqual([])
  })

  it('of a table that has none at all are to be added', async () => {
    lakeTable(server, { from: DAY.from, to: DAY.from })

    expect((await answer()).messages).toEqual([
      'note: `natlens.flow_logs` has no partition for records that start in the range from 2026-03-14T00:00:00Z to 2026-03-15T00:00:00Z: the table has no partitions yet; `natlens partitions add --from … --to …` adds them',
    ])
  })

  it('older than the lake are not missed: it is said what is left', async () => {
    lakeTable(server, { from: '2026-03-13T00:00:00Z', to: '2026-03-16T00:00:00Z' })
    const options = { retentionDays: 7 }
    const ask = async (from: string, to: string) =>
      (await answer({ options, question: { range: { from: new Date(from), to: new Date(to) } } }))
        .messages

    expect(await ask('2026-03-10T00:00:00Z', '2026-03-15T00:00:00Z')).toEqual([
      'note: the lake keeps its logs for 7 days: the range is read from 2026-03-13T00:00:00Z on; `natlens archive list` lists the days whose answers are archived',
    ])
    expect(await ask('2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z')).toEqual([
      'note: the lake keeps its logs for 7 days: all of the range has expired; `natlens archive list` lists the days whose answers are archived',
    ])
    expect(server.athena.executions).toHaveLength(1)
  })

  it('are not looked for where Athena projects them', async () => {
    const parameters = { 'projection.enabled': 'true' }
    lakeTable(server, { from: DAY.from, to: DAY.from }, FORMATS.v11, { parameters })

    expect((await answer()).messages).toEqual([
      'note: the flow logs of `natlens.flow_logs` are not compared (partition projection): where two record one interface, its traffic counts twice',
    ])
    expect([count('GetPartitions'), server.athena.executions.length]).toEqual([0, 1])
  })

  it('are those of hourly folders', async () => {
    lakeTable(server, DAY, FORMATS.v11, { keys: ['region', 'date'] })

    await expect(answer()).rejects.toMatchObject({
      message: 'table `natlens.flow_logs` is partitioned by region,date, so it cannot be limited to a time range',
      help: 'the partition keys must include year,month,day,hour, those of hourly, Hive-compatible folders',
    }) // prettier-ignore
    expect((await answer({ question: { range: undefined } })).messages).toEqual([])
  })
})

describe('what goes wrong on the way to Athena', () => {
  const CALLS = ['GetTable', 'GetPartitions', 'StartQueryExecution', 'GetQueryExecution', 'GetQueryResults', 'GetObject'] // prettier-ignore
  const expired: Fault = { kind: 'error', code: 'ExpiredTokenException' }

  beforeEach(() => {
    lakeTable(server, DAY)
    server.athena.answer = () => numbers(1500)
    server.athena.results = { bucket: 'results', objects: server.s3.addBucket('results') }
  })

  it.each(CALLS)('ends right after three throttles, a fault and a cut of %s', async (call) => {
    server.fault(call, throttle, throttle, throttle, serverFault, cut)

    expect((await answer()).rows).toHaveLength(1500)
    expect(server.athena.executions).toHaveLength(1)
  })

  it.each(CALLS.slice(0, 5))(
    'ends with the error of credentials that expire at %s',
    async (call) => {
      server.fault(call, expired)

      await expect(answer()).rejects.toMatchObject({ name: 'ExpiredTokenException' })
    },
  )

  it('names the query that goes on when credentials expire while it runs', async () => {
    server.athena.courses.push({ running: 1000 })
    server.fault('GetQueryExecution', undefined, expired)
    server.fault('StopQueryExecution', expired)
    const messages: string[] = []

    await expect(
      answer({ run: { onNotice: ({ message }) => messages.push(message) } }),
    ).rejects.toMatchObject({ name: 'ExpiredTokenException' })
    expect(messages).toEqual([
      'athena: query execution execution-1 continues, as it could not be stopped (ExpiredTokenException)',
    ])
  })

  it('asks again when Athena calls a failure retryable, and gives its reason when not', async () => {
    server.athena.courses.push(
      { end: 'FAILED', retryable: true, reason: 'Query exhausted resources' },
      {},
      { end: 'FAILED', retryable: false, reason: 'SYNTAX_ERROR: line 1:8' },
      { end: 'CANCELLED' },
    )

    expect((await answer()).rows).toHaveLength(1500)
    await expect(answer()).rejects.toThrow(
      'athena: query execution execution-3 failed: SYNTAX_ERROR: line 1:8',
    )
    await expect(answer()).rejects.toThrow(
      'athena: query execution execution-4 was cancelled: Athena gives no reason',
    )
  })

  it('is not asked again where somebody cancels it before the first look', async () => {
    server.athena.courses.push({ queued: 0, running: 0, end: 'CANCELLED' })

    await expect(answer()).rejects.toThrow(
      'athena: query execution execution-1 was cancelled: Athena gives no reason',
    )
    expect(server.athena.executions).toHaveLength(1)
  })

  it('waits for a slow query as long as it takes', async () => {
    server.athena.courses.push({ queued: 70, running: 70 })
    const waiting = fakeWaiting({ start: NOW })

    expect((await answer({ waiting })).rows).toHaveLength(1500)
    expect(waiting.passed()).toBeGreaterThan(5 * 60)
  })

  it.each([
    ['QUEUED', { queued: 1000 }],
    ['RUNNING', { running: 1000 }],
  ])(
    // prettier-ignore
    'stops a query that is %s when it is interrupted',
    async (_, course) => {
      server.athena.courses.push(course)
      const controller = new AbortController()
      const waiting = fakeWaiting({
        start: NOW,
        onSleep: (pauses) => pauses === 3 && controller.abort(),
      })

      await expect(answer({ waiting, run: { signal: controller.signal } })).rejects.toMatchObject({
        name: 'InterruptedError',
        message: 'athena: query execution execution-1 was interrupted and was stopped',
      })
      expect(states()).toEqual(['CANCELLED'])
    },
  )

  it('starts nothing once it is interrupted', async () => {
    const run = { signal: AbortSignal.abort() }

    await expect(answer({ run })).rejects.toMatchObject({ name: 'InterruptedError' })
    expect(server.calls).toEqual([])
  })
})
