import { chmodSync, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { zipSync, type Zippable } from 'fflate'
import { BZIP2, tarOf, ZSTD } from '../packed'
import { ask, BYTES, log, record, V2, workbench, writeParquet, type Workbench } from '../workbench'

let bench: Workbench
beforeEach(() => (bench = workbench()))
afterEach(() => bench.remove())

const SPACE = / /g
const header = (change: (token: string) => string) => V2.split(' ').map(change).join(' ')
const text = (...lines: readonly string[]) => `${lines.join('\n')}\n`
const message = (bytes: number) => ({ id: '1', timestamp: 1773482400000, message: record(bytes) })
const envelope = (type: string, ...events: readonly unknown[]) =>
  JSON.stringify({ messageType: type, owner: '123456789012', logGroup: 'vpc', logEvents: events })
const zipped = (members: Zippable) => Buffer.from(zipSync(members))
const utf16 = (content: string) => Buffer.from(`\ufeff${content}`, 'utf16le')
/** Each file has records of bytes that no other file has. */
const FORMS: Readonly<Record<string, readonly [content: string | Buffer, ...bytes: number[]]>> = {
  'underscores.log': [text(header((token) => token.replaceAll('-', '_')), record(1001)), 1001],
  'loud.log': [text(V2.toUpperCase(), record(1002)), 1002],
  'format-string.log': [text(header((token) => `\${${token}}`), record(1003)), 1003],
  'quoted.log': [text(header((token) => `"${token}"`), record(1004)), 1004],
  'mark.log': [`\ufeff${text(V2.toUpperCase(), record(1005))}`, 1005],
  'tabs.log': [text(V2, record(1006)).replace(SPACE, '\t'), 1006],
  'commas.csv': [text(V2, record(1007)).replace(SPACE, ','), 1007],
  'a.zst': [ZSTD, 1008],
  'a.bz2': [BZIP2, 1009],
  'semicolons.csv': [text(V2, record(1010)).replace(SPACE, ';'), 1010],
  'athena.csv': [
    text(V2.replaceAll('-', '_'), record(1011)).replace(/[^ \n]+/g, '"$&"').replace(SPACE, ','),
    1011,
  ],
  'headless.csv': [text(record(1012), record(1013)).replace(SPACE, ','), 1012, 1013],
  'console.csv': [text('timestamp,message', `1773482400000,${record(1014)}`, `1773482400000,"${record(1015)}"`), 1014, 1015],
  'insights.csv': [text('@timestamp,@message', `2026-03-14 10:00:00.000,${record(1016)}`), 1016],
  'firehose.json': [JSON.stringify(message(1017)) + JSON.stringify(message(1018)), 1017, 1018],
  'lines.ndjson': [text(JSON.stringify(message(1019)), JSON.stringify(message(1020))), 1019, 1020],
  'array.json': [JSON.stringify([message(1021), message(1022)], null, 2), 1021, 1022],
  'envelope.json': [envelope('CONTROL_MESSAGE', { message: 'health' }) + envelope('DATA_MESSAGE', message(1023)), 1023],
  'filter-log-events.json': [JSON.stringify({ events: [message(1024)], searchedLogStreams: [] }, null, 4), 1024],
  'get-query-results.json': [
    JSON.stringify({ results: [[{ field: '@timestamp', value: '2026-03-14' }, { field: '@message', value: `${record(1025)}\n` }]] }),
    1025,
  ],
  'tail.txt': [text(`2026-03-14T10:00:00+00:00 eni-0123456789abcdef0-all ${record(1026)}`), 1026],
  'tail-short.txt': [text(`2026-03-14T10:00:00 ${record(1027)}`), 1027],
  'export-offset.txt': [text(`2026-03-14T11:00:00.000+01:00 ${record(1028)}`), 1028],
  'utf16.log': [utf16(log(record(1029))), 1029],
  'utf16.csv': [utf16(text('timestamp,message', `1,${record(1030)}`)), 1030],
  'old-mac.log': [log(record(1031)).replaceAll('\n', '\r'), 1031],
  'twice.log.gz': [gzipSync(gzipSync(log(record(1032)))), 1032],
  'named-otherwise.log': [text(V2.replace('account-id', 'account').replace('srcaddr', 'sourceAddress').replace('bytes', 'numbytes'), record(1033)), 1033],
  'comments.log': [text('# exported', '# by hand', V2.replace('bytes start', 'start bytes'), record(1034).replace('1034 1773482400', '1773482400 1034')), 1034],
} // prettier-ignore

test('a flow log is read in every form', async () => {
  const expected: number[] = []
  for (const [name, [content, ...bytes]] of Object.entries(FORMS)) {
    bench.write(`logs/${name}`, content)
    expected.push(...bytes)
  }
  bench.write('logs/a.zip', zipped({ 'x/a.log': Buffer.from(log(record(1040))), 'b.log.gz': gzipSync(log(record(1041))), '__MACOSX/._a.log': Buffer.from('x') })) // prettier-ignore
  bench.write('logs/a.tar', await tarOf({ 'a.log': log(record(1042)), 'readme.txt': 'hello' }))
  bench.write('logs/a.tgz', gzipSync(await tarOf({ 'd/a.log': log(record(1043)), '.DS_Store': 'x' }))) // prettier-ignore
  await writeParquet(bench.path('p.parquet'), `SELECT 'eni-0123456789abcdef0' AS interface_id, 1044::BIGINT AS bytes`) // prettier-ignore
  const inTar = await tarOf({ 'p.parquet': readFileSync(bench.path('p.parquet')) }) // prettier-ignore
  bench.write('logs/p.tar', inTar)

  const { rows, messages } = await ask(bench.path('logs'), { sql: BYTES, flowLogs: 'all' })
  expect(rows.flat()).toEqual([...expected, 1040, 1041, 1042, 1043, 1044].sort((a, b) => a - b))
  expect(messages).toEqual([
    `note: skipped \`${bench.path('logs/a.tar/readme.txt')}\`: not a flow log`,
    `damage: ${bench.path('logs/comments.log')}: skipped 2 unreadable lines, the first is line 1: \`# exported\``,
  ])
})

describe('what is wrong inside a form is counted', () => {
  test('a record in JSON, by its number', async () => {
    const path = bench.write('a.json', JSON.stringify([message(1), { message: 'no record' }, message(2)])) // prettier-ignore
    const { rows, messages } = await ask(path, { sql: BYTES })
    expect(rows.flat()).toEqual([1, 2])
    expect(messages).toEqual([`damage: ${path}: skipped 1 unreadable record, record 2: \`no record\``]) // prettier-ignore
  })

  test('JSON that is cut off', async () => {
    const path = bench.write('a.json', JSON.stringify([message(1), message(2)]).slice(0, -40))
    const { rows, messages } = await ask(path, { sql: BYTES })
    expect(rows.flat()).toEqual([1])
    expect(messages[0]).toContain('skipped 1 unreadable record, record 2')
  })

  test('a bzip2 stream that is cut off, or corrupt', async () => {
    bench.write('logs/a.log', log(record(1)))
    bench.write('logs/cut.bz2', BZIP2.subarray(0, -20))
    const broken = Buffer.from(BZIP2)
    broken[12]! ^= 1
    bench.write('logs/broken.bz2', broken)
    const { rows, messages } = await ask(bench.path('logs'), { sql: BYTES, flowLogs: 'all' })
    expect(rows.flat()).toEqual([1])
    expect(messages.map((each) => each.replaceAll(bench.path('logs/'), ''))).toEqual([
      `damage: broken.bz2: corrupt bzip2 (wrong checksum): skipped all ${broken.length} bytes`,
      `damage: cut.bz2: corrupt bzip2 (unexpected end of file): skipped all ${broken.length - 20} bytes`,
    ])
  })

  test('an archive of which a member is damaged', async () => {
    const archive = zipped({ 'a.log': [Buffer.from(log(record(1))), { level: 0 }] })
    archive[100]! ^= 1
    bench.write('logs/a.zip', archive)
    bench.write('logs/b.log', log(record(2)))
    const { rows, messages } = await ask(bench.path('logs'), { sql: BYTES, flowLogs: 'all' })
    expect(rows.flat()).toEqual([2])
    expect(messages).toEqual([
      `damage: ${bench.path('logs/a.zip')}: damaged zip (wrong checksum), skipped`,
    ])
  })
})

describe('a header that is not understood', () => {
  test.each([
    ['is an error that names its fields', 'ver acct eni src dst sp dp proto pkts octets t0 t1 verdict status', '`ver`, `acct`, `eni`, `src`, `dst` and 9 more'],
    ['names a field that is there twice', V2.replace('packets', 'bytes'), '`bytes`'],
  ])('%s', async (_, names, quoted) => {
    const path = bench.write('a.log', text(names, record(1), record(2)))
    await expect(ask(path)).rejects.toMatchObject({
      message: `the header line of \`${path}\` has unknown or repeated fields: ${quoted}`,
    })
  }) // prettier-ignore
})

test('foreign files are skipped, whatever they hold', async () => {
  bench.write('d/a.log', log(record(1)))
  const foreign = {
    'cur.csv': 'date,account_id,region,cost\n2026-03-14,123456789012,eu-west-1,5\n',
    'trail.json': '{"Records":[{"eventVersion":"1.08","sourceIPAddress":"10.0.0.1"}]}',
    'app.log': '10.0.0.1 10.0.0.2 200 hello world\n10.0.0.1 10.0.0.2 200 hello again\n',
    'iptables.log': 'Mar 14 host ACCEPT IN=eth0 SRC=10.0.0.1 DST=10.0.0.2 LEN=60\n'.repeat(3),
    'ocsf.json': '{"class_uid":4001,"traffic":{"bytes":5},"message":"x"}',
    'a.xz': Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 4]),
  }
  for (const [name, content] of Object.entries(foreign)) bench.write(`d/${name}`, content)
  await writeParquet(bench.path('d/t.parquet'), "SELECT 1 AS version, 'eu-west-1' AS region, 5 AS bytes, 'x' AS name") // prettier-ignore
  const { rows, notices } = await ask(bench.path('d'), { sql: BYTES })
  expect(rows.flat()).toEqual([1])
  expect(notices[0]!.details!.map((each) => each.slice(bench.path('d/').length))).toEqual([
    'a.xz: an xz file',
    'app.log',
    'cur.csv',
    'iptables.log',
    'ocsf.json: an OCSF file',
    'trail.json: a CloudTrail file',
    't.parquet: a Parquet file with other columns',
  ])
  await expect(ask(bench.path('d/a.xz'))).rejects.toMatchObject({
    message: `\`${bench.path('d/a.xz')}\` is an xz file, not a flow log`,
    help: `xz -dk '${bench.path('d/a.xz')}' makes it readable`,
  })
})

