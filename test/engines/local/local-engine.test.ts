import type { SqlDialect } from '../../../lib/dialects/dialect'
import type { LogSummary, Notice, Question, RunOptions } from '../../../lib/engines/engine'
import { FORMATS } from '../../../lib/flow-log/format'
import { localEngine, type LocalOptions } from '../../../lib/engines/local/local-engine'
import { AWS_EXAMPLES } from './inspect/aws-examples'
import { ask, BYTES, columns, COUNT, log, record, saying, TEN, V2, workbench, writeParquet, type Workbench } from './workbench' // prettier-ignore

let bench: Workbench
beforeEach(() => (bench = workbench()))
afterEach(() => bench.remove())

const PARQUET_ROW = `SELECT 2::INTEGER AS version, 'eni-0123456789abcdef0' AS interface_id, '10.0.1.5' AS srcaddr, 300::BIGINT AS bytes, ${TEN}::BIGINT AS "start"`

describe('what a file is shows in its content', () => {
  test('text, gzip whatever its name, and plain text named .gz', async () => {
    bench.write('a.log', log(record(1)))
    bench.gzip('b.log.gz', log(record(2)))
    bench.gzip('c.log', log(record(3)))
    bench.write('d.log.gz', log(record(4)))
    const { rows, messages } = await ask(bench.folder, { sql: BYTES })
    expect(rows).toEqual([[1], [2], [3], [4]])
    expect(messages).toEqual([])
  })

  test('a header in any order, and a field that natlens does not know', async () => {
    bench.write('a.log', 'bytes brand-new srcaddr start\n7 x 10.0.0.1 1\n')
    const { rows } = await ask(bench.folder, {
      sql: 'SELECT srcaddr, bytes, "start" FROM flow_logs',
      width: 3,
    })
    expect(rows).toEqual([['10.0.0.1', 7, 1]])
  })

  test('records without a header are not mistaken for one', async () => {
    bench.gzip('a.log.gz', `${record(1)}\n${record(2)}\n`)
    expect((await ask(bench.folder, { sql: BYTES })).rows).toEqual([[1], [2]])
  })

  test('a CloudWatch Logs export', async () => {
    bench.gzip(
      '0000.gz',
      `2026-03-14T10:00:12.000Z ${record(1)}\n2026-03-14T10:01:00.000Z ${record(2)}\n`,
    )
    const { rows, statistics } = await ask(bench.folder, { sql: BYTES })
    expect(rows).toEqual([[1], [2]])
    expect(statistics.recordsScanned).toBe(2)
  })

  test('an export in a format of its own, which is told', async () => {
    bench.write('a.log', '2026-03-14T10:00:12.000Z 10.0.1.5 7 eni-0123456789abcdef0 ACCEPT\n')
    const logFormat = [...FORMATS.v2].filter(({ token }) => ['srcaddr', 'bytes', 'interface-id', 'action'].includes(token)) // prettier-ignore
    const order = ['srcaddr', 'bytes', 'interface-id', 'action'].map((token) => logFormat.find((field) => field.token === token)!) // prettier-ignore
    const { rows } = await ask(bench.folder, { sql: BYTES, logFormat: order })
    expect(rows).toEqual([[7]])
  })

  test('Parquet in Hive folders and flat, with columns in any order', async () => {
    await writeParquet(bench.path('year=2026/month=03/day=14/hour=10/a.log.parquet'), PARQUET_ROW)
    await writeParquet(bench.path('flat.parquet'), `SELECT ${TEN}::BIGINT AS "start", 400::BIGINT AS bytes, '10.0.1.6' AS srcaddr`) // prettier-ignore
    const { rows, statistics } = await ask(bench.folder, {
      sql: 'SELECT srcaddr, bytes, version FROM flow_logs ORDER BY bytes',
      width: 3,
    })
    expect(rows).toEqual([
      ['10.0.1.5', 300, 2],
      ['10.0.1.6', 400, null],
    ])
    expect(statistics).toMatchObject({ filesFound: 2, filesRead: 2, recordsScanned: 2 })
  })

  test('names with characters that DuckDB would read as a glob', async () => {
    bench.write('a[1]*?.log', log(record(1)))
    bench.write("it's.log", log(record(2)))
    await writeParquet(bench.path('[x].parquet'), PARQUET_ROW)
    expect((await ask(bench.folder, { sql: BYTES })).rows).toEqual([[1], [2], [300]])
  })
})

