import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Field } from '../../../../lib/flow-log/fields'
import type { TextFile } from '../../../../lib/engines/local/file-state'
import { inspectFile } from '../../../../lib/engines/local/inspect/inspect-file'
import { verifiedFiles } from '../../../../lib/engines/local/inspect/verified-files'
import {
  textReader,
  type CopyTextOptions,
  type TextReader,
} from '../../../../lib/engines/local/read/text-reader'
import { log, record, TEN, V2, workbench, type Workbench } from '../workbench'
import { readBack, type ReadBack } from './read-back'

/** jest's global setup has built it. */
const BUILT = join(__dirname, '../../../../node_modules/.cache/natlens-program/part-worker.js')

let bench: Workbench
let database: ReadBack
let reader: TextReader
beforeEach(async () => {
  bench = workbench()
  database = await readBack()
  reader = textReader(bench.folder, undefined, { worker: BUILT })
})
afterEach(async () => {
  await reader.close()
  database.close()
  bench.remove()
})

async function textFile(path: string): Promise<TextFile> {
  const origin = { account: undefined, region: undefined, flowLog: undefined, timeSpan: undefined }
  const found = { kind: 'found', path, shown: path, isNamed: true, origin } as unknown
  const file = await inspectFile(found as Parameters<typeof inspectFile>[0], undefined, verifiedFiles(undefined)) // prettier-ignore
  if (file.kind !== 'text') throw new Error(`${path} is ${file.kind}`)
  return file
}

const outOf = (path: string) => `${path}.parquet.tmp`

async function copy(paths: readonly string[], options: Partial<CopyTextOptions> = {}) {
  return reader.copy(await Promise.all(paths.map(textFile)), {
    pathOf: ({ path }) => outOf(path),
    onProgress: () => undefined,
    ...options,
  })
}

const rowsOf = (path: string, columns = '*') =>
  database.rows(`SELECT ${columns} FROM read_parquet('${outOf(path)}')`)

const sha256Of = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

it('gives the checksums of sources and copies', async () => {
  // A stream that is cut off is read twice, and its copy written again; more than 8 MB are read as a stream.
  const stored = gzipSync(`${log(record(1))}${`${record(2)}\n`.repeat(90_000)}`, { level: 0 })
  const paths = [
    bench.write('a.log', log(record(7))),
    bench.gzip('b.log.gz', log(record(7))),
    bench.write('c.log.gz', stored),
    bench.write('d.log.gz', stored.subarray(0, -9)),
    bench.write('e.log.gz', Buffer.concat([stored, Buffer.alloc(1 << 20)])),
  ]
  expect(stored.length).toBeGreaterThan(8 << 20)
  const sources = new Map<string, string | undefined>()
  const metadataOf: CopyTextOptions['metadataOf'] = ({ path }, { sha256 }) => {
    sources.set(path, sha256)
    return {}
  }

  const copies = await copy(paths, { hashes: true, metadataOf })

  for (const path of paths) {
    expect(sources.get(path)).toBe(sha256Of(path))
    expect(copies.get(path)!.output!.sha256).toBe(sha256Of(outOf(path)))
  }
})

it('copies all fields of a file, with their names and types in Parquet', async () => {
  const path = bench.gzip('a.log.gz', log(record(7), record('-', 5), record(9, 3)))
  const copies = await copy([path])
  expect(copies.get(path)).toEqual({
    file: {
      ...(await textFile(path)),
      kind: 'read',
      records: 3,
      lacking: [],
      ...{ firstStart: TEN, lastStart: TEN + 5 },
    },
    counts: {
      state: 'whole',
      ...{ lines: 4, headers: 1, blank: 0, records: 3, outOfRange: 0 },
      unreadable: { count: 0, reasons: {}, lines: [] },
      lacking: [],
      ...{ firstStart: TEN, lastStart: TEN + 5, sums: { bytes: 16n, packets: 3n } },
    },
    output: { rows: 3, rowGroups: 1, bytes: readFileSync(outOf(path)).length },
  })
  const columns = await database.rows(`DESCRIBE FROM read_parquet('${outOf(path)}')`)
  expect(columns.map(([name, type]) => `${String(name)} ${String(type)}`)).toEqual(
    V2.split(' ').map((token) => {
      const types: Record<string, string> = { version: 'INTEGER', srcport: 'INTEGER', dstport: 'INTEGER', protocol: 'INTEGER', packets: 'BIGINT', bytes: 'BIGINT', start: 'BIGINT', end: 'BIGINT' } // prettier-ignore
      return `${token.replaceAll('-', '_')} ${types[token] ?? 'VARCHAR'}`
    }),
  )
  expect(await rowsOf(path, 'bytes, log_status')).toEqual([['7', 'OK'], [null, 'OK'], ['9', 'OK']]) // prettier-ignore
})

