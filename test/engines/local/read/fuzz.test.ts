import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadKernel } from '../../../../lib/engines/local/read/kernel-module'
import { lineReader } from '../../../../lib/engines/local/read/line-reader'
import { MESSAGE } from '../../../../lib/engines/local/read/message'
import { parquetFile } from '../../../../lib/engines/local/read/parquet/parquet-file'
import { column, FIELDS, type Field } from '../../../../lib/flow-log/fields'
import { oracle } from './oracle'
import { damage, randomFile, randomFrom } from './random-log'
import { readBack, rowsIn, type ReadBack } from './read-back'

/** `FUZZ_RECORDS=1000000 FUZZ_SEED=7 npx jest test/engines/local/read/fuzz.test.ts` reads more, and others. */
const RECORDS = Number(process.env.FUZZ_RECORDS ?? 2_500)
const SEED = Number(process.env.FUZZ_SEED ?? 1)
const ROUND_RECORDS = 2500
const rounds = Array.from(
  { length: Math.ceil(RECORDS / ROUND_RECORDS) },
  (_, round) => SEED + round,
)

let folder: string
let database: ReadBack
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'natlens-fuzz-'))
  database = await readBack()
})
afterAll(() => {
  database.close()
  rmSync(folder, { recursive: true })
})

describe.each([
  ['the kernel', loadKernel()],
  ['plain JavaScript', undefined],
])('random files, read by %s', (_, kernel) => {
  it.each(rounds)('give what the rules say, with seed %i', async (seed) => {
    const random = randomFrom(seed)
    const named: readonly Field[] = FIELDS.filter(() => random(4) === 0)
    const columns = random(2) === 0 ? [...named, MESSAGE] : named
    const from = random(1e9)
    const range = random(3) === 0 ? { from, to: from + random(1e9) } : undefined
    const path = join(folder, `${seed}.parquet`)
    const output = parquetFile(path, columns.map((field) => ({ name: column(field), type: field.type }))) // prettier-ignore
    const reader = lineReader({
      columns,
      kernel,
      range,
      addsUp: true,
      maxRows: 2000,
      packsNumbers: random(2) === 0,
      onRowGroup: (group) => output.write(group),
    })
    const expected: string[] = []
    for (let left = ROUND_RECORDS; left > 0;) {
      const records = random(10) === 0 ? 1500 : random(80)
      left -= records + 1
      const file = randomFile(random, records)
      const isDamaged = random(4) === 0
      const source = isDamaged ? { ...file, bytes: damage(random, file.bytes) } : file
      const isCut = random(10) === 0
      reader.begin(source)
      for (let at = 0; at < source.bytes.length;) {
        const size = 1 + random(random(4) === 0 ? 30 : 20_000)
        reader.add(source.bytes.subarray(at, at + size))
        at += size
      }
      const { unreadable, ...counts } = reader.end({ isCut })
      const answer = oracle({ ...source, columns, range, isCut })
      expect(counts).toEqual(answer.counts)
      expect(unreadable.lines).toEqual(
        answer.unreadable
          .slice(0, 1000)
          .map((line) => ({ ...line, text: expect.any(String) as string })),
      )
      expect(unreadable.count).toBe(answer.unreadable.length)
      for (const row of answer.rows) expected.push(JSON.stringify(row))
    }
    reader.flush()
    // The next reader gets the memory as it is.
    reader.close()
    output.close()
    if (columns.length === 0) return
    expect(await rowsIn(database, path)).toEqual(expected)
  })
})
