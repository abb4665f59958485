import { randomInt } from 'node:crypto'
import {
  copyFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { originOf } from '../../../../lib/engines/local/find/origin'
import { ingest, type IngestOptions } from '../../../../lib/engines/local/ingest/ingest'
import { readBack, type ReadBack } from '../read/read-back'
import { ask, failure, log, record, TEN, V2, workbench, writeParquet, type Workbench } from '../workbench' // prettier-ignore

const HOUR = 3600
const FLOW_LOG = '123456789012_vpcflowlogs_eu-west-1_fl-0123456789abcdef0'
const OWNER = 'aws-account-id=123456789012/aws-service=vpcflowlogs/aws-region=eu-west-1'

let bench: Workbench
let database: ReadBack
beforeAll(async () => void (database = await readBack()))
afterAll(() => database.close())
beforeEach(() => void (bench = workbench()))
afterEach(() => bench.remove())

/** The path of a source: of an object that AWS delivers at such a minute after ten. */
const object = (minute: number, ending = 'log.gz') =>
  `in/${FLOW_LOG}_20260314T10${String(minute).padStart(2, '0')}Z_${minute}.${ending}`

async function copy(options: Partial<IngestOptions> = {}) {
  const messages: string[] = []
  const rows: string[] = []
  const run = { onNotice: ({ message }: { message: string }) => messages.push(message) }
  const all = { paths: [bench.path('in')], out: bench.path('out'), isDryRun: false, ...options }
  for await (const { outcome, sources, files, records, isWhole } of ingest(all, run)) {
    rows.push(`${outcome} ${sources} → ${files}: ${records}${isWhole ? '' : ', not whole'}`)
  }
  return { rows, messages: messages.map((each) => each.replaceAll(`${bench.folder}/`, '')) }
}

/** Copies by path, with the size and inode of each. */
function copies(folder = 'out'): Readonly<Record<string, string>> {
  const names = readdirSync(bench.path(folder), { recursive: true, encoding: 'utf8' })
  const files = names.filter((name) => statSync(join(bench.path(folder), name)).isFile()).sort()
  return Object.fromEntries(
    files.map((name) => {
      const { ino, size, mtimeMs } = statSync(join(bench.path(folder), name))
      return [name, `${ino} ${size} ${mtimeMs}`]
    }),
  )
}

const bytesIn = async (folder = 'out') =>
  (await ask(bench.path(folder), { sql: 'SELECT bytes FROM flow_logs ORDER BY ALL' })).rows.flat()

describe('the copies of flow logs', () => {
  it('lie in the hour of their records, one for all sources of a flow log and hour', async () => {
    bench.gzip(object(0), log(record(1, -60), record(2, 5)))
    bench.gzip(object(5), log(record(4, 300), record(8, HOUR)))

    expect(await copy()).toEqual({ rows: ['write 2 → 3: 4'], messages: [] })

    const [nine, ten, eleven] = Object.keys(copies())
    expect(nine).toMatch(/^AWSLogs\/aws-account-id=123456789012\/aws-service=vpcflowlogs\/aws-region=eu-west-1\/year=2026\/month=03\/day=14\/hour=09\/123456789012_vpcflowlogs_eu-west-1_fl-0123456789abcdef0_20260314T0900Z_natlens-2026031410-[0-9a-f]{12}\.log\.parquet$/) // prettier-ignore
    expect(ten).toBe(nine!.replace('hour=09', 'hour=10').replace('T0900Z', 'T1000Z'))
    expect(eleven).toBe(nine!.replace('hour=09', 'hour=11').replace('T0900Z', 'T1100Z'))
    const inHour = await ask(bench.path('out'), {
      sql: 'SELECT bytes FROM flow_logs ORDER BY ALL',
      range: ['2026-03-14T10:00Z', '2026-03-14T10:30Z'],
    })
    expect(await bytesIn()).toEqual([1, 2, 4, 8])
    expect(inHour.statistics).toMatchObject({ filesRead: 1, recordsScanned: 2 })
  })

  it('have names and types as AWS writes them, a `-` in texts and none in numbers', async () => {
    bench.gzip(object(0), log(record('-', 5).replace('ACCEPT', '-')))
    await copy()

    const path = join(bench.path('out'), Object.keys(copies())[0]!)
    const schema = await database.rows(
      `SELECT name, type, CASE WHEN type = 'BYTE_ARRAY' THEN converted_type END FROM parquet_schema('${path}') WHERE type IS NOT NULL`,
    )
    expect(schema.map((column) => column.join(' ').trim())).toEqual(
      ['version INT32', 'account_id BYTE_ARRAY UTF8', 'interface_id BYTE_ARRAY UTF8', 'srcaddr BYTE_ARRAY UTF8', 'dstaddr BYTE_ARRAY UTF8', 'srcport INT32', 'dstport INT32', 'protocol INT32', 'packets INT64', 'bytes INT64', 'start INT64', 'end INT64', 'action BYTE_ARRAY UTF8', 'log_status BYTE_ARRAY UTF8'], // prettier-ignore
    )
    expect(await database.rows(`SELECT action, bytes FROM '${path}'`)).toEqual([['-', null]])
  })

  it('join files whose records begin before, and one without a start', async () => {
    bench.gzip(object(0), log(record(1, -60), record(2, -30), record(4, 5)))
    bench.gzip(object(5), log(record(8, 300)))
    bench.gzip(object(0).replace('T10', 'T12'), log(record(16, 7190), record(32, 7200)))
    const noStart = record(64).replace(` ${TEN} `, ' - ')
    bench.gzip(object(5).replace('T10', 'T12'), log(record(128, 7195), noStart))

    expect((await copy()).rows.sort()).toEqual(['write 2 → 2: 4', 'write 2 → 2: 4'])
    const hours = Object.keys(copies()).map((name) => `'${join(bench.path('out'), name)}'`)
    const bytes = hours.map(async (path) =>
      (await database.rows(`SELECT bytes FROM ${path}`)).flat(),
    )
    expect(await Promise.all(bytes)).toEqual([['1', '2'], ['4', '8'], ['16', '128'], ['32', '64']]) // prettier-ignore
    expect((await copy()).rows).toEqual(['present 2 → 2: 4', 'present 2 → 2: 4'])
  })

  it('know their sources', async () => {
    const path = bench.gzip(object(0), log(record(7, 5, 2), 'no record', record('-', 9, 3)))
    await copy()

    const [[text]] = (await database.rows(
      `SELECT decode(value) FROM parquet_kv_metadata('${bench.path('out')}/**/*.parquet')`,
    )) as [[string]]
    expect(JSON.parse(text)).toEqual({
      version: 1,
      hours: [TEN / HOUR],
      sources: [
        {
          name: object(0).slice(3),
          size: statSync(path).size,
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
          stamp: '',
          ...{ records: 2, bytes: '7', packets: '5', firstStart: TEN + 5, lastStart: TEN + 9 },
          isCorrupt: false,
          problems: ['skipped 1 unreadable line, line 3: `no record`'],
        },
      ],
    })
  })

  it('answer like the sources, of text, Parquet and exports of CloudWatch Logs', async () => {
    bench.gzip(object(0), log(record(1, -60), record(2, 5)))
    bench.write('in/export/stream/000000', `2026-03-14T10:00:05.000Z ${record(4, 5)}\n`)
    bench.write('in/bare.log', `${record(8, 7200)}\n`)
    const fields = V2.replaceAll('-', '_').split(' ').map((name) => `${name === 'bytes' ? `'16'` : name === 'start' ? TEN + 600 : `'-'`} AS "${name}"`) // prettier-ignore
    await writeParquet(bench.path(object(0, 'log.parquet')), `SELECT ${fields.join(', ')}`)

    expect((await copy()).rows).toEqual(['write 2 → 2: 3', 'write 1 → 1: 1', 'write 1 → 1: 1'])
    expect(await bytesIn()).toEqual(await bytesIn('in'))
  })

  it('of an unknown origin stay apart, in folders that --path reads as unknown', async () => {
    bench.write('in/a.log', log(record(1)))
    bench.write('in/b.log', log(record(2)))
    bench.write('in/AWSLogs/123456789012/vpcflowlogs/eu-west-1/c.log', log(record(4)))
    bench.gzip(object(0), log(record(8)))

    expect((await copy()).rows).toEqual(Array(4).fill('write 1 → 1: 1'))
    const paths = Object.keys(copies())
    const unknown = 'aws-account-id=unknown/aws-service=vpcflowlogs/aws-region=unknown'
    expect(paths.map((path) => path.split('/').slice(1, 4).join('/')).sort()).toEqual([OWNER, OWNER, unknown, unknown]) // prettier-ignore
    expect(
      paths
        .map((path) => originOf(`/${path}`, path))
        .map(({ account, region, flowLogId }) => `${account} ${region} ${flowLogId}`)
        .sort(),
    ).toEqual([
      // prettier-ignore
      '123456789012 eu-west-1 fl-0123456789abcdef0',
      '123456789012 eu-west-1 undefined',
      'undefined undefined undefined',
      'undefined undefined undefined',
    ])
  })

  it('of records without a known start lie in the hour of their source, or in an unknown one', async () => {
    bench.write(object(0, 'log'), 'start srcaddr bytes\n- 10.0.0.1 1\n- 10.0.0.1 2\n')
    bench.write('in/a.log', 'srcaddr dstaddr bytes\n10.0.0.1 10.0.0.2 4\n')
    bench.write('in/b.log', `start srcaddr bytes\n- 10.0.0.1 8\n${TEN} 10.0.0.1 16\n`)

    expect((await copy()).rows.sort()).toEqual(['write 1 → 1: 1', 'write 1 → 1: 2', 'write 1 → 2: 2']) // prettier-ignore
    const folders = Object.keys(copies()).map((path) => dirname(path).split('/').slice(4).join('/'))
    const unknown = 'year=unknown/month=unknown/day=unknown/hour=unknown'
    const ten = 'year=2026/month=03/day=14/hour=10'
    expect(folders.sort()).toEqual([ten, ten, unknown, unknown])
    expect(await bytesIn()).toEqual([1, 2, 4, 8, 16])
    expect((await copy()).rows).toEqual(expect.arrayContaining(['present 1 → 2: 2']))
  })
})

describe('a later run', () => {
  it('writes nothing when nothing changed, and repeats what is damaged', async () => {
    const lines = Array.from({ length: 500 }, (_, at) => record(randomInt(1e12), at))
    const content = gzipSync(log(...lines))
    const corrupt = Buffer.from(content)
    corrupt[corrupt.length - 6]! ^= 1
    bench.write(object(0), content)
    bench.write(object(5), content.subarray(0, -1000))
    bench.write(object(10), corrupt)
    bench.write(object(15), 'no stream')
    bench.write(object(20), gzipSync(log(record(1))).subarray(0, -9))

    const first = await copy()
    const before = copies()
    const second = await copy()

    expect(first.rows).toEqual([expect.stringMatching(/^write 4 → 1: \d\d\d, not whole$/)])
    expect(first.messages).toEqual([
      expect.stringMatching(/^skipped `.*_15.log.gz`: not a flow log$/),
      expect.stringMatching(/_5\.log\.gz: truncated gzip: counted the \d+ complete records$/),
      expect.stringMatching(/_10\.log\.gz: corrupt gzip \(.*\): skipped all [\d,]+ bytes$/),
      expect.stringMatching(/_20\.log\.gz: truncated gzip: counted the 1 complete record$/),
    ])
    expect(second).toEqual({ ...first, rows: [first.rows[0]!.replace('write', 'present')] })
    expect(copies()).toEqual(before)
  })

  it('replaces the copies of changed sources alone, also where size and time stay', async () => {
    const path = bench.write(object(0, 'log'), log(record(1, -60), record(2, 5)))
    bench.write(object(0, 'log').replace('T10', 'T11'), log(record(4, HOUR)))
    const { atime, mtime } = statSync(path)
    await copy()
    const before = copies()

    bench.write(
      object(0, 'log'),
      log(record(3, 5), record(5, 60)).padEnd(statSync(path).size, '\n'),
    )
    utimesSync(path, atime, mtime)
    const { rows } = await copy()

    expect(rows.sort()).toEqual(['present 1 → 1: 1', 'write 1 → 1: 2'])
    expect(await bytesIn()).toEqual([3, 4, 5])
    const other = Object.keys(before).find((name) => name.includes('hour=11'))!
    expect(copies()).toMatchObject({ [other]: before[other] })
    expect(Object.keys(copies())).toHaveLength(2)
  })

  it('knows a file that was touched, moved or renamed', async () => {
    bench.write('in/a.log', log(record(1)))
    bench.write(object(0, 'log'), log(record(2)))
    await copy()
    const before = copies()

    renameSync(bench.path('in'), bench.path('elsewhere'))
    renameSync(bench.path('elsewhere/a.log'), bench.path('elsewhere/b.log'))
    utimesSync(bench.path('elsewhere/b.log'), 1, 1)

    expect(await copy({ paths: [bench.path('elsewhere')] })).toEqual({
      rows: ['present 1 → 1: 1', 'present 1 → 1: 1'],
      messages: [],
    })
    expect(copies()).toEqual(before)
  })

  it('copies a file once that lies in two folders', async () => {
    bench.write(object(0, 'log'), log(record(2)))
    bench.write(object(0, 'log').replace('in/', 'in/again/'), log(record(2)))

    const { rows, messages } = await copy()

    expect(rows).toEqual(['write 1 → 1: 1'])
    expect(messages).toEqual([expect.stringMatching(/^skipped .*again.*: same object as /)])
  })

  it('keeps the copies of sources that are gone, and adds new ones to them', async () => {
    bench.write(object(0, 'log'), log(record(1, -60), record(2, 5)))
    bench.write('in/a.log', log(record(64)))
    await copy()
    rmSync(bench.path('in'), { recursive: true })
    bench.write(object(5, 'log'), log(record(4, 5), record(8, HOUR)))

    const { rows, messages } = await copy()
    const before = copies()

    expect(rows).toEqual(['extend 1 → 3: 2'])
    expect(messages).toEqual([
      expect.stringMatching(/^2 copied files are no longer in --path \(first: `.*_0\.log`; -v lists them\); the copies stay$/), // prettier-ignore
    ])
    expect(await bytesIn()).toEqual([1, 2, 4, 8, 64])
    expect((await copy()).rows).toEqual(['present 1 → 3: 4'])
    expect(copies()).toEqual(before)
  })

  it('does not replace a copy that also holds a source that is gone', async () => {
    bench.write(object(0, 'log'), log(record(1)))
    bench.write(object(5, 'log'), log(record(2)))
    await copy()
    rmSync(bench.path(object(0, 'log')))
    bench.write(object(5, 'log'), log(record(4)))

    const { rows, messages } = await copy()

    expect(rows).toEqual(['conflict 1 → undefined: undefined, not whole'])
    expect(messages[0]).toMatch(/_5\.log: not copied again: its copy also holds a file missing in --path \(first: `.*_0\.log`\)$/) // prettier-ignore
    expect(await bytesIn()).toEqual([1, 2])
  })

  it.each([
    ['a copy is missing', (paths: readonly string[]) => rmSync(paths[0]!)],
    ['a copy is cut off', (paths: readonly string[]) => bench.write(paths[0]!.slice(bench.folder.length), readFileSync(paths[0]!).subarray(0, -20))], // prettier-ignore
    ['a copy replaces another', (paths: readonly string[]) => copyFileSync(paths[0]!, paths[1]!)],
  ])('goes on where another ended: %s', async (_, damage) => {
    bench.write(object(0, 'log'), log(record(1, -60), record(2, 5), record(4, 9)))
    await copy()
    damage(Object.keys(copies()).map((name) => join(bench.path('out'), name)))

    expect((await copy()).rows).toEqual(['write 1 → 2: 3'])
    expect(await bytesIn()).toEqual([1, 2, 4])
  })

  it('does not read the copies, wherever they lie', async () => {
    bench.write(object(0, 'log'), log(record(1)))
    const inside = { out: bench.path('in/copies') }
    await copy(inside)

    expect((await copy(inside)).rows).toEqual(['present 1 → 1: 1'])
    expect((await copy({ out: bench.path('') })).rows).toEqual(['write 1 → 1: 1'])
    const error = await failure(copy({ paths: [bench.path('in/copies')], ...inside }))
    expect(error.message).toBe(
      `all flow logs in \`${bench.path('in/copies')}\` are copies that natlens made`,
    )
  })
})

describe('a folder with files and their copies', () => {
  const BYTES = { sql: 'SELECT bytes FROM flow_logs ORDER BY ALL' }

  it('is read once, from the copies and the files that are not copied yet', async () => {
    bench.write(object(0, 'log'), log(record(1, -60), record(2, 5)))
    bench.write('in/a.log', log(record(4).replace('eni-0123456789abcdef0', 'eni-1')))
    await copy({ out: bench.path('in/copies') })
    bench.write(object(5, 'log'), log(record(8)))

    const { rows, messages } = await ask(bench.path('in'), BYTES)

    expect(rows.flat()).toEqual([1, 2, 4, 8])
    expect(messages).toEqual([
      expect.stringMatching(/^note: skipped 2 files whose copies are read: `.*`, `.*`$/), // prettier-ignore
    ])
  })

  it('is read from the files when one has changed or a copy is missing, and not at all when one is gone', async () => {
    bench.write(object(0, 'log'), log(record(1)))
    bench.write(object(5, 'log'), log(record(2)))
    await copy({ out: bench.path('in/copies') })
    bench.write(object(5, 'log'), log(record(4)))

    const { rows, messages } = await ask(bench.path('in'), BYTES)
    rmSync(bench.path(object(0, 'log')))
    const error = await failure(ask(bench.path('in'), BYTES))

    expect(rows.flat()).toEqual([1, 4])
    expect(messages).toEqual([
      expect.stringMatching(/^note: skipped `.*`: its sources have changed and are read$/),
    ])
    expect(error.message).toMatch(/_5\.log` differs from its copy, which also holds files that are not there$/) // prettier-ignore
  })
})

test('of two folders of copies each record is read once; copies of different files are an error', async () => {
  const BYTES = { sql: 'SELECT bytes FROM flow_logs ORDER BY ALL' }
  const folders = [bench.path('one'), bench.path('two')]
  bench.write(object(0, 'log'), log(record(1)))
  await copy({ out: folders[0]! })
  bench.write(object(5, 'log'), log(record(2)))
  await copy({ out: folders[1]! })

  const { rows, messages } = await ask(folders, BYTES)
  const withFiles = await ask([...folders, bench.path('in')], BYTES)
  bench.write(object(0, 'log'), log(record(4)))
  rmSync(folders[1]!, { recursive: true })
  await copy({ out: folders[1]! })
  const error = await failure(ask(folders, BYTES))

  expect(rows.flat()).toEqual([1, 2])
  expect(messages).toEqual([
    expect.stringMatching(/^note: skipped `.*one.*`: another copy holds its records$/),
  ])
  expect(withFiles.rows.flat()).toEqual([1, 2])
  expect(error.message).toMatch(/^`.*one.*` and `.*two.*` are copies of different files$/)
})

it('only says what it would write in a dry run', async () => {
  bench.write(object(0, 'log'), log(record(1)))

  expect((await copy({ isDryRun: true })).rows).toEqual(['write 1 → undefined: undefined'])
  expect(() => copies()).toThrow('ENOENT')
})
