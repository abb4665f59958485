import type { Notice, Question, RunOptions } from '../../../lib/engines/engine'
import { trinoEngine, type TrinoOptions } from '../../../lib/engines/trino/trino-engine'
import { FORMATS } from '../../../lib/flow-log/format'
import { fakeWaiting, type FakeWaiting } from '../../aws-server/fake-waiting'
import { collected } from '../collected'
import {
  isAboutTable,
  trinoHours,
  trinoServer,
  trinoTable,
  type TrinoFault,
  type TrinoServer,
} from './trino-server'

const RANGE = { from: new Date('2026-03-14T00:00:00Z'), to: new Date('2026-03-15T00:00:00Z') }
const PATH = ['hive', 'natlens', 'flow_logs'] as const
const [catalog, schema, table] = PATH

let server: TrinoServer
beforeEach(async () => {
  server = await trinoServer()
  server.table = trinoTable(FORMATS.v11)
  server.answer = () => numbers(3)
})
afterEach(() => server.close())

interface Asking {
  readonly options?: Partial<TrinoOptions>
  readonly question?: Partial<Question>
  readonly run?: RunOptions
  readonly waiting?: FakeWaiting
}

async function answer({ options, question, run, waiting = fakeWaiting() }: Asking = {}) {
  const engine = trinoEngine(
    { server: server.url, catalog, schema, table, ...options },
    { waiting },
  )
  return await collected(
    engine,
    { name: 'test/question', text: 'fields bytes', range: RANGE, ...question },
    run,
  )
}

function numbers(most: number) {
  const rows = Array.from({ length: most }, (_, index) => [index])
  return { columns: [{ name: 'bytes', type: 'bigint' }], rows }
}

/** The queries besides those that ask for the table's columns and partitions. */
const asked = () => server.queries.filter(({ sql }) => !isAboutTable(sql))

describe('the answers of Trino', () => {
  it('keep integers of any size, and what looks like one in a text or a fraction', async () => {
    server.answer = () => ({
      columns: [],
      rows: [
        [9007199254740993n, '"9007199254740993', 0.1234567890123456],
        [-123456789012345678n, 'a\\"9007199254740993, 1', 1.2345678901234567e300],
        [1234567890123456n, null, 'NaN'],
      ],
    })

    const { rows } = await answer({
      question: { text: 'fields bytes, srcAddr, bytes / packets as share' },
    })

    expect(rows).toEqual([
      [9007199254740993n, '"9007199254740993', 0.1234567890123456],
      [-123456789012345678n, 'a\\"9007199254740993, 1', 1.2345678901234567e300],
      [1234567890123456, null, null],
    ])
  })
})

