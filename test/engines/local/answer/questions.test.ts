import { readdirSync, symlinkSync, utimesSync, writeFileSync, readFileSync } from 'node:fs'
import type { SqlDialect } from '../../../../lib/dialects/dialect'
import { localEngine } from '../../../../lib/engines/local/local-engine'
import { ask, BYTES, columns, COUNT, failure, log, record, TEN, V2, workbench, writeParquet, type Workbench } from '../workbench' // prettier-ignore

let bench: Workbench
beforeEach(() => (bench = workbench()))
afterEach(() => bench.remove())

describe('a range', () => {
  const hour = (day: string, hour: number) =>
    `year=2026/month=${day.slice(0, 2)}/day=${day.slice(3)}/hour=${String(hour).padStart(2, '0')}/a.log.gz`

  test('reads only the folders that can hold its records, over midnight and the end of a month', async () => {
    const second = Date.UTC(2026, 1, 28, 23) / 1000 - TEN
    for (let index = 0; index < 8; index++) {
      bench.gzip(hour(index < 4 ? '02-28' : '03-01', (20 + index) % 24), log(record(index, second)))
    }
    const range = ['2026-02-28T22:30:00Z', '2026-03-01T00:45:00Z'] as const
    const { rows, statistics } = await ask(bench.folder, { sql: BYTES, range })
    expect(rows).toEqual([[2], [3], [4], [5]])
    expect(statistics).toMatchObject({ filesFound: 8, filesRead: 4 })

    const strict = await ask(bench.folder, { sql: BYTES, range, latenessSeconds: 0 })
    expect(strict.rows).toEqual([[2], [3], [4]])
  })

  test('reads files by the stamp in their names', async () => {
    for (const time of ['0955', '1000', '1030', '1035']) {
      bench.gzip(`123456789012_vpcflowlogs_eu-west-1_fl-1_20260314T${time}Z_x.log.gz`, log(record(Number(time)))) // prettier-ignore
    }
    const range = ['2026-03-14T10:00:00Z', '2026-03-14T10:05:00Z'] as const
    expect((await ask(bench.folder, { sql: BYTES, range })).rows).toEqual([[1000], [1030]])
  })

  test('for which there is no file gives no row, and says what time the files cover', async () => {
    bench.gzip(hour('03-14', 10), log(record(1)))
    bench.write('truth.json', '{}')
    const answer = await ask(bench.folder, {
      range: ['2026-04-01T00:00:00Z', '2026-04-02T00:00:00Z'],
    })
    expect(answer.rows).toEqual([])
    expect(answer.messages).toEqual([
      'note: the files hold 2026-03-14T10:00:00Z to 2026-03-14T11:00:00Z; nothing in the range from 2026-04-01T00:00:00Z to 2026-04-02T00:00:00Z',
    ])
    expect(answer.statistics).toMatchObject({ filesFound: 1, filesRead: 0, recordsScanned: 0 })
  })

  test('in which no record starts is said in words', async () => {
    bench.write('a.log', log(record(1), record(2, 90)))
    const answer = await ask(bench.folder, {
      sql: 'SELECT bytes FROM flow_logs WHERE "start" < 0',
      range: ['2026-04-01T00:00:00Z', '2026-04-02T00:00:00Z'],
    })
    expect(answer.messages).toEqual([
      'note: the records start from 2026-03-14T10:00:00Z to 2026-03-14T10:01:30Z; nothing in the range from 2026-04-01T00:00:00Z to 2026-04-02T00:00:00Z',
    ])
  })

  test('that has records says that the query passes over them', async () => {
    bench.write('a.log', log(record(1)))
    const { messages } = await ask(bench.folder, {
      sql: 'SELECT bytes FROM flow_logs WHERE bytes > 9',
      range: ['2026-03-14T00:00:00Z', '2026-03-15T00:00:00Z'],
    })
    expect(messages).toEqual(['note: no matching records (1 read)'])
  })

  test('needs the field `start`', async () => {
    bench.write('a.log', 'srcaddr bytes\n10.0.0.1 1\n')
    const error = await failure(ask(bench.folder, { range: ['2026-03-14T00:00:00Z', '2026-03-15T00:00:00Z'] })) // prettier-ignore
    expect(error).toMatchObject({
      message: 'this log lacks `start`, so it cannot be limited to a time range',
      help: 'remove --from and --to to read all records',
      exitCode: 1,
    })
  })
})

