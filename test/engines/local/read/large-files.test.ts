import { writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { throwIfBomb } from '../../../../lib/engines/local/read/inflate'
import { loadKernel } from '../../../../lib/engines/local/read/kernel-module'
import { fieldByToken } from '../../../../lib/flow-log/fields'
import { HEADER, log, readBench, record, records, type ReadBench } from './read-file'

/** More than is inflated at once. */
const PARTS = 500
const PART = log(...records(1000))
const LARGE = gzipSync(log(HEADER) + PART.repeat(PARTS), { level: 1 })
const RECORDS = PARTS * 1000

let bench: ReadBench
beforeAll(async () => void (bench = await readBench()))
afterAll(() => bench.remove())

const kernel = loadKernel()
const columns = [fieldByToken('interface-id'), fieldByToken('bytes')]

async function countRows(bytes: readonly Buffer[]) {
  const before = bench.file(log(HEADER, record(0, { 2: 'eni-before' })))
  const after = bench.file(log(HEADER, record(0, { 2: 'eni-after' })))
  const files = [before, ...bytes.map((each) => bench.file(each)), after]
  const { readings, out } = await bench.readInto(files, { columns, kernel })
  const [row] = await bench.database.rows(`
    SELECT count(*), count(*) FILTER (interface_id IN ('eni-before', 'eni-after'))
    FROM read_parquet('${out}')`)
  return { large: readings.slice(1, -1), rows: row!.map(Number) }
}

describe('a large gzip file, inflated as a stream', () => {
  it('gives all its records', async () => {
    expect(LARGE.length).toBeLessThan(40e6)
    const { large, rows } = await countRows([LARGE])
    expect(large[0]).toMatchObject({ state: 'whole', records: RECORDS, headers: 1 })
    expect(rows).toEqual([RECORDS + 2, 2])
  })

  it('gives nothing where it proves corrupt at its end; the files around it stay', async () => {
    const damaged = Buffer.from(LARGE)
    damaged[damaged.length - 6]! ^= 1
    const { large, rows } = await countRows([damaged])
    expect(large[0]).toMatchObject({
      state: 'corrupt',
      reason: 'incorrect data check',
      records: 0,
      lines: 0,
    })
    expect(rows).toEqual([2, 2])
  })

  it('gives its whole lines where it was cut off', async () => {
    const { large, rows } = await countRows([LARGE.subarray(0, LARGE.length - 1000)])
    const [reading] = large
    expect(reading).toMatchObject({ state: 'truncated', headers: 1 })
    expect(reading!.unreadable.count).toBe(0)
    expect(reading!.records).toBeLessThan(RECORDS)
    expect(reading!.records).toBeGreaterThan(RECORDS * 0.98)
    expect(rows).toEqual([reading!.records + 2, 2])
  })

  it('can have several members with zeros after them', async () => {
    const { large } = await countRows([Buffer.concat([LARGE, LARGE, Buffer.alloc(300_000)])])
    expect(large[0]).toMatchObject({ state: 'whole', records: RECORDS * 2, headers: 2 })
  })
})

describe('a file that inflates to more than a log can', () => {
  it('ends the reading', () => {
    expect(() => throwIfBomb('a.gz', 1e6, 1e9)).not.toThrow()
    expect(() => throwIfBomb('a.gz', 2e6, 1.9e9)).not.toThrow()
    expect(() => throwIfBomb('a.gz', 1e6, 1.1e9)).toThrow(
      '`a.gz` inflates to more than 1000 times its size',
    )
  })
})

it('a file that is not there ends the reading with its name', async () => {
  const file = bench.file('x')
  writeFileSync(file.path, '')
  await expect(
    bench.readInto([{ ...file, path: `${file.path}-gone` }], { kernel }),
  ).rejects.toThrow(/^`\d+\.log` cannot be read: ENOENT/)
})