describe('a question to Trino', () => {
  it('tells its states and its figures', async () => {
    const seen: unknown[] = []
    const shares: number[] = []
    server.courses.push({ queued: 1, running: 2 })

    const { rows, statistics } = await answer({
      run: { onState: (state) => seen.push(state), onProgress: (share) => shares.push(share) },
    })

    expect(rows).toEqual([[0], [1], [2]])
    expect(seen).toEqual([
      { state: 'QUEUED', recordsScanned: 0, bytesScanned: 0 },
      { state: 'RUNNING', recordsScanned: 250, bytesScanned: 5000 },
      { state: 'RUNNING', recordsScanned: 500, bytesScanned: 10_000 },
      { state: 'RUNNING', recordsScanned: 750, bytesScanned: 15_000 },
      { state: 'FINISHED', recordsScanned: 1000, bytesScanned: 20_000 },
    ])
    expect(shares).toEqual([0.25, 0.5, 0.75, 1])
    expect(statistics).toEqual({ rows: 3, seconds: 0, bytesRead: 20_000, recordsScanned: 1000 })
  })

  it('reads an answer of many pages in order', async () => {
    server.answer = () => numbers(2500)

    expect((await answer()).rows).toEqual(Array.from({ length: 2500 }, (_, index) => [index]))
  })

  it('says who asks, in UTC', async () => {
    await answer({ options: { user: 'ana' } })

    expect(asked()[0]!.headers).toMatchObject({
      'x-trino-user': 'ana',
      'x-trino-source': 'natlens',
      'x-trino-time-zone': 'UTC',
      'x-trino-client-capabilities': 'PARAMETRIC_DATETIME',
    })
    expect(asked()[0]!.headers).not.toHaveProperty('authorization')
  })

  it('says it with a password or a token, on this machine also without TLS', async () => {
    await answer({ options: { user: 'ana', password: 'pä:ss' } })
    await answer({ options: { token: 'abc.def' } })

    const [basic, bearer] = asked().map(({ headers }) => headers)
    expect(basic!.authorization).toBe(`Basic ${Buffer.from('ana:pä:ss').toString('base64')}`)
    expect(bearer!.authorization).toBe('Bearer abc.def')
    expect(bearer).not.toHaveProperty('x-trino-user')
  })

  it('stays on the server that was named, whatever address a proxy lets Trino give', async () => {
    server.publicUrl = 'http://trino.example.com:8080'

    expect((await answer()).rows).toHaveLength(3)
  })

  it('is refused where the table lacks a field that it needs, as on files', async () => {
    server.table = trinoTable(FORMATS.v2)

    await expect(answer({ question: { needs: ['flowDirection'] } })).rejects.toThrow(
      '`test/question` requires `flow-direction` (version 5), which this log lacks',
    )
    expect(asked()).toEqual([])
  })

  it('is refused where a column that it reads is of another kind', async () => {
    server.table = [
      ['bytes', 'varchar', ''],
      ['start', 'bigint', ''],
    ]

    await expect(answer()).rejects.toMatchObject({
      message: 'table `hive.natlens.flow_logs`: the column of the field `bytes` is varchar',
      help: 'a table over flow logs has bigint',
    })
  })
})

describe('the partitions of a range on Trino', () => {
  const NOW = '2026-03-20T12:00:00Z'
  const told = async (asking: Asking = {}) => {
    const messages: string[] = []
    const onNotice = ({ kind, message }: Notice) => void messages.push(`${kind}: ${message}`)
    const { rows } = await answer({ waiting: fakeWaiting({ start: NOW }), run: { onNotice }, ...asking }) // prettier-ignore
    return { rows, messages }
  }

  it('are part of the coverage: missing hours, or unknown without a range', async () => {
    server.partitions = [...trinoHours(0, 4), ...trinoHours(7, 24)]
    const waiting = fakeWaiting({ start: NOW })

    expect((await answer({ waiting })).coverage).toEqual({
      held: 'unknown',
      missingHours: [new Date('2026-03-14T05:00:00Z'), new Date('2026-03-14T06:00:00Z')],
    })
    expect((await answer({ question: { range: undefined } })).coverage).toEqual({
      held: 'unknown',
      missingHours: 'unknown',
    })
  })

  it('are asked for by the hours of the range, and not missed where all are there', async () => {
    server.partitions = trinoHours(0, 24)

    expect(await told()).toEqual({ rows: [[0], [1], [2]], messages: [] })
    expect(server.queries[1]!.sql).toBe(
      'SELECT "aws-account-id", "aws-service", "aws-region", "year", "month", "day", "hour" FROM "hive"."natlens"."flow_logs$partitions" ' +
        `WHERE "year" IN ('2026') AND "month" IN ('03') AND "day" IN ('14', '15') ` +
        `AND "year" || "month" || "day" || "hour" >= '2026031400' AND "year" || "month" || "day" || "hour" <= '2026031500'`,
    )
  })

  it('that are missing are named, as on Athena', async () => {
    server.partitions = [...trinoHours(0, 4), ...trinoHours(7, 24)]

    expect((await told()).messages).toEqual([
      'note: `hive.natlens.flow_logs` lacks partitions for 2 of 25 hours, whose records are not read: 2026-03-14T05:00:00Z to 2026-03-14T07:00:00Z; where its catalog is Glue, `natlens partitions add --from … --to …` adds them',
    ])
    expect(asked()).toHaveLength(1)
  })

  it('of an account and a region that are known to deliver are there, or it is said', async () => {
    server.partitions = trinoHours(0, 24)
    const options = { expectedAccount: { accountId: '123456789012', region: 'eu-north-1' } }

    expect((await told({ options })).messages).toEqual([
      'note: `hive.natlens.flow_logs` has no partition of account 123456789012 in eu-north-1 in the whole range, so its records are not read; where its catalog is Glue, `natlens partitions add --from … --to …` adds them',
    ])
  })

  it('when there is none leave nothing to ask', async () => {
    expect(await told()).toEqual({
      rows: [],
      messages: [
        'note: `hive.natlens.flow_logs` has no partition for records that start in the range from 2026-03-14T00:00:00Z to 2026-03-15T00:00:00Z: the table has no partitions yet; where its catalog is Glue, `natlens partitions add --from … --to …` adds them',
      ],
    })
    expect(asked()).toEqual([])
  })

  it('older than the lake are not missed', async () => {
    server.partitions = trinoHours(0, 24)
    const range = { from: new Date('2026-03-10T00:00:00Z'), to: RANGE.to }

    expect((await told({ options: { retentionDays: 6 }, question: { range } })).messages).toEqual([
      'note: the lake keeps its logs for 6 days: the range is read from 2026-03-14T00:00:00Z on; `natlens archive list` lists the days whose answers are archived',
    ])
  })

  it('that nobody lists are not checked, and that is said', async () => {
    server.partitions = undefined

    expect(await told()).toEqual({
      rows: [[0], [1], [2]],
      messages: [
        'note: trino: the partitions of `hive.natlens.flow_logs` cannot be listed (TABLE_NOT_FOUND): hours without a partition are not read and not reported',
      ],
    })
  })

  it('of a view are not checked, and that is said', async () => {
    server.table = server.table.map(([name, type]) => [name, type, ''])

    expect(await told()).toEqual({
      rows: [[0], [1], [2]],
      messages: [
        'note: trino: `hive.natlens.flow_logs` shows no partition keys: hours without a partition are not read and not reported',
      ],
    })
  })

  it('are those of hourly folders', async () => {
    server.table = server.table.filter(([name]) => name !== 'hour')

    await expect(told()).rejects.toMatchObject({
      message: 'table `hive.natlens.flow_logs` is partitioned by aws-account-id,aws-service,aws-region,year,month,day, so it cannot be limited to a time range',
      help: 'the partition keys must include year,month,day,hour, those of hourly, Hive-compatible folders',
    }) // prettier-ignore
  })
})

