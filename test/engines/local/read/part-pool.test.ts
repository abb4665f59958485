import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { loadKernel } from '../../../../lib/engines/local/read/kernel-module'
import { partPool, type PartPoolOptions } from '../../../../lib/engines/local/read/part-pool'
import { divideIntoParts, sizeOf, type SourceFile } from '../../../../lib/engines/local/read/part'
import type { TextReading } from '../../../../lib/engines/local/read/text-file-reader'
import { InterruptedError } from '../../../../lib/errors'
import { fieldByToken } from '../../../../lib/flow-log/fields'
import { HEADER, log, readBench, record, type ReadBench } from './read-file'

/** jest's global setup has built it. */
const BUILT = join(__dirname, '../../../../node_modules/.cache/natlens-program/part-worker.js')
/** As in a checkout. */
const MISSING = join(__dirname, 'missing.js')

let bench: ReadBench
beforeEach(async () => void (bench = await readBench()))
afterEach(() => bench.remove())

const columns = [fieldByToken('interface-id'), fieldByToken('bytes')]

async function readAll(files: readonly SourceFile[], options: Partial<PartPoolOptions> = {}) {
  const pool = partPool({ columns, kernel: loadKernel(), ...options })
  const parts = divideIntoParts(files, (index) => join(bench.folder, `part-${index}.parquet`))
  const readings = new Map<string, TextReading>()
  let bytes = 0
  try {
    const outputs = await pool.read(parts, {
      onBytes: (count) => void (bytes += count),
      onRead(part, each) {
        part.files.forEach(({ path }, index) => readings.set(path, each[index]!))
        return { kind: 'close' }
      },
    })
    const list = parts.map(({ out }) => `'${out}'`).join(', ')
    const records = `read_parquet([${list}])`
    const [row] = await bench.database.rows(
      `SELECT count(*), count(DISTINCT interface_id), sum(bytes) FROM ${records}`,
    )
    const [[order]] = (await bench.database.rows(
      `SELECT bit_xor(hash(bytes, position)) FROM (SELECT bytes, row_number() OVER () AS position FROM ${records})`,
    )) as [[string]]
    return { outputs: [...outputs.values()], readings, row: row!.map(Number), bytes, order }
  } finally {
    await pool.close()
  }
}

/** Files of 1 MB each, which do not compress. */
function largeFiles(count: number): SourceFile[] {
  return Array.from({ length: count }, (_, file) => {
    const lines = Array.from({ length: 8000 }, (_, at) =>
      record(at, { 2: `eni-${file}`, 12: randomBytes(60).toString('base64') }),
    )
    return bench.file(gzipSync(log(HEADER, ...lines), { level: 1 }))
  })
}

it('reads small inputs in this thread', async () => {
  const files = [1, 2, 3].map((number) => bench.file(log(HEADER, record(number, { 2: `eni-${number}` })))) // prettier-ignore
  const { readings, outputs, row, bytes } = await readAll(files, { worker: BUILT })
  expect([...readings.keys()]).toEqual(files.map(({ path }) => path))
  expect(outputs).toEqual([{ rows: 3, rowGroups: 1, bytes: expect.any(Number) as number }])
  expect(row).toEqual([3, 3, 3006])
  expect(bytes).toBe(sizeOf(files))
})

it('reads larger inputs in threads, with the same result as in one', async () => {
  const files = largeFiles(8)
  expect(existsSync(BUILT)).toBe(true)
  const inThreads = await readAll(files, { worker: BUILT })
  const inOne = await readAll(files, { worker: MISSING })
  const plain = await readAll(files, { worker: BUILT, kernel: undefined })
  expect(inThreads.row).toEqual([64_000, 8, inOne.row[2]])
  expect(inOne.row).toEqual(inThreads.row)
  expect(plain.row).toEqual(inThreads.row)
  expect(inOne.order).toEqual(inThreads.order)
  expect(plain.order).toEqual(inThreads.order)
  const sorted = (readings: typeof inOne.readings) => [...readings].sort(([a], [b]) => (a < b ? -1 : 1)) // prettier-ignore
  expect(sorted(inThreads.readings)).toEqual(sorted(inOne.readings))
})

it('writes one file without records where nothing could be read', async () => {
  const { outputs, row } = await readAll([])
  expect(outputs).toMatchObject([{ rows: 0 }])
  expect(row.slice(0, 2)).toEqual([0, 0])
})

it('divides files into parts that follow each other and become smaller', () => {
  const files = Array.from({ length: 100 }, (_, index) => ({ path: `${index}`, size: 1e6 }) as SourceFile) // prettier-ignore
  const parts = divideIntoParts(files, (index) => `part-${index}`)
  expect(parts.flatMap((part) => part.files)).toEqual(files)
  const counts = parts.map((part) => part.files.length)
  expect(counts.slice(0, 4)).toEqual([13, 11, 10, 9])
  expect(counts.at(-1)).toBe(1)
  expect(parts[1]!.out).toBe('part-1')
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
