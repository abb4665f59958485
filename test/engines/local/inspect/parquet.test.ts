import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { openDatabase } from '../../../../lib/engines/local/duckdb/database'
import { originOf } from '../../../../lib/engines/local/find/origin'
import { readFooters } from '../../../../lib/engines/local/inspect/parquet-footers'
import { recordsSql } from '../../../../lib/engines/local/duckdb/view-sql'
import type { LogSummary } from '../../../../lib/engines/engine'
import { bareParquet } from './bare-parquet'
import { ask, workbench, writeParquet, type Workbench } from '../workbench'

let bench: Workbench
beforeEach(() => (bench = workbench()))
afterEach(() => bench.remove())

const ADDRESSES = {
  sql: 'SELECT srcaddr, dstaddr FROM flow_logs ORDER BY srcaddr, dstaddr',
  width: 2,
}
const FULL = `SELECT '10.0.1.5' AS srcaddr, '203.0.113.5' AS dstaddr`
const OPEN = `${FULL} UNION ALL SELECT NULL, '203.0.113.6'`

describe('a NULL reads as `-`', () => {
  test('in a file beside one of the same columns that has none', async () => {
    await writeParquet(bench.path('a.parquet'), FULL)
    await writeParquet(bench.path('b.parquet'), OPEN)
    const { rows } = await ask(bench.folder, ADDRESSES)
    expect(rows).toEqual([
      ['-', '203.0.113.6'],
      ['10.0.1.5', '203.0.113.5'],
      ['10.0.1.5', '203.0.113.5'],
    ])
  })

  test('where only a later group of rows has it', async () => {
    const row = `SELECT IF(n = 5000, NULL, '10.0.1.5') AS srcaddr, '203.0.113.5' AS dstaddr FROM range(6000) AS r(n)`
    await writeParquet(bench.path('a.parquet'), row, 'ROW_GROUP_SIZE 2048')
    const { rows } = await ask(bench.folder, { ...ADDRESSES, sql: `${ADDRESSES.sql} LIMIT 2` })
    expect(rows).toEqual([
      ['-', '203.0.113.5'],
      ['10.0.1.5', '203.0.113.5'],
    ])
  })

  test('in a file without statistics', async () => {
    const columns = { srcaddr: ['10.0.1.5', null], dstaddr: ['-', '203.0.113.5'] }
    bench.write('a.parquet', bareParquet(columns))
    await writeParquet(bench.path('b.parquet'), FULL)
    const { rows, messages } = await ask(bench.folder, ADDRESSES)
    expect(messages).toEqual([])
    expect(rows).toEqual([
      ['-', '203.0.113.5'],
      ['10.0.1.5', '-'],
      ['10.0.1.5', '203.0.113.5'],
    ])
  })

  test('beside a file without records', async () => {
    await writeParquet(bench.path('a.parquet'), `${FULL} LIMIT 0`)
    await writeParquet(bench.path('b.parquet'), OPEN)
    const { rows, statistics } = await ask(bench.folder, ADDRESSES)
    expect(rows).toEqual([
      ['-', '203.0.113.6'],
      ['10.0.1.5', '203.0.113.5'],
    ])
    expect(statistics).toMatchObject({ filesRead: 2, recordsScanned: 2 })
  })
})

test('a column is read as it stands where no file of its group has a NULL', async () => {
  await writeParquet(bench.path('a.parquet'), FULL)
  await writeParquet(bench.path('b.parquet'), OPEN)
  await writeParquet(bench.path('c.parquet'), `${FULL} LIMIT 0`)
  bench.write('d.parquet', bareParquet({ dstaddr: ['-'], srcaddr: ['-'] }))
  expect(await selected('a', 'c')).toBe('SELECT "srcaddr", "dstaddr"')
  expect(await selected('a', 'b', 'c')).toBe(`SELECT COALESCE("srcaddr", '-') AS "srcaddr", "dstaddr"`) // prettier-ignore
  expect(await selected('a', 'd')).toBe(`SELECT COALESCE("srcaddr", '-') AS "srcaddr", COALESCE("dstaddr", '-') AS "dstaddr"`) // prettier-ignore
})

test('a field inside another column is no field of the log', async () => {
  const row = `SELECT '10.0.1.5' AS srcaddr, '203.0.113.5' AS dstaddr, {'action': 'ACCEPT'} AS more`
  await writeParquet(bench.path('a.parquet'), row)
  expect(await selected('a')).toBe('SELECT "srcaddr", "dstaddr"')
})