describe('the flow logs of a range on Trino', () => {
  const said = async (options: Partial<TrinoOptions> = {}) =>
    (
      await answer({ options, waiting: fakeWaiting({ start: '2026-03-20T00:00:00Z' }) })
    ).notices.map(({ message }) => message)
  beforeEach(() => (server.partitions = trinoHours(0, 24)))

  it('are said where there are several; only names of objects are read', async () => {
    server.flowLogs = ['fl-0b', 'fl-0a']

    expect(await said()).toEqual([
      'the range has objects of at least 2 flow logs (fl-0a, fl-0b): where two record one interface, ' +
        'its traffic counts twice; --flow-log ID counts one, --flow-log all hides this note',
    ])
    const [listing] = server.queries.filter(({ sql }) => sql.startsWith('SELECT DISTINCT'))
    expect(listing!.sql).toContain(`FROM "hive"."natlens"."flow_logs"\nWHERE "year" IN ('2026')`)
    expect(listing!.sql).toContain(
      `"year" || "month" || "day" || "hour" IN ('2026031400', '2026031401'`,
    )
    expect(asked()[0]!.sql).not.toContain('$path')
  })

  it('are chosen by a condition on the object, or all are added up', async () => {
    server.flowLogs = ['fl-0b', 'fl-0a']

    expect(await said({ flowLogs: ['fl-0a'] })).toEqual([])
    expect(asked()[0]!.sql).toContain(`, 1) IN ('fl-0a')`)
    const before = server.queries.length
    expect(await said({ flowLogs: 'all' })).toEqual([])
    expect(server.queries.length - before).toBe(3)
  })

  it('are unknown for a view, and that is said', async () => {
    server.flowLogs = undefined

    expect(await said()).toEqual([
      'the flow logs of `hive.natlens.flow_logs` are not compared (COLUMN_NOT_FOUND): where two record one interface, its traffic counts twice',
    ])
    await expect(said({ flowLogs: ['fl-0a'] })).rejects.toMatchObject({
      message: '`hive.natlens.flow_logs` does not know the objects of its records',
    })
  })
})

