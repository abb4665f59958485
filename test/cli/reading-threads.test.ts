import { randomInt } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { log, record, workbench, type Workbench } from '../engines/local/workbench'
import { natlens } from './natlens-process'

// What needs threads of its own needs the built program.

const RECORDS = 40_000
const FILES = 8
const QUERY = 'stats count(*) as records, sum(bytes) as total'

let bench: Workbench
let total = 0
/** More than one thread is worth: each file has about half a megabyte of gzip. */
beforeAll(() => {
  bench = workbench()
  for (let file = 0; file < FILES; file++) {
    const sizes = Array.from({ length: RECORDS }, () => randomInt(1e10))
    const lines = sizes.map((bytes) => record(bytes, 0, randomInt(1e9)))
    bench.write(`logs/${file}.log.gz`, gzipSync(log(...lines), { level: 1 }))
    total += sizes.reduce((sum, bytes) => sum + bytes, 0)
  }
})
afterAll(() => bench.remove())

/** Node itself writes to stderr when a thread begins. */
function run(...words: readonly string[]) {
  return natlens(['run', '--path', bench.path('logs'), '--query', QUERY, '-o', 'json', ...words], {
    environment: { NODE_DEBUG: 'worker', XDG_CACHE_HOME: bench.path('cache') },
  })
}

const threads = (stderr: string) => stderr.match(/create new worker/g)?.length ?? 0

test('many files are read by threads', async () => {
  const { stdout, stderr } = await run()

  expect(JSON.parse(stdout)).toEqual([{ records: FILES * RECORDS, total }])
  expect(threads(stderr)).toBeGreaterThanOrEqual(1)
})

test('what threads find is reported: a cut file, an unreadable line', async () => {
  const cut = bench.write('logs/cut.log.gz', gzipSync(log(record(1), record(2))).subarray(0, -9))
  const wrong = bench.gzip('logs/wrong.log.gz', log(record(3), 'no record', record(4)))

  const { code, stdout, stderr } = await run('--strict', '--no-cache')

  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toEqual([{ records: FILES * RECORDS + 4, total: total + 10 }])
  expect(threads(stderr)).toBeGreaterThanOrEqual(1)
  expect(stderr.split('\n').filter((line) => line.startsWith('warning:'))).toEqual([
    `warning: ${cut}: truncated gzip: counted the 2 complete records`,
    `warning: ${wrong}: skipped 1 unreadable line, line 3: \`no record\``,
  ])
})
