import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'
import { fieldByToken } from '../../../../lib/flow-log/fields'
import { FORMATS } from '../../../../lib/flow-log/format'
import { log, record, TEN, V2 } from '../workbench'
import { index, keepBench, KEEPS_ALL, type KeepBench } from './keep-bench'

let bench: KeepBench
beforeEach(() => (bench = keepBench()))
afterEach(() => bench.remove())

const ROWS = 'SELECT bytes FROM flow_logs'
const KEPT =
  'note: kept copies of 2 files, so that more questions are faster; `natlens cache list` shows them'

test('the second question writes a copy of each file, from the third on they answer', async () => {
  bench.gzip('logs/a.log.gz', log(record(1), record(2)))
  bench.write('logs/b.log', log(record(3)))

  const first = await bench.ask(bench.path('logs'), { sql: ROWS })
  expect(bench.copies()).toEqual([])
  const second = await bench.ask(bench.path('logs'), { sql: ROWS })
  expect(bench.copies()).toHaveLength(2)
  const written = Date.now()
  const third = await bench.ask(bench.path('logs'), { sql: ROWS })

  expect([first, second, third].map(({ rows }) => rows)).toEqual(Array(3).fill([[1], [2], [3]]))
  expect([first, second, third].map(({ messages }) => messages)).toEqual([[], [KEPT], []])
  for (const { lastUsedMs } of index(bench).copies) expect(lastUsedMs).toBeGreaterThanOrEqual(written) // prettier-ignore
  expect(bench.names().filter((name) => name.startsWith('.'))).toEqual([])
  expect(statSync(bench.path('cache/kept')).mode & 0o777).toBe(0o700)
})

test('damage, odd lines and other headers give the same rows, notes and counts', async () => {
  const gzip = gzipSync(log(record(7), record(8), record(9)))
  const reversed = V2.split(' ').reverse().join(' ')
  const flip = (line: string) => line.split(' ').reverse().join(' ')
  bench.gzip('logs/a.log.gz', log(record(1), 'no record', record('x'), record(2)))
  bench.write('logs/b.log.gz', gzip.subarray(0, -9))
  bench.write('logs/c.log.gz', Buffer.concat([gzip.subarray(0, -8), Buffer.alloc(8, 1)]))
  bench.write('logs/d.log', log(`  ${record(3)}`, '', record(4).replace('eni-', 'eni-ü')))
  bench.write('logs/e.log', log(record(5), reversed, flip(record(6)), 'account-id srcaddr', '1 2'))
  bench.write('logs/f.log', `\ufeff${log(record('-'), record(7)).replaceAll('\n', '\r\n')}`)
  bench.write('logs/g.log', '')
  bench.write('logs/h.log', `${V2}\n`)
  bench.write('logs/i.log', `srcaddr dstaddr bytes\n10.0.0.1 10.0.0.2 77\n10.0.0.1 - -\n`)
  bench.write('logs/j.log', record(11))
  const sql = 'SELECT interface_id, srcaddr, bytes, start FROM flow_logs'
  const options = { sql, width: 4 }

  const directly = await bench.askDirectly(bench.path('logs'), options)
  const answers = []
  for (let count = 0; count < 4; count++) answers.push(await bench.ask(bench.path('logs'), options))

  expect(directly.rows.length).toBe(15)
  expect(bench.copies()).toHaveLength(8)
  for (const { rows, messages, statistics } of answers) {
    expect(rows).toEqual(directly.rows)
    expect(messages.filter((message) => !message.startsWith('note: kept'))).toEqual(directly.messages) // prettier-ignore
    expect({ ...statistics, seconds: 0 }).toEqual({ ...directly.statistics, seconds: 0 })
  }
})

test('a question about the lines reads the source', async () => {
  const line = record(1).replace(' ', '  ')
  const path = bench.write('a.log', log(line))
  for (let count = 0; count < 2; count++) await bench.ask(path, { sql: ROWS })
  expect(bench.copies()).toHaveLength(1)

  const { rows } = await bench.ask(path, { sql: 'SELECT "@message" FROM flow_logs' })

  expect(rows).toEqual([[line]])
})

test('a copy holds all records, whatever the range of the question', async () => {
  const path = bench.write('a.log', log(record(1, 0), record(2, 3600), record(3, 7200)))
  const range = ['2026-03-14T11:00:00Z', '2026-03-14T12:00:00Z'] as const
  const inRange = { sql: `${ROWS} WHERE start >= ${TEN + 3600} AND start < ${TEN + 7200}`, range }
  await bench.ask(path, inRange)
  await bench.ask(path, inRange)
  expect(bench.copies()).toHaveLength(1)

  expect((await bench.ask(path, inRange)).rows).toEqual([[2]])
  expect((await bench.ask(path, { sql: ROWS })).rows).toEqual([[1], [2], [3]])
})

test('files without a copy are read; the rows stay in the order of the files', async () => {
  for (const name of ['a', 'c', 'e']) bench.write(`logs/${name}.log`, log(record(name.charCodeAt(0)))) // prettier-ignore
  await bench.ask(bench.path('logs'), { sql: ROWS })
  await bench.ask(bench.path('logs'), { sql: ROWS })
  for (const name of ['b', 'd', 'f']) bench.write(`logs/${name}.log`, log(record(name.charCodeAt(0)))) // prettier-ignore

  const { rows } = await bench.ask(bench.path('logs'), { sql: ROWS })

  expect(bench.copies()).toHaveLength(3)
  expect(rows).toEqual([[97], [98], [99], [100], [101], [102]])
})