describe('fields', () => {
  test('that a question needs and some files lack are noted with their effect', async () => {
    bench.write('a.log', log(record(1)))
    bench.write('b.log', 'bytes vpc-id\n1 vpc-0123456789abcdef0\n')
    const { messages } = await ask(bench.folder, { question: { needs: ['srcAddr'] } })
    expect(messages).toEqual(['note: 1 of 2 files lack `srcaddr`; their traffic is not counted'])
  })

  test('that a question needs and the log lacks are named with their versions', async () => {
    bench.write('a.log', log(record(1)))
    const one = { name: 'nat/conversations', needs: ['pktSrcAddr'], otherwise: 'nat/egress-via-nat' } as const // prettier-ignore
    expect(await failure(ask(bench.folder, { question: one }))).toMatchObject({
      message: '`nat/conversations` requires `pkt-srcaddr` (version 3), which this log lacks',
      help: '`nat/egress-via-nat` works without it',
      exitCode: 1,
    }) // prettier-ignore
    const two = { ...one, needs: ['srcAddr', 'pktSrcAddr', 'flowDirection'], otherwise: undefined } as const // prettier-ignore
    expect(await failure(ask(bench.folder, { question: two }))).toMatchObject({
      message: '`nat/conversations` requires `pkt-srcaddr` (version 3) and `flow-direction` (version 5), which this log lacks',
      help: undefined,
    }) // prettier-ignore
  })

  test('that a question reads and no file or only some have are noted', async () => {
    bench.write('a.log', log(record(1)))
    bench.write('b.log', 'bytes vpc-id\n1 vpc-0123456789abcdef0\n')
    const plan = { steps: [], columns: [], fields: ['bytes', 'vpcId', 'tcpFlags'] } as const
    const { columns } = await import('../workbench')
    const { messages } = await ask(bench.folder, { question: { plan: { ...plan, columns: columns(1) } } }) // prettier-ignore
    expect(messages).toEqual([
      'note: `test/question` uses `tcp-flags`, which this log lacks; it is treated as missing',
      'note: 1 of 2 files lack `vpc-id`; it is treated as missing there',
    ])
  })
})

describe('a file that is not a flow log', () => {
  const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

  test('is skipped in a folder, and named', async () => {
    bench.write('a.log', log(record(1)))
    bench.write('b.png', PNG)
    bench.write('truth.json', '{}')
    bench.write('aws-logs-write-test', 'Permission Check Successful')
    bench.write('.hidden', '')
    symlinkSync(bench.path('nowhere'), bench.path('away.log'))
    await writeParquet(bench.path('z.parquet'), 'SELECT 1 AS one, 2 AS two')
    const { rows, messages } = await ask(bench.folder)
    expect(rows).toEqual([[1]])
    expect(messages).toEqual([
      `note: skipped 2 files that are not flow logs: \`${bench.path('b.png')}\` (an image), \`${bench.path('z.parquet')}\` (a Parquet file with other columns)`,
      `note: skipped \`${bench.path('.hidden')}\`: hidden`,
      `note: skipped \`${bench.path('away.log')}\`: broken link`,
    ])
  })

  test.each([
    ['b.png', 'is an image, not a flow log'],
    ['c.json', 'is JSON without a record under `message`, not a flow log'],
    ['d.txt', 'is not a flow log'],
    ['e.parquet', 'is a Parquet file with other columns, not a flow log'],
  ])('is an error when it is named: %s', async (name, finding) => {
    bench.write('b.png', PNG)
    bench.write('c.json', '[]')
    bench.write('d.txt', 'hello\n')
    await writeParquet(bench.path('e.parquet'), 'SELECT 1 AS one')
    expect(await failure(ask(bench.path(name)))).toMatchObject({
      message: `\`${bench.path(name)}\` ${finding}`,
      help: 'natlens reads text, CSV and JSON (plain or compressed), zip and tar archives, Parquet and CloudWatch Logs exports',
      exitCode: 2,
    })
  })

  test('leaves a folder without flow logs', async () => {
    bench.write('logs/a.json', '{}')
    expect(await failure(ask(bench.path('logs')))).toMatchObject({
      message: `no flow logs in \`${bench.path('logs')}\``,
      help: `skipped \`${bench.path('logs/a.json')}\`: JSON without a record under \`message\`, not a flow log`,
      exitCode: 1,
    })
    bench.write('empty/.keep', '')
    expect((await failure(ask(bench.path('empty')))).message).toBe(
      `no flow logs in \`${bench.path('empty')}\``,
    )
  })
})