test.each(Object.entries(AWS_EXAMPLES))(
  'the %s example of the manual is read, with and without a header line',
  async (_, { order, lines, sums }) => {
    bench.write('with.log', [order, ...lines, ''].join('\n'))
    bench.gzip('without.log.gz', [...lines, ''].join('\n'))
    const sql = `SELECT ${order.includes('bytes') ? 'sum(bytes)' : 'NULL'}, count(*) FROM flow_logs`
    for (const name of ['with.log', 'without.log.gz']) {
      const { rows, messages, statistics } = await ask(bench.path(name), { sql, width: 2 })
      expect(rows).toEqual([sums])
      expect(messages).toEqual([])
      expect(statistics).toMatchObject({ recordsScanned: lines.length, linesUnreadable: 0 })
    }
  },
)

test('text and Parquet, version 2 and version 5, plain and exported, answer together', async () => {
  bench.gzip('v2.log.gz', log(record(1)))
  bench.write('v5.log', 'version srcaddr bytes pkt-dst-aws-service\n5 10.0.1.5 2 S3\n')
  bench.write('export.log', `2026-03-14T10:00:12.000Z ${record(3)}\n`)
  await writeParquet(bench.path('p.parquet'), PARQUET_ROW)
  const { rows } = await ask(bench.folder, {
    sql: 'SELECT bytes, pkt_dst_aws_service, dstaddr FROM flow_logs ORDER BY bytes',
    width: 3,
  })
  expect(rows).toEqual([
    [1, null, '203.0.113.5'],
    [2, 'S3', null],
    [3, null, '203.0.113.5'],
    [300, null, null],
  ])
})

test('a text `-` stays `-`, a numeric one is missing, in text and in Parquet', async () => {
  bench.write('a.log', log('2 123456789012 eni-0123456789abcdef0 - - - - - - - 1431280876 1431280934 - NODATA')) // prettier-ignore
  await writeParquet(bench.path('b.parquet'), `SELECT NULL::VARCHAR AS srcaddr, '-' AS action, NULL::BIGINT AS bytes, NULL::INTEGER AS srcport`) // prettier-ignore
  const { rows } = await ask(bench.folder, {
    sql: 'SELECT srcaddr, action, bytes, srcport FROM flow_logs',
    width: 4,
  })
  expect(rows).toEqual([
    ['-', '-', null, null],
    ['-', '-', null, null],
  ])
})

test('integers beyond 2^53 are exact', async () => {
  bench.write('a.log', log(record('9007199254740993'), record('9223372036854775807')))
  const { rows } = await ask(bench.folder, { sql: `${BYTES} LIMIT 1` })
  expect(rows).toEqual([[9007199254740993n]])
  const sum = await ask(bench.folder, { sql: 'SELECT sum(bytes) FROM flow_logs' })
  expect(sum.rows).toEqual([[9232379236109516800n]])
})

test('cells are plain values', async () => {
  bench.write('a.log', log(record(1)))
  const { rows } = await ask(bench.folder, {
    sql: `SELECT make_timestamp("start" * 1000000), 1.5::DOUBLE, 2.25::DECIMAL(9,2), NULL, 'x', 0::DOUBLE / 0, true FROM flow_logs`,
    width: 7,
  })
  expect(rows).toEqual([[new Date('2026-03-14T10:00:00Z'), 1.5, 2.25, null, 'x', null, 1]])
})