describe('what is kept', () => {
  const answerTwice = async (path: string, world: Partial<typeof KEEPS_ALL>) => {
    const keepWorld = { ...KEEPS_ALL, ...world }
    for (let count = 0; count < 2; count++) await bench.ask(path, { keepWorld })
    return bench.copies().length
  }

  test('text with enough compressed bytes', async () => {
    const gzip = bench.gzip('a.log.gz', log(record(1)))
    const text = bench.write('a.log', log(record(1)))
    const { size } = statSync(gzip)
    expect(await answerTwice(gzip, { minKeepBytes: size + 1, minKeepMs: Infinity })).toBe(0)
    expect(await answerTwice(text, { minKeepBytes: 1, minKeepMs: Infinity })).toBe(0)
    expect(await answerTwice(gzip, { minKeepBytes: size, minKeepMs: Infinity })).toBe(1)
  })

  test('text that took long to read', async () => {
    const path = bench.write('a.log', log(record(1)))
    expect(await answerTwice(path, { minKeepBytes: Infinity, minKeepMs: 600_000 })).toBe(0)
    expect(await answerTwice(path, { minKeepBytes: Infinity, minKeepMs: 0.001 })).toBe(1)
  })

  test('nothing where there is little text', async () => {
    expect(await answerTwice(bench.write('a.log', log(record(1))), { minLookupBytes: 1e6 })).toBe(0)
    expect(bench.names()).toEqual([])
  })

  test('no file that changed less than two seconds ago', async () => {
    const path = bench.write('a.log', log(record(1)))
    const changed = statSync(path).ctimeMs
    expect(await answerTwice(path, { minAgeMs: 2000, now: () => changed + 1999 })).toBe(0)
    expect(await answerTwice(path, { minAgeMs: 2000, now: () => changed + 2001 })).toBe(1)
  })

  test('no file whose time lies ahead', async () => {
    const path = bench.write('a.log', log(record(1)))
    const now = statSync(path).ctimeMs + 5000
    utimesSync(path, now / 1000 + 60, now / 1000 + 60)
    expect(await answerTwice(path, { minAgeMs: 2000, now: () => now })).toBe(0)
  })

  test('nothing without a cache, with a size of 0, and where it does not fit', async () => {
    const path = bench.write('a.log', log(record(1)))
    for (let count = 0; count < 3; count++) {
      await bench.ask(path, { cacheBytes: 0 })
      await bench.ask(path, { cacheBytes: 1000 })
      await bench.ask(path, { keepWorld: { ...KEEPS_ALL, freeBytes: () => 10_000 } })
      await bench.askDirectly(path)
    }
    expect(bench.copies()).toEqual([])
  })
})

describe('a copy is not used', () => {
  let path: string
  beforeEach(async () => {
    path = bench.write('a.log', log(record(1)))
    await bench.ask(path)
    await bench.ask(path)
    expect(bench.copies()).toHaveLength(1)
  })

  test('for a source that grew', async () => {
    appendFileSync(path, `${record(2)}\n`)
    expect((await bench.ask(path, { sql: ROWS })).rows).toEqual([[1], [2]])
  })

  test('for a source with other bytes, the same size and the same time', async () => {
    const { atime, mtime } = statSync(path)
    bench.write('a.log', log(record(5)))
    utimesSync(path, atime, mtime)
    expect((await bench.ask(path, { sql: ROWS })).rows).toEqual([[5]])
  })

  test('for another file with the same bytes', async () => {
    copyFileSync(path, bench.path('b.log'))
    await bench.ask(bench.path('b.log'))
    expect(bench.copies()).toHaveLength(1)
    await bench.ask(bench.path('b.log'))
    expect(bench.copies()).toHaveLength(2)
  })

  test('for a source that is read as another format', async () => {
    const bare = bench.write('bare.log', `${record(1)}\n`)
    const options = { sql: 'SELECT srcaddr FROM flow_logs' }
    for (let count = 0; count < 3; count++) await bench.ask(bare, options)
    const [srcaddr, dstaddr] = ['srcaddr', 'dstaddr'].map((token) => fieldByToken(token)!)
    const swapped = new Map([[srcaddr, dstaddr], [dstaddr, srcaddr]]) // prettier-ignore
    const logFormat = FORMATS.v2.map((field) => swapped.get(field) ?? field)

    expect((await bench.ask(bare, { ...options, logFormat })).rows).toEqual([['203.0.113.5']])
    expect((await bench.ask(bare, options)).rows).toEqual([['10.0.1.5']])
  })
})

test('a folder that holds a source and its copy is read once', async () => {
  const path = bench.write('logs/a.log', log(record(1), record(2)))
  for (let count = 0; count < 2; count++) await bench.ask(path)
  const [copy] = bench.copies()
  copyFileSync(copy!, bench.path(`logs/${basename(copy!)}`))
  expect((await bench.ask(bench.path('logs'), { sql: ROWS })).rows).toEqual([[1], [2]])

  // The folder was moved.
  renameSync(bench.path('logs'), bench.path('moved'))
  const moved = await bench.ask(bench.path('moved'), { sql: ROWS })
  expect(moved.rows).toEqual([[1], [2]])
  expect(moved.messages).toEqual([])
  expect(moved.statistics).toMatchObject({ filesFound: 1, filesRead: 1 })

  // The copy alone is a log, too.
  rmSync(bench.path('moved/a.log'))
  expect((await bench.ask(bench.path('moved'), { sql: ROWS })).rows).toEqual([[1], [2]])
})

test('a cache that cannot be written gives an answer without copies', async () => {
  const path = bench.write('a.log', log(record(1)))
  mkdirSync(bench.path('cache'))
  bench.write('cache/kept', 'a file')
  for (let count = 0; count < 3; count++) {
    const { rows, messages } = await bench.ask(path, { sql: ROWS })
    expect({ rows, messages }).toEqual({ rows: [[1]], messages: [] })
  }
})
