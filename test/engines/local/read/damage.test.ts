import { statSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { Notice } from '../../../../lib/engines/engine'
import { ask, BYTES, COUNT, failure, log, record, V2, workbench, writeParquet, type Workbench } from '../workbench' // prettier-ignore

let bench: Workbench
beforeEach(() => (bench = workbench()))
afterEach(() => bench.remove())

const sizeOf = (name: string) => statSync(bench.path(name)).size.toLocaleString('en')

const MANY = Array.from({ length: 2000 }, (_, index) => record(index, index % 3600, 7 * index))

describe('unreadable lines', () => {
  // Line 3 is the first of two, whichever columns the query reads: the reader converts only those.
  const lines = [record(1), record(2, 0, 'many'), record(3), '2 123456789012 eni-0123456789abcdef0']

  test.each([
    COUNT,
    'SELECT count(srcaddr) FROM flow_logs',
    'SELECT count(packets) FROM flow_logs',
  ])('are found by %s', async (sql) => {
    bench.write('a.log', log(...lines))
    bench.gzip('b.log.gz', log(record(4)))
    const { rows, messages, statistics } = await ask(bench.folder, { sql })
    expect(rows).toEqual([[3]])
    expect(messages).toEqual([
      `damage: ${bench.path('a.log')}: skipped 2 unreadable lines, the first is line 3: \`2 123456789012 eni-0123456789abcdef0 10.0.1.5 203.0.113.5 40000 443 6 many 2 17…\``,
    ])
    expect(statistics).toMatchObject({ recordsScanned: 3, linesUnreadable: 2 })
  })

  test('are found behind the limit of a query that sorts nothing', async () => {
    bench.write('a.log', log(...MANY, ...MANY, ...MANY, record(2, 0, 'many')))
    const { rows, messages, statistics } = await ask(bench.folder, {
      sql: 'SELECT bytes FROM flow_logs LIMIT 2',
    })
    expect(rows).toEqual([[0], [1]])
    expect(messages).toHaveLength(1)
    expect(statistics).toMatchObject({ recordsScanned: 6000, linesUnreadable: 1 })
  })

  test('are found when the query reads no record at all', async () => {
    bench.write('a.log', log(...lines))
    const { statistics } = await ask(bench.folder, { sql: 'SELECT 1 WHERE false' })
    expect(statistics).toMatchObject({ recordsScanned: 2, linesUnreadable: 2 })
  })

  test('may be too wide, too long, not text or out of range, and the quoted one is safe to print', async () => {
    const strange = [
      `${record(1)} more`,
      record('9223372036854775808'),
      'x'.repeat(3_000_000),
      `${record(1)}\u001b[31m`,
      '\u001b]0;title\u0007 \u202e',
    ]
    for (const line of strange) {
      bench.write('a.log', log(record(1), line, record(2)))
      const { rows, statistics } = await ask(bench.folder, { sql: BYTES })
      const kept = line === strange[3] ? [[1], [1], [2]] : [[1], [2]]
      expect(rows).toEqual(kept)
      expect(statistics.linesUnreadable).toBe(3 - kept.length)
    }
    bench.write('a.log', log(record(1), strange[4]!))
    expect((await ask(bench.folder)).messages).toEqual([
      `damage: ${bench.path('a.log')}: skipped 1 unreadable line, line 3: \`\\x1b]0;title\\x07 \\u202e\``,
    ])
  })

  test('may be bytes that are no text', async () => {
    const bytes = Buffer.from(log(record(1), record(2).replace('ACCEPT', 'ACC~PT'), record(3)))
    bytes[bytes.indexOf('~')] = 0xff
    bench.write('a.log', bytes)
    const { rows, statistics } = await ask(bench.folder, { sql: COUNT })
    expect(rows).toEqual([[2]])
    expect(statistics.linesUnreadable).toBe(1)
  })

  test('are an error when nothing else is there', async () => {
    bench.write('a.log', log(record('many')))
    const said: string[] = []
    const onNotice = ({ kind, message }: Notice) => said.push(`${kind}: ${message}`)
    expect((await failure(ask(bench.folder, { run: { onNotice } }))).message).toBe(
      'no record of the log is readable',
    )
    expect(said).toEqual([
      `damage: ${bench.path('a.log')}: skipped 1 unreadable line, line 2: \`2 123456789012 eni-0123456789abcdef0 10.0.1.5 203.0.113.5 40000 443 6 1 many 17…\``,
    ])
  })
})

describe('the lines of a file are records, headers, blank or unreadable', () => {
  // prettier-ignore
  const pieces = [record(1), record(2), record(3, 0, 'x'), '', V2, '2 3', '   ', record(4).replace(' ', '  '), `${record(5)} `, `${record(6)}\r`, '\u0000\u0000']

  test.each(Array.from({ length: 24 }, (_, seed) => seed))('in mixture %i', async (seed) => {
    const mixture = Array.from({ length: 40 }, (_, index) => pieces[(index * (seed + 3) * 7 + seed * 5 + ((index * index) >> 2)) % pieces.length]!) // prettier-ignore
    const text = log(...mixture)
    if (seed % 2 === 0) bench.write('a.log', text)
    else bench.gzip('a.log.gz', text)

    const lines = text.split('\n').slice(0, -1)
    const headers = lines.filter((line) => line === V2).length
    const blanks = lines.filter((line) => line.trim() === '').length
    const { rows, statistics } = await ask(bench.folder)
    expect(statistics.recordsScanned + statistics.linesUnreadable).toBe(
      lines.length - headers - blanks,
    )
    expect(rows).toEqual([[statistics.recordsScanned]])
    expect(statistics.linesUnreadable).toBe(
      mixture.filter((line) => ['2 3', '\u0000\u0000', record(3, 0, 'x')].includes(line)).length,
    )
  })
})

describe('gzip', () => {
  test('that is cut gives the whole records before the cut', async () => {
    const whole = gzipSync(log(...MANY))
    bench.write('a.log.gz', whole.subarray(0, whole.length >> 1))
    bench.gzip('b.log.gz', log(record(5000)))
    const { rows, messages, statistics } = await ask(bench.folder, { sql: BYTES })
    const count = statistics.recordsScanned
    expect(count).toBeGreaterThan(100)
    expect(rows.map(([bytes]) => bytes)).toEqual([
      ...Array.from({ length: count - 1 }, (_, index) => index),
      5000,
    ])
    expect(messages).toEqual([
      `damage: ${bench.path('a.log.gz')}: truncated gzip: counted the ${(count - 1).toLocaleString('en')} complete records`,
    ])
    expect(statistics.linesUnreadable).toBe(0)
  })

  test('that is cut anywhere never gives a partial line', async () => {
    const text = log(record(1), record(22), record(333))
    const whole = gzipSync(text, { level: 0 })
    const start = whole.indexOf('version')
    const ends = [...text.matchAll(/\n/g)].map(({ index }) => index)
    for (const line of [1, 2, 3]) {
      for (const cut of [ends[line]! - 1, ends[line]!, ends[line]! + 1]) {
        bench.write('a.log.gz', whole.subarray(0, start + cut))
        const complete = ends.filter((end) => end < cut).length
        if (complete < 2) continue
        const { rows } = await ask(bench.folder, { sql: BYTES })
        expect(rows).toEqual([[1], [22], [333]].slice(0, complete - 1))
      }
    }
  })

  test('without its last bytes has all its lines and is reported', async () => {
    const whole = gzipSync(log(record(1), record(2)))
    bench.write('a.log.gz', whole.subarray(0, -4))
    const { rows, messages } = await ask(bench.folder, { sql: BYTES })
    expect(rows).toEqual([[1], [2]])
    expect(messages).toEqual([
      `damage: ${bench.path('a.log.gz')}: truncated gzip: counted the 2 complete records`,
    ])
  })

  test('with a wrong checksum or broken data is left out', async () => {
    const checksum = gzipSync(log(...MANY))
    checksum[checksum.length - 6]! ^= 1
    bench.write('a.log.gz', checksum)
    bench.gzip('b.log.gz', log(record(5000)))
    const { rows, messages, statistics } = await ask(bench.folder, { sql: BYTES })
    expect(rows).toEqual([[5000]])
    expect(messages).toEqual([
      `damage: ${bench.path('a.log.gz')}: corrupt gzip (incorrect data check): skipped all ${sizeOf('a.log.gz')} bytes`,
    ])
    expect(statistics).toMatchObject({ filesFound: 2, filesRead: 2, recordsScanned: 1 })
  })

  test('with an unreadable line costs the files that are read with it nothing', async () => {
    bench.gzip('a.log.gz', log(record(1), record(2)))
    bench.gzip('b.log.gz', log(record(3), record(4, 0, 'many'), record(5)))
    bench.gzip('c.log.gz', log(record(6)))
    const cacheFolder = bench.path('cache')
    const logs = ['a', 'b', 'c'].map((name) => bench.path(`${name}.log.gz`))
    for (const time of ['first', 'second']) {
      const { rows, messages, statistics } = await ask(logs, { sql: BYTES, cacheFolder })
      expect([time, ...rows.flat()]).toEqual([time, 1, 2, 3, 5, 6])
      expect(messages).toHaveLength(1)
      expect(messages[0]).toContain('b.log.gz: skipped 1 unreadable line, line 3: ')
      expect(statistics).toMatchObject({ recordsScanned: 5, linesUnreadable: 1 })
    }
  })

  // DuckDB inflates some such streams for ever, and nothing can stop it.
  test('with broken bits all over never reaches DuckDB', async () => {
    const text = log(...Array.from({ length: 12_000 }, (_, index) => record((index * 7919) % 1e6, index % 3600, index))) // prettier-ignore
    for (const step of [997, 4099, 16_381]) {
      const broken = gzipSync(text)
      for (let at = step; at < broken.length; at += step) broken[at]! ^= 1 << (at % 8)
      bench.write(`${step}.log.gz`, broken)
    }
    bench.gzip('whole.log.gz', log(record(1)))
    const { rows, messages } = await ask(bench.folder)
    expect(rows).toEqual([[1]])
    expect(messages.map((message) => message.replace(/.*\/|\(.*?\)/g, ''))).toEqual(
      ['16381.log.gz', '4099.log.gz', '997.log.gz'].map(
        (name) => `${name}: corrupt gzip : skipped all ${sizeOf(name)} bytes`,
      ),
    )
  })

  test('of which nothing can be read is left out, and an error when it is alone', async () => {
    bench.write('a.log.gz', Buffer.concat([gzipSync('x').subarray(0, 10), Buffer.alloc(40, 0xff)]))
    const message = `${bench.path('a.log.gz')}: corrupt gzip (invalid block type): skipped all 50 bytes`
    expect((await failure(ask(bench.folder))).message).toBe('no record of the log is readable')
    bench.gzip('b.log.gz', log(record(1)))
    expect(await ask(bench.folder)).toMatchObject({ rows: [[1]], messages: [`damage: ${message}`] })
  })

  test('in several members is one file; zeros after it do not matter; other bytes after it do', async () => {
    const member = (bytes: number) => gzipSync(`${record(bytes)}\n`)
    const first = gzipSync(log(record(1)))
    bench.write('a.log.gz', Buffer.concat([first, member(2), member(3)]))
    bench.write('b.log.gz', Buffer.concat([gzipSync(log(record(4))), Buffer.alloc(512)]))
    expect(await ask(bench.folder, { sql: BYTES })).toMatchObject({
      rows: [[1], [2], [3], [4]],
      messages: [],
    })
    bench.write('b.log.gz', Buffer.concat([gzipSync(log(record(4))), Buffer.from('garbage')]))
    expect(await ask(bench.folder, { sql: BYTES })).toMatchObject({
      rows: [[1], [2], [3]],
      messages: [
        `damage: ${bench.path('b.log.gz')}: corrupt gzip (incorrect header check): skipped all ${sizeOf('b.log.gz')} bytes`,
      ],
    })
  })

  test('of no bytes is damage; of an empty text it is empty, which is said', async () => {
    bench.write('a.log.gz', '')
    bench.write('b.log', '')
    bench.gzip('c.log.gz', '')
    bench.write('d.log', log(record(1)))
    const { rows, messages } = await ask(bench.folder)
    expect(rows).toEqual([[1]])
    expect(messages).toEqual([
      `note: 2 files are empty (first: \`${bench.path('b.log')}\`; -v lists them)`,
      `damage: ${bench.path('a.log.gz')}: empty file, not a gzip stream`,
    ])
  })
})

test('a Parquet file without its end, or with a broken one, is left out', async () => {
  await writeParquet(bench.path('a.parquet'), `SELECT '10.0.1.5' AS srcaddr, 1::BIGINT AS bytes`)
  bench.write('b.parquet', Buffer.from('PAR1 and then nothing of it'))
  bench.write('c.parquet', Buffer.from('PAR1 and a footer that is none PAR1'))
  const { rows, messages } = await ask(bench.folder)
  expect(rows).toEqual([[1]])
  expect(messages[0]).toBe(`damage: ${bench.path('b.parquet')}: truncated Parquet file, skipped`)
  expect(messages[1]).toContain(
    `damage: ${bench.path('c.parquet')}: unreadable Parquet file, skipped: `,
  )
})