it('copies each of many files, of several formats, in threads', async () => {
  // Threads read three megabytes and more.
  const text = 'x'.repeat(200)
  const paths = Array.from({ length: 12 }, (_, file) => {
    const lines = Array.from({ length: 1500 }, (_, at) =>
      file % 3 > 0 ? record(file, at).replace('OK', text) : `${TEN + at} ${text} ${file}`,
    )
    const content = file % 3 > 0 ? log(...lines) : ['start vpc-id bytes', ...lines, ''].join('\n')
    return bench.write(`${file}.log.gz`, gzipSync(content, { level: 0 }))
  })
  const shares: number[] = []
  let share = () => 0
  const copies = await copy(paths, {
    onProgress: (each) => (share = each),
    metadataOf(file, { records, sums }) {
      shares.push(share())
      return { records: String(records), of: file.shown, bytes: String(sums!.bytes) }
    },
  })
  expect([...copies.keys()].sort()).toEqual([...paths].sort())
  expect(shares).toHaveLength(12)
  for (const [file, path] of paths.entries()) {
    const { counts, output } = copies.get(path)!
    expect(counts).toMatchObject({ firstStart: TEN, lastStart: TEN + 1499, records: 1500 })
    expect(output).toMatchObject({ rows: 1500 })
    expect(await rowsOf(path, 'min(bytes), sum(bytes), count(DISTINCT start)')).toEqual([
      [String(file), String(file * 1500), '1500'],
    ])
    const metadata = await database.rows(
      `SELECT decode(key), decode(value) FROM parquet_kv_metadata('${outOf(path)}')`,
    )
    expect(Object.fromEntries(metadata)).toEqual({
      ...{ records: '1500', of: path, bytes: String(file * 1500) },
    })
  }
})

it('copies the whole lines of a truncated file, and nothing of a corrupt one', async () => {
  const content = gzipSync(log(...Array.from({ length: 500 }, (_, at) => record(at * 7919, at))))
  const corrupt = Buffer.from(content)
  corrupt[corrupt.length - 6]! ^= 1
  const paths = [
    bench.write('corrupt.log.gz', corrupt),
    bench.write('cut.log.gz', content.subarray(0, -500)),
    bench.write('damaged.log', log(record(1), 'x y', record('many'), record(2))),
  ]
  const asked: string[] = []
  const copies = await copy(paths, {
    metadataOf: ({ shown }) => {
      asked.push(shown)
      return {}
    },
  })
  const [first, cut, damaged] = paths.map((path) => copies.get(path)!)
  expect(first).toMatchObject({
    file: { kind: 'unusable', problem: expect.stringContaining('incorrect data check') as string },
    counts: { records: 0 },
    output: undefined,
  })
  expect(existsSync(outOf(paths[0]!))).toBe(false)
  expect(cut!.file).toMatchObject({ kind: 'partly-read', isTruncated: true, unreadable: 0 })
  expect(cut!.output!.rows).toBe(cut!.counts.records)
  expect(damaged!.file).toMatchObject({ kind: 'partly-read', records: 2, unreadable: 2 })
  expect(damaged!.counts.unreadable).toEqual({
    count: 2,
    reasons: { fieldCount: 1, notInteger: 1 },
    lines: [
      { line: 3, text: 'x y', reason: 'fieldCount' },
      { line: 4, text: record('many'), reason: 'notInteger', token: 'bytes' },
    ],
  })
  expect(await rowsOf(paths[2]!, 'bytes')).toEqual([['1'], ['2']])
  expect(asked).toEqual(paths.slice(1))
})

it('names a copy that cannot be written, and leaves none of it', async () => {
  const path = bench.write('a.log', log(record(1)))
  const out = bench.path('gone/a.parquet')
  await expect(copy([path], { pathOf: () => out })).rejects.toThrow(
    `\`${out}\` cannot be written: ENOENT`,
  )
  expect(readdirSync(bench.folder)).toEqual(['a.log'])
})

it('reads only the records of a range, and counts all', async () => {
  const lines = Array.from({ length: 100 }, (_, at) => record(at, at).replace(' OK', at % 2 ? '  OK' : ' OK')) // prettier-ignore
  const files = [
    await textFile(bench.write('a.log', log(...lines))),
    await textFile(bench.write('b.log', 'bytes vpc-id\n1000 vpc-1\n')),
  ]
  const read = await reader.read(files, {
    columns: files[0]!.layout.fields.filter((field) => ['bytes', 'start'].includes(field!.token)) as Field[], // prettier-ignore
    range: { from: new Date(TEN * 1000 + 9500), to: new Date(TEN * 1000 + 13_000) },
    onProgress: () => undefined,
  })
  expect(read.files.get(files[0]!.path)).toMatchObject({ records: 100, firstStart: TEN, lastStart: TEN + 99 }) // prettier-ignore
  const rows = read.records.map(({ paths }) =>
    database.rows(`SELECT bytes FROM read_parquet('${paths[0]!}')`),
  )
  expect(await Promise.all(rows)).toEqual([[['10'], ['11'], ['12']], [['1000']]])
})
