import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { loadKernel } from '../../../../lib/engines/local/read/kernel-module'
import { readPool, type ReadPoolOptions } from '../../../../lib/engines/local/read/read-pool'
import type { TextFile } from '../../../../lib/engines/local/read/text-file-reader'
import { InterruptedError } from '../../../../lib/errors'
import { fieldByToken } from '../../../../lib/flow-log/fields'
import { HEADER, log, readBench, record, type ReadBench } from './read-file'

/** jest's global setup has built it. */
const BUILT = join(__dirname, '../../../../node_modules/.cache/natlens-program/read-worker.js')
/** As in a checkout. */
const MISSING = join(__dirname, 'missing.js')

let bench: ReadBench
beforeEach(async () => void (bench = await readBench()))
afterEach(() => bench.remove())

const columns = [fieldByToken('interface-id'), fieldByToken('bytes')]

async function readAll(files: readonly TextFile[], options: Partial<ReadPoolOptions> = {}) {
  const pool = readPool({ folder: bench.folder, columns, kernel: loadKernel(), ...options })
  for (const file of files) pool.add(file)
  try {
    const result = await pool.finish()
    const list = result.outputs.map((path) => `'${path}'`).join(', ')
    const [row] = await bench.database.rows(
      `SELECT count(*), count(DISTINCT interface_id), sum(bytes) FROM read_parquet([${list}])`,
    )
    return { ...result, row: row!.map(Number), progress: pool.progress() }
  } finally {
    await pool.close()
  }
}

/** Files of 1 MB each, which do not compress. */
function largeFiles(count: number): TextFile[] {
  return Array.from({ length: count }, (_, file) => {
    const lines = Array.from({ length: 8000 }, (_, at) =>
      record(at, { 2: `eni-${file}`, 12: randomBytes(60).toString('base64') }),
    )
    return bench.file(gzipSync(log(HEADER, ...lines), { level: 1 }))
  })
}

it('reads small inputs in this thread', async () => {
  const files = [1, 2, 3].map((number) => bench.file(log(HEADER, record(number, { 2: `eni-${number}` })))) // prettier-ignore
  const { readings, outputs, row, rows, progress } = await readAll(files, { worker: BUILT })
  expect([...readings.keys()]).toEqual(files.map(({ path }) => path))
  expect(outputs).toHaveLength(1)
  expect(row).toEqual([3, 3, 3006])
  expect(rows).toBe(3)
  expect(progress).toBe(1)
})

it('reads larger inputs in threads, with the same result as in one', async () => {
  const files = largeFiles(8)
  expect(existsSync(BUILT)).toBe(true)
  const inThreads = await readAll(files, { worker: BUILT })
  const inOne = await readAll(files, { worker: MISSING })
  const alone = await readAll(files, { worker: BUILT, kernel: undefined })
  expect(inThreads.row).toEqual([64_000, 8, inOne.row[2]])
  expect(inOne.row).toEqual(inThreads.row)
  expect(alone.row).toEqual(inThreads.row)
  const sorted = (readings: typeof inOne.readings) => [...readings].sort(([a], [b]) => (a < b ? -1 : 1)) // prettier-ignore
  expect(sorted(inThreads.readings)).toEqual(sorted(inOne.readings))
  expect(inThreads.progress).toBe(1)
})

it('gives one file without records where nothing could be read', async () => {
  const { outputs, row, rows } = await readAll([])
  expect(outputs).toHaveLength(1)
  expect(row.slice(0, 2)).toEqual([0, 0])
  expect(rows).toBe(0)
})

it.each([BUILT, MISSING])('names a file that cannot be read (%#)', async (worker) => {
  const files = largeFiles(4)
  files[2] = { ...files[2]!, path: join(bench.folder, 'gone.log.gz'), shown: 'gone.log.gz' }
  await expect(readAll(files, { worker })).rejects.toThrow(
    /^`gone\.log\.gz` cannot be read: ENOENT/,
  )
})

it.each([BUILT, MISSING])('stops when it is interrupted (%#)', async (worker) => {
  const controller = new AbortController()
  const reading = readAll(largeFiles(4), { worker, signal: controller.signal })
  controller.abort()
  await expect(reading).rejects.toThrow(InterruptedError)
  expect(readdirSync(bench.folder).filter((name) => name.endsWith('.log.gz'))).toHaveLength(4)
})