describe('a Trino query that is interrupted', () => {
  const interrupted = (course: { queued?: number; running?: number }, at: number) => {
    const controller = new AbortController()
    server.courses.push(course)
    server.onRequest = (method, query) => {
      if (query?.sql.startsWith('DESCRIBE')) return
      if (method === 'GET' && --at === 0) controller.abort()
    }
    return answer({ run: { signal: controller.signal } })
  }

  it.each([
    ['queued', { queued: 1000 }],
    ['running', { queued: 0, running: 1000 }],
  ])('while it is %s is stopped on the server', async (_, course) => {
    await expect(interrupted(course, 3)).rejects.toMatchObject({
      name: 'InterruptedError',
      message: 'trino: query 20260314_000000_00001_test was interrupted and was stopped',
    })
    expect(asked().map(({ state }) => state)).toEqual(['CANCELED'])
  })

  it('while its rows come is stopped, too', async () => {
    server.answer = () => numbers(5000)

    await expect(interrupted({ queued: 0, running: 0 }, 2)).rejects.toThrow('was stopped')
    expect(asked().map(({ state }) => state)).toEqual(['CANCELED'])
  })

  it('while it is sent is stopped once it has a name', async () => {
    const controller = new AbortController()
    server.onRequest = (method) => {
      if (method === 'POST' && server.queries.length === 1) controller.abort()
    }

    await expect(answer({ run: { signal: controller.signal } })).rejects.toThrow(
      'trino: query 20260314_000000_00001_test was interrupted and was stopped',
    )
    expect(asked().map(({ state }) => state)).toEqual(['CANCELED'])
  })

  it('before it is sent asks nothing', async () => {
    await expect(answer({ run: { signal: AbortSignal.abort() } })).rejects.toMatchObject({
      name: 'InterruptedError',
      message: 'trino: query was interrupted and was not started',
    })
    expect(server.calls).toEqual([])
  })

  it('is said to go on when it cannot be stopped', async () => {
    server.fault('DELETE', { status: 403 })

    await expect(interrupted({ running: 1000 }, 1)).rejects.toThrow(
      'trino: query 20260314_000000_00001_test was interrupted and could not be stopped (HTTP 403)',
    )
  })

  it('is stopped at the second try when the server is busy', async () => {
    server.fault('DELETE', { status: 503 })

    await expect(interrupted({ running: 1000 }, 1)).rejects.toThrow('was stopped')
    expect(asked().map(({ state }) => state)).toEqual(['CANCELED'])
  })
})

