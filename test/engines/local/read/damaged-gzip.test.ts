import { constants, gunzipSync, gzipSync } from 'node:zlib'
import { loadKernel } from '../../../../lib/engines/local/read/kernel-module'
import { FORMATS } from '../../../../lib/flow-log/format'
import { oracle } from './oracle'
import { randomFrom } from './random-log'
import { HEADER, log, readBench, record, type ReadBench } from './read-file'

let bench: ReadBench
beforeAll(async () => void (bench = await readBench()))
afterAll(() => bench.remove())

const random = randomFrom(3)
const lines = Array.from({ length: 200 }, (_, at) => record(random(1e5), at % 50 === 7 ? { 9: 'x' } : {})) // prettier-ignore
const MEMBERS = [lines.slice(0, 80), lines.slice(80, 81), lines.slice(81)].map((part) =>
  gzipSync(log(HEADER, ...part)),
)
const FILE = Buffer.concat(MEMBERS)
const ENDS = MEMBERS.map((_, index) => Buffer.concat(MEMBERS.slice(0, index + 1)).length)

describe.each([
  ['the kernel', loadKernel()],
  ['plain JavaScript', undefined],
])('a damaged gzip file, read by %s', (_, kernel) => {
  it('gives the whole lines before a cut, wherever that is', async () => {
    for (let each = 0; each < 25; each++) {
      const cut = 20 + random(FILE.length - 20)
      const bytes = FILE.subarray(0, cut)
      const { readings, rows } = await bench.read([bench.file(bytes)], { kernel })
      const isCut = !ENDS.includes(cut)
      const answer = oracle({
        bytes: gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }),
        fields: FORMATS.v2,
        prefixColumns: 0,
        columns: FORMATS.v2,
        isCut,
      })
      const state = isCut ? 'truncated' : 'whole'
      expect(readings[0]).toMatchObject({ ...answer.counts, sums: undefined, state })
      expect(rows).toEqual(answer.rows.map((row) => JSON.stringify(row)))
    }
  })

  it('gives nothing, or what zlib takes for whole, where a bit is flipped', async () => {
    const whole = await bench.read([bench.file(FILE)], { kernel })
    expect(whole.readings[0]!.unreadable.count).toBe(4)
    let corrupt = 0
    for (let each = 0; each < 25; each++) {
      const bytes = Buffer.from(FILE)
      bytes[10 + random(FILE.length - 10)]! ^= 1 << random(8)
      const { readings, rows } = await bench.read([bench.file(bytes)], { kernel })
      const { state, records } = readings[0]!
      expect(rows).toHaveLength(records)
      if (state === 'whole') expect(rows).toEqual(whole.rows)
      if (state !== 'corrupt') continue
      expect(readings[0]).toMatchObject({ lines: 0, records: 0 })
      corrupt++
    }
    expect(corrupt).toBeGreaterThan(15)
  })
})
