import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { crc32, crc32ByTable } from '../../../../lib/engines/local/crc32'
import { BZIP2, tarOf, ZSTD } from '../packed'
import { ask, BYTES, log, record, V2, workbench, writeParquet, type Workbench } from '../workbench' // prettier-ignore

let bench: Workbench
beforeEach(() => (bench = workbench()))
afterEach(() => bench.remove())

const NAME =
  '123456789012_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_20260314T1000Z_0a1b2c3d.log.gz'
const OTHER = NAME.replace('fl-01', 'fl-02')
const records = Array.from({ length: 40 }, (_, index) => record(1000 + index, index))
const text = log(...records)

/** The bytes of the records of all files, and what is said. */
async function read(...paths: readonly string[]) {
  const { rows, messages, statistics } = await ask(
    paths.length === 0 ? bench.folder : paths.map((path) => bench.path(path)),
    { sql: BYTES },
  )
  const said = messages.map((message) => message.replaceAll(`${bench.folder}/`, ''))
  return { bytes: rows.flat().map(Number), said, files: statistics.filesFound }
}
const once = records.map((_, index) => 1000 + index)

describe('the same object of AWS in two folders', () => {
  it('is read once', async () => {
    bench.gzip(`a/${NAME}`, text)
    bench.gzip(`b/${NAME}`, text)
    expect(await read()).toEqual({
      bytes: once,
      said: [expect.stringMatching(/^note: skipped `b\/.*` \(\d+ B\): same object as `a\/.*`$/)],
      files: 1,
    })
  })

  it('is read whole, where one copy was cut off', async () => {
    const whole = gzipSync(text)
    bench.write(`a/${NAME}`, whole.subarray(0, 300))
    bench.write(`b/${NAME}`, whole)
    bench.write(`c/${NAME}`, '')
    const { bytes, said } = await read()
    expect(bytes).toEqual(once)
    expect(said).toEqual([
      `note: skipped 2 files that are smaller than the same objects elsewhere, 300 B (first: \`a/${NAME}\`, smaller than \`b/${NAME}\`, the same object; -v lists them)`,
    ])
  })

  it('is read without damage, where the bytes of one copy have changed', async () => {
    const whole = gzipSync(text)
    const damaged = Buffer.from(whole)
    damaged[whole.length >> 1]! ^= 0xff
    bench.write(`a/${NAME}`, damaged)
    bench.write(`b/${NAME}`, whole)
    const { bytes, said } = await read()
    expect(bytes).toEqual(once)
    expect(said).toEqual([
      `damage: skipped \`a/${NAME}\` (${whole.length} B): differs from \`b/${NAME}\`, the same object, which is read`,
    ])
  })

  it('is read once as Parquet', async () => {
    const name = NAME.replace('gz', 'parquet')
    await writeParquet(bench.path(`a/${name}`), `SELECT 'eni-1' AS interface_id, '10.0.0.1' AS srcaddr, 1000::BIGINT AS bytes`) // prettier-ignore
    await writeParquet(bench.path(`b/${name}`), `SELECT 'eni-1' AS interface_id, '10.0.0.1' AS srcaddr, 1000::BIGINT AS bytes`) // prettier-ignore
    expect((await read()).bytes).toEqual([1000])
  })
})