test('records in an unknown order ask for --log-format', async () => {
  const line = record(1).split(' ').slice(1).join(' ')
  bench.write('a.log', `${line}\n${line}\n`)
  expect(await failure(ask(bench.folder))).toMatchObject({
    message: `\`${bench.path('a.log')}\` has 13 columns and no header line; the format is unknown`,
    help: "give its fields in order: --log-format '${version} ${account-id} ${interface-id} …'",
    exitCode: 2,
  })
  const { parseFormat } = await import('../../../../lib/flow-log/format')
  const logFormat = parseFormat(V2.replace('version ', ''))
  expect((await ask(bench.folder, { logFormat, sql: BYTES })).rows).toEqual([[1], [1]])
  expect(await failure(ask(bench.folder, { logFormat: parseFormat('v2') }))).toMatchObject({
    message: `\`${bench.path('a.log')}\` has 13 columns and no header line; they do not match --log-format (14 fields)`,
    exitCode: 2,
  })
})

test('an empty file beside Parquet that is not a flow log leaves nothing behind', async () => {
  bench.write('a.log', '')
  await writeParquet(bench.path('b.parquet'), 'SELECT 1 AS one')
  const { rows, messages } = await ask(bench.folder, { temporaryFolder: bench.folder })
  expect(rows).toEqual([])
  expect(messages.at(-1)).toBe('note: the log has no records')
  expect(readdirSync(bench.folder)).toEqual(['a.log', 'b.parquet'])
})

test('a log without records says so', async () => {
  bench.write('a.log', `${V2}\n`)
  const { rows, messages } = await ask(bench.folder, { sql: BYTES })
  expect(rows).toEqual([])
  expect(messages).toEqual(['note: the log has no records'])
})

describe('what was verified', () => {
  const memory = () => JSON.parse(readFileSync(bench.path('cache/verified-files.json'), 'utf8')) as { files: object } // prettier-ignore
  const options = () => ({ cacheFolder: bench.path('cache'), sql: BYTES })
  const parquetRow = (bytes: number) =>
    `SELECT '10.0.1.5' AS srcaddr, '203.0.113.5' AS dstaddr, 443 AS dstport, ${bytes}::BIGINT AS bytes, 'ACCEPT' AS action`

  test('is remembered of Parquet files only', async () => {
    bench.gzip('logs/a.log.gz', log(record(1)))
    bench.write('logs/b.log', log(record(2), 'what'))
    await writeParquet(bench.path('logs/c.parquet'), parquetRow(3))
    const first = await ask(bench.path('logs'), options())
    expect(Object.keys(memory().files)).toEqual([bench.path('logs/c.parquet')])
    const second = await ask(bench.path('logs'), options())
    expect({ ...second, statistics: { ...second.statistics, seconds: 0 } }).toEqual({
      ...first,
      statistics: { ...first.statistics, seconds: 0 },
    })
  })

  test('is verified again when its time or size is another', async () => {
    const path = bench.write('a.log', log(record(1), record(2)))
    const time = new Date('2026-03-14T12:00:00Z')
    utimesSync(path, time, time)
    await ask(path, options())

    writeFileSync(path, log(record(1), record(2).replace('443', 'x43')))
    utimesSync(path, time, new Date('2026-03-14T12:00:01Z'))
    expect((await ask(path, options())).statistics).toMatchObject({ recordsScanned: 1, linesUnreadable: 1 }) // prettier-ignore

    writeFileSync(path, log(record(1), `${record(2)} more`))
    utimesSync(path, time, time)
    expect((await ask(path, options())).statistics.linesUnreadable).toBe(1)
  })

  test('that changes with the same size and time is read again', async () => {
    const path = bench.write('a.log', log(record(1), record(2)))
    const time = new Date('2026-03-14T12:00:00Z')
    utimesSync(path, time, time)
    await ask(path, options())
    writeFileSync(path, log(record(1), record('x')))
    utimesSync(path, time, time)
    expect((await ask(path, options())).statistics).toMatchObject({ recordsScanned: 1, linesUnreadable: 1 }) // prettier-ignore
  })

  test('is forgotten when the memory cannot be read, and written anew', async () => {
    bench.write('cache/verified-files.json', '{"version": 1, "formats": [')
    const path = bench.path('a.parquet')
    await writeParquet(path, parquetRow(1))
    expect((await ask(path, options())).rows).toEqual([[1]])
    expect(Object.keys(memory().files)).toEqual([path])
    expect(readdirSync(bench.path('cache'))).toEqual(['verified-files.json'])
  })

  test('is not what --log-format told before', async () => {
    const { parseFormat } = await import('../../../../lib/flow-log/format')
    bench.write('a.log', `${record(1).split(' ').slice(1).join(' ')}\n`)
    const logFormat = parseFormat(V2.replace('version ', ''))
    await ask(bench.path('a.log'), { ...options(), logFormat })
    expect((await failure(ask(bench.path('a.log'), options()))).message).toContain('no header line')
  })

  test('is nowhere without a cache folder', async () => {
    bench.write('a.log', log(record(1)))
    await ask(bench.path('a.log'), { sql: COUNT })
    expect(readdirSync(bench.folder)).toEqual(['a.log'])
  })
})