describe('transit-gateway flow logs', () => {
  const TGW = 'version account-id tgw-id srcaddr dstaddr packets bytes start end'
  const tgw = (bytes: number) => `6 123456789012 tgw-0aaaaaaa1 10.0.1.5 10.1.1.5 1 ${bytes} 1773482400 1773482460` // prettier-ignore
  beforeEach(() => {
    bench.write('logs/vpc.log', log(record(1)))
    bench.write('logs/tgw.log', text(TGW, tgw(2)))
  })

  test('are never added to those of VPCs', async () => {
    const { rows, messages } = await ask(bench.path('logs'), { sql: BYTES, flowLogs: 'all' })
    expect(rows.flat()).toEqual([1])
    expect(messages).toEqual([
      `note: skipped \`${bench.path('logs/tgw.log')}\`: transit-gateway flow log; --kind transit-gateway asks it`,
    ])
  })

  test('are asked by their kind, and where there are no others', async () => {
    const sql = 'SELECT bytes FROM flow_logs'
    const asked = await ask(bench.path('logs'), { sql, logKind: 'transit-gateway' })
    expect(asked.rows.flat()).toEqual([2])
    expect((await ask(bench.path('logs/tgw.log'), { sql })).rows.flat()).toEqual([2])
  })
})

test('excluded files and folders are left out', async () => {
  for (const name of ['a.log', 'b.json', 'old/c.log', 'new/old/d.log', 'new/e.log']) {
    bench.write(`logs/${name}`, log(record(name.charCodeAt(name.lastIndexOf('/') + 1))))
  }
  const asked = async (...exclude: readonly string[]) => {
    const { rows } = await ask(bench.path('logs'), { sql: BYTES, exclude })
    return String.fromCharCode(...(rows.flat() as number[]))
  }
  expect(await asked('*.json')).toBe('acde')
  expect(await asked('old')).toBe('abe')
  expect(await asked('old/*', '[ab].*')).toBe('de')
  expect(await asked('**/{d,e}.log')).toBe('abc')
})

test('stdin is a file, also an archive', async () => {
  const stdin = Readable.from([zipped({ 'a.log': Buffer.from(log(record(7))) })])
  expect((await ask('-', { sql: BYTES, stdin })).rows.flat()).toEqual([7])
})

// A superuser may read every file.
const ifNotRoot = process.getuid?.() === 0 ? test.skip : test
ifNotRoot('a file and a folder that may not be read are damage', async () => {
  bench.write('logs/a.log', log(record(1)))
  chmodSync(bench.write('logs/b.log', log(record(2))), 0)
  bench.write('logs/c/d.log', log(record(3)))
  chmodSync(bench.path('logs/c'), 0)
  const { rows, messages } = await ask(bench.path('logs'), { sql: BYTES, flowLogs: 'all' })
  chmodSync(bench.path('logs/c'), 0o700)
  expect(rows.flat()).toEqual([1])
  expect(messages).toEqual(
    ['b.log', 'c'].map(
      (name) => `damage: ${bench.path(`logs/${name}`)}: permission denied, skipped`,
    ),
  )
})