test('an instance shows without statistics too', async () => {
  const bytes = ['1', '2']
  bench.write('a.parquet', bareParquet({ instance_id: ['-', 'i-0123456789abcdef0'], bytes }))
  bench.write('b.parquet', bareParquet({ instance_id: [null, '-'], bytes }))
  expect([await seesInstance('a.parquet'), await seesInstance('b.parquet')]).toEqual([true, false])
})

describe('what a footer says', () => {
  const remembering = () => ({ ...ADDRESSES, cacheFolder: bench.path('cache') })

  test('is remembered: it gives the same answer again', async () => {
    await writeParquet(bench.path('logs/a.parquet'), FULL)
    await writeParquet(bench.path('logs/b.parquet'), OPEN)
    const first = await ask(bench.path('logs'), remembering())
    const second = await ask(bench.path('logs'), remembering())
    expect(second.rows).toEqual(first.rows)
    expect(second.statistics).toEqual({ ...first.statistics, seconds: second.statistics.seconds })
    expect(second.statistics).toMatchObject({ filesRead: 2, recordsScanned: 3 })
  })

  test('is taken from the memory, and from the file without one', async () => {
    const path = bench.path('a.parquet')
    await writeParquet(path, FULL)
    await ask(path, remembering())
    edit((entry) => (entry[2] = 7))
    expect((await ask(path, remembering())).statistics.recordsScanned).toBe(7)
    expect((await ask(path, ADDRESSES)).statistics.recordsScanned).toBe(1)
  })

  test('is read again when the file is another', async () => {
    const path = bench.path('a.parquet')
    await writeParquet(path, FULL)
    await ask(path, remembering())
    await writeParquet(path, OPEN)
    const { rows, statistics } = await ask(path, remembering())
    expect(rows).toEqual([
      ['-', '203.0.113.6'],
      ['10.0.1.5', '203.0.113.5'],
    ])
    expect(statistics.recordsScanned).toBe(2)
  })

  test('with an instance is remembered with it', async () => {
    const options = { cacheFolder: bench.path('cache') }
    await writeParquet(bench.path('a.parquet'), `SELECT 'i-0' AS instance_id, 1::BIGINT AS bytes`)
    expect(await seesInstance('a.parquet', options)).toBe(true)
    expect(await seesInstance('a.parquet', options)).toBe(true)
    edit((entry) => (entry[4] = ''))
    expect(await seesInstance('a.parquet', options)).toBe(false)
  })

  test('is not taken from a memory of an earlier version', async () => {
    const path = bench.path('a.parquet')
    await writeParquet(path, FULL)
    const { size, mtimeMs } = statSync(path)
    const files = { [path]: [size, mtimeMs, 9, 9, 0, 'header'] }
    bench.write('cache/verified-files.json', JSON.stringify({ version: 1, formats: ['srcaddr'], files })) // prettier-ignore
    expect((await ask(path, remembering())).rows).toEqual([['10.0.1.5', '203.0.113.5']])
    expect(memory()).toMatchObject({ version: 7, files: { [path]: [size, mtimeMs, 1, 0, ' 0  '] } }) // prettier-ignore
  })
})

/** The list of columns that are read from files together. */
async function selected(...names: readonly string[]): Promise<string> {
  const database = await openDatabase({ folder: bench.folder })
  const files = names.map((name) => {
    const path = bench.path(`${name}.parquet`)
    return { kind: 'unread-parquet', path, shown: path, isNamed: true, origin: originOf(path, ''), size: 0, mtimeMs: 0 } as const // prettier-ignore
  })
  const inspected = await readFooters(files, database)
  database.close()
  return recordsSql(
    [],
    inspected.filter((file) => file.kind === 'parquet'),
  ).split('\n')[0]!
}

async function seesInstance(name: string, options = {}): Promise<boolean> {
  let summary: LogSummary | undefined
  await ask(bench.path(name), { ...options, run: { onLog: (log) => (summary = log) } })
  return summary!.sawInstance
}

interface Memory {
  readonly version: number
  readonly files: Record<string, unknown[]>
}

function memory(): Memory {
  return JSON.parse(readFileSync(bench.path('cache/verified-files.json'), 'utf8')) as Memory
}

/** Changes the one entry of the memory. */
function edit(change: (entry: unknown[]) => void): void {
  const contents = memory()
  change(Object.values(contents.files)[0]!)
  writeFileSync(bench.path('cache/verified-files.json'), JSON.stringify(contents))
}