describe('the same content under other names', () => {
  const zip = Buffer.from(zipSync({ 'in/old.log': Buffer.from(text) }))
  /** A file beside `m.log.gz` that holds what this holds. */
  const twins: Readonly<Record<string, () => Buffer | string | Promise<Buffer>>> = {
    'the same bytes': () => gzipSync(text),
    'another level': () => gzipSync(text, { level: 1 }),
    'stored bytes': () => gzipSync(text, { level: 0 }),
    'several streams': () => Buffer.concat([gzipSync(text.slice(0, 150)), gzipSync(text.slice(150)), gzipSync('')]),
    'plain text': () => text,
    'a zip': () => zip,
    'a tar.gz': async () => gzipSync(await tarOf({ 'x/old.log': gzipSync(text, { level: 1 }) })),
  } // prettier-ignore

  it.each(Object.keys(twins))('is read once: %s', async (name) => {
    bench.gzip('m.log.gz', text)
    bench.write('old/copy', await twins[name]!())
    const { bytes, said } = await read()
    expect(bytes).toEqual(once)
    expect(said).toHaveLength(1)
    expect(said[0]).toMatch(/^note: skipped `old\/copy.*` \(.* k?B\): same content as `m.log.gz`$/)
  })

  it('is read once in zstd and bzip2', async () => {
    bench.write('a.zst', ZSTD)
    bench.write('b.log', log(record(1008)))
    bench.write('c.bz2', BZIP2)
    bench.write('d.log', log(record(1009)))
    expect((await read()).bytes).toEqual([1008, 1009])
  })

  it('is read once where only stdin repeats it', async () => {
    bench.write('a.log', text)
    const { rows, messages } = await ask([bench.path('a.log'), '-'], {
      stdin: Readable.from([text]),
    })
    expect(rows).toEqual([[40]])
    expect(messages).toEqual([expect.stringMatching(/^note: skipped `stdin` .* same content as /)])
  })

  it('is read where AWS named it', async () => {
    bench.gzip(`z/${NAME}`, text)
    bench.write('a.log', text)
    bench.write('b.log', text)
    const { bytes, said } = await read()
    expect(bytes).toEqual(once)
    expect(said).toEqual([
      `note: skipped 2 files with the content of other files, 8.95 kB (first: \`a.log\`, same content as \`z/${NAME}\`; -v lists them)`,
    ])
  })

  it('is read for each of two flow logs', async () => {
    bench.gzip(NAME, text)
    bench.gzip(OTHER, text)
    expect((await read()).files).toBe(2)
  })

  it('is read once as Parquet', async () => {
    for (const name of ['a', 'b']) await writeParquet(bench.path(`${name}.parquet`), `SELECT 'eni-1' AS interface_id, '10.0.0.1' AS srcaddr, 1000::BIGINT AS bytes`) // prettier-ignore
    expect((await read()).bytes).toEqual([1000])
  })

  it('is not what begins or ends alike, has the same length, or the same name', async () => {
    bench.gzip('000000.gz', log(record(1), record(2)))
    bench.gzip('000000 (1).gz', log(record(1), record(3)))
    bench.gzip('others/000000.gz', log(record(4), record(2)))
    bench.write('one.log', log(record(5)))
    bench.write('half.log', log(record(5), record(6)))
    bench.write('empty-1.log', V2)
    bench.gzip('empty-2.log.gz', `${V2}\n`)
    expect((await read()).bytes).toEqual([1, 1, 2, 2, 3, 4, 5, 5, 6])
  })

  it('is read once where a damaged copy of it is skipped', async () => {
    const whole = gzipSync(text)
    const damaged = Buffer.from(whole)
    damaged[whole.length >> 1]! ^= 0xff
    bench.write('a.gz', damaged)
    bench.write('b.gz', whole)
    bench.write('c.gz', damaged)
    const { bytes, said } = await read()
    expect(bytes).toEqual(once)
    const corrupt = ['a', 'c'].map((name) => new RegExp(`^damage: ${name}.gz: corrupt gzip`))
    expect(said).toEqual(corrupt.map((message) => expect.stringMatching(message) as string))
  })

  it('is not found among files that are left out', async () => {
    bench.write('a/1.log', text)
    bench.write('b/1.log', text)
    const { rows, messages } = await ask(bench.folder, { exclude: ['a'] })
    expect([rows, messages]).toEqual([[[40]], []])
  })
})

describe('what an interrupted download leaves', () => {
  it.each(['6eF3b2C1', 'AbCdEfGh', '12345678'])('is skipped in folders and globs: .%s', async (ending) => {
    bench.gzip(`logs/${NAME}`, text)
    bench.write(`logs/${NAME}.${ending}`, gzipSync(text).subarray(0, 200))
    const said = [`note: skipped \`logs/${NAME}.${ending}\`: left by an interrupted download`]
    expect(await read()).toMatchObject({ bytes: once, said })
    expect(await read('logs/*')).toMatchObject({ bytes: once, said })
  }) // prettier-ignore

  it('is skipped in exports and Parquet, too', async () => {
    bench.gzip('0/000000.gz', text)
    bench.write('0/000001.gz.6eF3b2C1', gzipSync(text).subarray(0, 200))
    bench.write(`${NAME.replace('gz', 'parquet')}.6eF3b2C1`, 'PAR1')
    expect(await read()).toMatchObject({
      bytes: once,
      said: [expect.stringMatching(/^note: skipped 2 files that interrupted downloads left: /)],
    })
  })

  it('is read by its name, unless the object is there', async () => {
    bench.write(`${NAME}.6eF3b2C1`, gzipSync(text))
    expect((await read(`${NAME}.6eF3b2C1`)).bytes).toEqual(once)
    bench.gzip(NAME, text)
    expect((await read(`${NAME}.6eF3b2C1`, NAME)).bytes).toEqual(once)
  })

  it('is not an object with an ending of other length', async () => {
    bench.gzip(NAME, text)
    bench.write(`${NAME}.copy`, log(record(1)))
    expect((await read()).bytes).toEqual([1, ...once])
  })
})

test('the checksum by table is that of Node', () => {
  const bytes = Buffer.from(text)
  const both = [crc32, crc32ByTable].map((sum) => sum(bytes.subarray(9), sum(bytes.subarray(0, 9), 0)))
  expect(both[0]).toBe(both[1])
  expect(crc32ByTable(Buffer.from('123456789'), 0)).toBe(0xcbf43926)
}) // prettier-ignore
