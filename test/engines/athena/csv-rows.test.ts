import { csvRows } from '../../../lib/engines/athena/csv-rows'
import type { ColumnType, Row } from '../../../lib/results/result'

async function read(text: string, types: readonly ColumnType[], size = 1e9): Promise<Row[]> {
  const bytes = Buffer.from(text)
  const rows: Row[] = []
  const columns = types.map((type, index) => ({ name: `c${index}`, type }))
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += size) {
      yield await Promise.resolve(bytes.subarray(at, at + size))
    }
  }
  for await (const batch of csvRows(pieces(), columns)) rows.push(...batch)
  return rows
}

const FILE = [
  '"text","count","share","time"',
  '"say ""no""\nor, yes","9007199254740993","1.5E10","2026-03-14 05:00:00.250"',
  '"","-1","NaN","2026-03-14 05:00:00.000"',
  ',,,',
  '"Zürich ☂","0","-Infinity",',
  '',
].join('\n')
const ROWS = [
  ['say "no"\nor, yes', 9007199254740993n, 15_000_000_000, new Date('2026-03-14T05:00:00.250Z')],
  ['', -1, null, new Date('2026-03-14T05:00:00Z')],
  [null, null, null, null],
  ['Zürich ☂', 0, null, null],
]
const TYPES = ['text', 'integer', 'number', 'time'] as const

it('reads what Athena writes: empty text and no value are different', async () => {
  expect(await read(FILE, TYPES)).toEqual(ROWS)
})

it.each([1, 2, 3, 7, 64])('reads the same in pieces of %i bytes', async (size) => {
  expect(await read(FILE, TYPES, size)).toEqual(ROWS)
  expect(await read(FILE.replaceAll('\n', '\r\n'), TYPES, size)).toHaveLength(4)
})

it('reads a last line without an end', async () => {
  expect(await read('"a"\n"1"\n"2"', ['integer'])).toEqual([[1], [2]])
})

it('finds no row in a file that has none', async () => {
  expect(await read('"a"\n', ['integer'])).toEqual([])
  expect(await read('"a"', ['integer'])).toEqual([])
  expect(await read('', ['integer'])).toEqual([])
})