describe('what goes wrong on the way to Trino', () => {
  const busy: TrinoFault = { status: 503 }
  const fails = (asking?: Asking) => answer(asking).then(
    () => { throw new Error('it did not fail') },
    (error: Error & { help?: string }) => ({ name: error.name, message: error.message, help: error.help }),
  ) // prettier-ignore
  const origin = () => server.url

  it.each([
    ['POST', [busy, busy, busy, { status: 429 }]],
    ['GET', [busy, { status: 502 }, { status: 504 }, 'cut', { status: 429 }]],
  ] as const)('ends right after failures of the moment of %s', async (method, faults) => {
    server.fault(method, ...faults)
    const waiting = fakeWaiting()

    expect((await answer({ waiting })).rows).toHaveLength(3)
    expect(waiting.pauses).toHaveLength(faults.length)
    expect(asked()).toHaveLength(1)
  })

  it('gives up on a server that stays busy', async () => {
    server.fault('POST', ...Array<TrinoFault>(8).fill({ status: 503, text: 'drained' }))

    expect(await fails()).toEqual({
      name: 'UserError',
      message: `trino: \`${origin()}\` returned HTTP 503: drained`,
      help: 'see the log of the coordinator',
    })
  })

  it('does not send a statement twice when its answer is lost', async () => {
    server.fault('POST', undefined, 'cut')

    expect(await fails()).toEqual({
      name: 'UserError',
      message: `trino: \`${origin()}\` cannot be reached: socket hang up`,
      help: 'check the address, the port and the network',
    })
    expect(server.calls.filter((call) => call === 'POST')).toHaveLength(2)
  })

  it.each([
    [
      { status: 401, text: 'Access Denied: Invalid credentials' },
      'rejected the credentials of `natlens`: Access Denied: Invalid credentials',
      'use a user with a password, or a token that has not expired',
    ],
    [{ status: 403 }, 'denies access to `natlens`', 'the access rules of the server must allow it'],
    [
      { status: 404, text: '<html>' },
      'no longer has the query',
      'the coordinator may have restarted: run it again',
    ],
    [{ status: 500 }, 'returned HTTP 500', 'see the log of the coordinator'],
    [
      { status: 302 },
      'returned HTTP 302',
      'use the address of a Trino coordinator, without a path',
    ],
    [
      { status: 200, text: '<html>hello</html>' },
      'returned a response that is not from Trino',
      'use the address of a Trino coordinator, without a path',
    ],
    [
      { status: 200, text: '{"error":"unknown"}' },
      'returned a response that is not from Trino',
      'use the address of a Trino coordinator, without a path',
    ],
  ])('says what %j means and what to do', async (fault, finding, help) => {
    server.fault('GET', fault)

    expect(await fails()).toEqual({
      name: 'UserError',
      message: `trino: \`${origin()}\` ${finding}`,
      help,
    })
  })

  it.each(['"/v1/statement/2"', '"http://"', '7', '{}'])(
    'takes no %s for the address of the next page',
    async (next) => {
      server.fault('GET', { status: 200, text: `{"id":"1","nextUri":${next}}` })

      expect(await fails()).toEqual({
        name: 'UserError',
        message: `trino: \`${origin()}\` returned a response that is not from Trino`,
        help: 'use the address of a Trino coordinator, without a path',
      })
    },
  )

  it('stops the query when its pages can no longer be asked for', async () => {
    server.courses.push({ running: 1000 })
    // The first pages are those of DESCRIBE.
    server.fault('GET', undefined, undefined, undefined, undefined, { status: 401 })

    expect((await fails()).message).toContain('rejected the credentials')
    expect(asked().map(({ state }) => state)).toEqual(['CANCELED'])
  })

  it('says that nobody listens', async () => {
    const gone = await trinoServer()
    await gone.close()

    expect(await fails({ options: { server: gone.url } })).toEqual({
      name: 'UserError',
      message: `trino: \`${gone.url}\` cannot be reached: connect ECONNREFUSED ${gone.url.slice(7)}`,
      help: 'check the address, the port and the network',
    })
  })

  it('says that a server speaks no TLS', async () => {
    const https = server.url.replace('http:', 'https:')

    expect(await fails({ options: { server: https } })).toMatchObject({
      message: `trino: \`${https}\` does not use TLS (EPROTO)`,
      help: 'use http:// for a server without TLS',
    })
  })

  it.each([
    [
      { errorName: 'SYNTAX_ERROR', message: "line 3:4: mismatched input 'x'" },
      "SYNTAX_ERROR: line 3:4: mismatched input 'x'",
      undefined,
    ],
    [
      {
        errorName: 'TABLE_NOT_FOUND',
        message: "Table 'hive.natlens.x' does not exist",
        errorLocation: { lineNumber: 2, columnNumber: 6 },
      },
      "TABLE_NOT_FOUND: line 2:6: Table 'hive.natlens.x' does not exist",
      'check --catalog, --schema and --table',
    ],
    [
      { errorName: 'EXCEEDED_LOCAL_MEMORY_LIMIT', message: 'Query exceeded 1GB' },
      'EXCEEDED_LOCAL_MEMORY_LIMIT: Query exceeded 1GB',
      'use a shorter range; the limits are set on the server',
    ],
  ])('gives Trino’s own reason: %j', async (error, reason, help) => {
    server.courses.push({ error })

    expect(await fails()).toEqual({
      name: 'UserError',
      message: `trino: query 20260314_000000_00001_test failed: ${reason}`,
      help,
    })
  })

  it('gives no row of an answer that fails after its rows came', async () => {
    const error = { errorName: 'HIVE_CURSOR_ERROR', message: 'Failed to read Parquet file' }
    server.courses.push({ error, isLate: true })

    expect((await fails()).message).toBe(
      'trino: query 20260314_000000_00001_test failed: HIVE_CURSOR_ERROR: Failed to read Parquet file',
    )
  })
})