describe('an interrupt', () => {
  const SLOW =
    'SELECT count(*) FROM flow_logs a, range(100000000) b, range(1000) c WHERE hash(b.range + c.range) = 1'

  test.each(['first', 'remembered'])(
    'stops the %s reading and leaves nothing behind',
    async (reading) => {
      const path = bench.gzip('a.log.gz', log(record(1)))
      const options = { cacheFolder: bench.path('cache'), temporaryFolder: bench.path('.') }
      if (reading === 'remembered') await ask(path, options)
      const controller = new AbortController()
      // The first report of progress comes while DuckDB works.
      const run = { signal: controller.signal, onProgress: () => controller.abort() }
      const error = await failure(ask(path, { ...options, sql: SLOW, run }))
      expect(error.name).toBe('InterruptedError')
      expect(readdirSync(bench.folder).filter((name) => name.startsWith('natlens'))).toEqual([])
    },
  )

  test('before the start starts nothing', async () => {
    bench.write('a.log', log(record(1)))
    const run = { signal: AbortSignal.abort() }
    expect((await failure(ask(bench.folder, { run }))).name).toBe('InterruptedError')
  })
})

test('an error of the query leaves nothing behind', async () => {
  const path = bench.gzip('a.log.gz', log(record(1)))
  const error = await failure(ask(path, { temporaryFolder: bench.path('.'), sql: 'SELECT nothing FROM flow_logs' })) // prettier-ignore
  expect(error.message).toContain('Binder Error')
  expect(readdirSync(bench.folder)).toEqual(['a.log.gz'])
})

test('progress is a share that never goes back', async () => {
  bench.gzip('a.log.gz', log(record(1)))
  const shares: number[] = []
  const sql = 'SELECT count(*) FROM flow_logs a, range(10000000) b WHERE hash(b.range) = 1'
  // However fast the machine is, a share is reported before the answer.
  const { setInterval } = globalThis
  const timer = jest.spyOn(globalThis, 'setInterval').mockImplementation((report) => setInterval(report, 1)) // prettier-ignore
  await ask(bench.path('a.log.gz'), { sql, run: { onProgress: (share) => shares.push(share) } })
  timer.mockRestore()
  expect(shares.length).toBeGreaterThan(0)
  expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true)
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
})

test('a field that a header line within a file lacks is missing below it', async () => {
  bench.write('a.log', log(record(1), 'version srcaddr start', `2 192.0.2.1 ${TEN}`, V2, record(2)))
  const known: unknown[] = []
  const compile: SqlDialect['compile'] = (plan, { fields }) => {
    known.push([fields.get('logStatus'), fields.get('bytes'), fields.get('srcAddr')])
    return { text: 'SELECT log_status, bytes, srcaddr FROM flow_logs', columns: plan.columns }
  }
  const engine = localEngine({ paths: [bench.folder] }, { dialect: { name: 'duckdb', compile } })
  const plan = { steps: [], columns: columns(3), fields: [] }
  const question = { name: 'test/question', text: '', plan, range: undefined, needs: [], otherwise: undefined } // prettier-ignore
  const rows = []
  for await (const batch of (await engine.run(question)).batches) rows.push(...batch)
  expect(rows).toEqual([
    ['OK', 1, '10.0.1.5'],
    [null, null, '192.0.2.1'],
    ['OK', 2, '10.0.1.5'],
  ])
  expect(known.at(-1)).toEqual(['sometimes', 'sometimes', 'always'])
})