test('CRLF, a byte-order mark, blank lines and a missing last newline make no difference', async () => {
  bench.write('crlf.log', log(record(1), record(2)).replaceAll('\n', '\r\n'))
  bench.write('bom.log', `\ufeff${log(record(3))}`)
  bench.write('bom-only-records.log', `\ufeff${record(4)}\n`)
  bench.write('blank.log', `\n\n${log(record(5), '', record(6), '', '')}\n`)
  bench.write('crlf-blank.log', log(record(7), '', record(8)).replaceAll('\n', '\r\n'))
  bench.gzip('no-newline.log.gz', `${V2}\n${record(9)}`)
  bench.write('mixed.log', `${V2}\r\n${record(10)}\n${record(11)}\r\n`)
  const { rows, messages, statistics } = await ask(bench.folder, { sql: BYTES })
  expect(rows.flat()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  expect(messages).toEqual([])
  expect(statistics).toMatchObject({ recordsScanned: 11, linesUnreadable: 0 })
})

test('a header inside a log is neither a record nor unreadable, whatever the query reads', async () => {
  bench.gzip('a.log.gz', log(record(1)) + log(record(2)))
  for (const sql of [COUNT, 'SELECT sum(bytes) - 1 FROM flow_logs']) {
    const { rows, messages, statistics } = await ask(bench.folder, { sql })
    expect(rows).toEqual([[2]])
    expect(messages).toEqual([])
    expect(statistics).toMatchObject({ recordsScanned: 2, linesUnreadable: 0 })
  }
})

test('a header inside a log that names only text is no record either', async () => {
  const text = 'srcaddr action\n10.0.0.1 ACCEPT\n'
  bench.write('a.log', text + text)
  expect((await ask(bench.folder)).rows).toEqual([[2]])
})

test('a log of another order appended to a log is read in its own order', async () => {
  bench.write('a.log', `srcaddr dstaddr bytes\n10.0.0.1 203.0.113.5 1\ndstaddr srcaddr bytes\n203.0.113.5 10.0.0.2 2\n`) // prettier-ignore
  const { rows } = await ask(bench.folder, {
    sql: 'SELECT srcaddr, dstaddr FROM flow_logs ORDER BY bytes',
    width: 2,
  })
  expect(rows).toEqual([
    ['10.0.0.1', '203.0.113.5'],
    ['10.0.0.2', '203.0.113.5'],
  ])
})

test('many rows come in order and in batches', async () => {
  bench.gzip(
    'a.log.gz',
    log(...Array.from({ length: 30_000 }, (_, index) => record(30_000 - index))),
  )
  const cacheFolder = bench.path('cache')
  for (const reading of ['first', 'second']) {
    const { rows, statistics } = await ask(bench.path('a.log.gz'), { sql: BYTES, cacheFolder })
    expect([reading, rows.length, rows[0], rows.at(-1)]).toEqual([reading, 30_000, [1], [30_000]])
    expect(rows.every(([bytes], index) => bytes === index + 1)).toBe(true)
    expect(statistics.rows).toBe(30_000)
  }
})

test('an answer that is not read to its end leaves nothing behind', async () => {
  bench.gzip('a.log.gz', log(...Array.from({ length: 30_000 }, (_, index) => record(index))))
  const temporaryFolder = bench.path('.')
  const engine = localEngine({ paths: [bench.path('a.log.gz')], temporaryFolder }, { dialect: saying(BYTES) }) // prettier-ignore
  const result = await engine.run({ name: 'x', text: '', plan: { steps: [], columns: columns(1), fields: [] }, range: undefined, needs: [], otherwise: undefined }) // prettier-ignore
  for await (const batch of result.batches) {
    expect(batch.length).toBeGreaterThan(0)
    break
  }
  expect(await filesIn(bench.folder)).toEqual(['a.log.gz'])
})

describe('several questions of one reading', () => {
  const question = (name: string, sql: string): Question => ({ name, text: sql, plan: { steps: [], columns: columns(1), fields: [] }, range: undefined, needs: [], otherwise: undefined }) // prettier-ignore
  /** The names of questions are their SQL. */
  const open = (options: Partial<LocalOptions> = {}) => {
    const plans = new Map<unknown, string>()
    const dialect: SqlDialect = { name: 'duckdb', compile: (plan) => ({ text: plans.get(plan)!, columns: plan.columns }) } // prettier-ignore
    const engine = localEngine({ paths: [bench.path('a.log.gz')], ...options }, { dialect })
    return (sqls: readonly string[], run?: RunOptions) => {
      const questions = sqls.map((sql) => question(sql, sql))
      for (const { plan, text } of questions) plans.set(plan, text)
      return engine.runAll!(questions, run)
    }
  }

  test('have one set of notices about the log, and notices of their own', async () => {
    bench.gzip('a.log.gz', log(record(1), 'no record', record(2)))
    const notices: string[] = []
    const onNotice = ({ message }: Notice, about?: Question) =>
      notices.push(`${about?.name ?? 'log'}: ${message}`)

    const answers = []
    const none = 'SELECT bytes FROM flow_logs WHERE packets = 9'
    for await (const result of open()([BYTES, none, COUNT], { onNotice })) {
      const rows = []
      for await (const batch of result.batches) rows.push(...batch)
      answers.push([rows, result.statistics().rows, result.statistics().recordsScanned])
    }

    expect(answers).toEqual([
      [[[1], [2]], 2, 2],
      [[], 0, 2],
      [[[2]], 1, 2],
    ])
    expect(notices).toEqual([
      `log: ${bench.path('a.log.gz')}: skipped 1 unreadable line, line 3: \`no record\``,
      `${none}: no matching records (2 read)`,
    ])
  })

  test.each([
    ['is left', () => undefined],
    [
      'fails',
      () => {
        throw new Error('it fails')
      },
    ],
  ])('leave nothing behind when an answer %s before its end', async (_, act) => {
    bench.gzip('a.log.gz', log(...Array.from({ length: 30_000 }, (_, index) => record(index))))
    const answers = open({ temporaryFolder: bench.path('.') })([BYTES, COUNT, BYTES])

    const counts: number[] = []
    const reading = (async () => {
      for await (const { batches } of answers) {
        for await (const batch of batches) {
          counts.push(batch.length)
          if (counts.length === 3) act()
          break
        }
      }
    })()
    await reading.catch(() => undefined)

    expect(counts).toEqual([2048, 1, 2048])
    expect(await filesIn(bench.folder)).toEqual(['a.log.gz'])
  })
})

test('statistics count each file and byte once', async () => {
  const content = log(record(1), record(2))
  bench.write('logs/a.log', content)
  const { statistics } = await ask([
    bench.path('logs'),
    bench.path('logs/a.log'),
    bench.path('logs/*'),
  ])
  expect(statistics).toMatchObject({
    filesFound: 1,
    filesRead: 1,
    recordsScanned: 2,
    linesUnreadable: 0,
    bytesRead: content.length,
    rows: 1,
  })
  expect(statistics.seconds).toBeGreaterThan(0)
})

test('what the log is can be asked for with any question', async () => {
  bench.write('a.log', 'version instance-id bytes\n5 i-0123456789abcdef0 1\n')
  bench.write('b.log', 'version bytes\n2 1\n')
  const { log, sawInstance } = await summaryOf(bench.folder)
  expect([...log.fields]).toEqual([
    ['version', 'always'],
    ['instanceId', 'sometimes'],
    ['bytes', 'always'],
  ])
  expect(log.table).toEqual(['flow_logs'])
  expect(sawInstance).toBe(true)
})

test('an instance shows in Parquet too', async () => {
  await writeParquet(bench.path('a.parquet'), `SELECT 'i-0123456789abcdef0' AS instance_id, 1::BIGINT AS bytes`) // prettier-ignore
  await writeParquet(bench.path('b.parquet'), `SELECT '-' AS instance_id, 1::BIGINT AS bytes`)
  const sees = async (name: string) => (await summaryOf(bench.path(name))).sawInstance
  expect([await sees('a.parquet'), await sees('b.parquet')]).toEqual([true, false])
})

async function summaryOf(path: string): Promise<LogSummary> {
  let summary: LogSummary | undefined
  await ask([path], { run: { onLog: (log) => (summary = log) } })
  return summary!
}

async function filesIn(folder: string): Promise<string[]> {
  const { readdir } = await import('node:fs/promises')
  return readdir(folder)
}
