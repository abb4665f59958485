import { readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { run } from '../../cli/commands/run'
import { InterruptedError } from '../../lib/errors'
import { awsServer } from '../aws-server/aws-server'
import { fakeWaiting } from '../aws-server/fake-waiting'
import { failure, log, record, workbench, type Workbench } from '../engines/local/workbench'
import { recordOf } from '../interpreter/flow-record'
import { fakeTerminal } from './fake-terminal'

const QUERY = 'fields srcAddr, bytes | sort bytes asc'
const ROWS = 'srcAddr,bytes\r\n10.0.1.5,1\r\n10.0.1.5,2\r\n'

let bench: Workbench
beforeEach(() => {
  bench = workbench()
  bench.write('a.log', log(record(2), record(1)))
})
afterEach(() => bench.remove())

type Arguments = Partial<Parameters<typeof run>[0]>

async function written(output: string, args: Arguments = {}, world?: Parameters<typeof run>[2]) {
  const terminal = fakeTerminal({ folder: bench.folder })
  const path = args.engine ? [] : [bench.path('a.log')]
  const code = await run(
    { engine: 'auto', lateness: '30m', noCache: true, query: QUERY, path, output, ...args },
    terminal,
    world,
  )
  return { code, stdout: terminal.stdout(), stderr: terminal.stderr() }
}

const read = (name: string) => readFileSync(bench.path(name), 'utf8')

test('the answer goes to the file, and a line on stderr says so', async () => {
  expect(await written('rows.csv')).toEqual({
    code: 0,
    stdout: '',
    stderr: 'wrote 2 rows to rows.csv\n',
  })
  await written('rows.JSON', { query: 'stats sum(bytes) as total' })
  await written(bench.path('rows.parquet'))

  expect(read('rows.csv')).toBe(ROWS)
  expect(read('rows.JSON')).toBe('[\n  {"total":3}\n]\n')
  expect(read('rows.parquet')).toMatch(/^PAR1.*PAR1$/s)
  expect(readdirSync(bench.folder)).toEqual(['a.log', 'rows.JSON', 'rows.csv', 'rows.parquet'])
})

test('a value that DuckDB writes in another way is written as on stdout', async () => {
  await written('big.json', {
    query: 'fields bytes * 100000000000000000000000 as big | sort big asc',
  })

  expect(read('big.json')).toBe('[\n  {"big":1e+23},\n  {"big":2e+23}\n]\n')
})

test('a log without records gives a file without rows, and a note', async () => {
  bench.write('a.log', '')

  const { stderr } = await written('rows.csv')
  await written('rows.parquet')

  expect(stderr).toBe(
    `note: \`${bench.path('a.log')}\` is empty\nnote: the log has no records\nwrote 0 rows to rows.csv\n`,
  )
  expect(read('rows.csv')).toBe('srcAddr,bytes\r\n')
  expect(read('rows.parquet')).toMatch(/^PAR1.*srcAddr.*PAR1$/s)
})

test('the answer replaces a file, also behind a link', async () => {
  bench.write('old.csv', 'old')
  symlinkSync(bench.path('old.csv'), bench.path('link.csv'))

  await written('link.csv')

  expect(read('old.csv')).toBe(ROWS)
  expect(readdirSync(bench.folder)).toEqual(['a.log', 'link.csv', 'old.csv'])
})

test('a note stays on stderr, and --strict still fails', async () => {
  bench.write('a.log', log(record(2), 'no record', record(1)))

  const { code, stderr } = await written('rows.csv', { strict: true })

  expect(code).toBe(1)
  expect(stderr).toMatch(/^warning: .*: skipped 1 unreadable line.*\nwrote 2 rows to rows.csv\n$/)
  expect(read('rows.csv')).toBe(ROWS)
})

test('an interrupted or failed run leaves the earlier file, and nothing else', async () => {
  bench.write('a.log', log(record(2), 'no record', record(1)))
  bench.write('rows.csv', 'old')
  const controller = new AbortController()
  const terminal = {
    ...fakeTerminal({ folder: bench.folder }),
    signal: controller.signal,
    say: () => controller.abort(new InterruptedError('interrupted')),
  }
  const args = { engine: 'auto', lateness: '30m', noCache: true, query: QUERY } as const

  const interrupted = run({ ...args, path: [bench.path('a.log')], output: 'rows.csv' }, terminal)

  await expect(interrupted).rejects.toThrow(InterruptedError)
  const wrong = [bench.write('b.log', log('no record'))]
  expect((await failure(written('rows.csv', { path: wrong }))).message).toBe(
    'no record of the log is readable',
  )
  expect(read('rows.csv')).toBe('old')
  expect(readdirSync(bench.folder)).toEqual(['a.log', 'b.log', 'rows.csv'])
})

test.each([
  ['-', '--output `-` is invalid'],
  ['rows.txt', '--output `rows.txt` is invalid'],
  ['missing/rows.csv', 'the folder of --output `missing/rows.csv` does not exist'],
  ['folder.csv', '--output `folder.csv` exists and is not a file'],
])('-o %s is refused before the query runs', async (output, message) => {
  bench.write('folder.csv/x', '')

  const error = await failure(written(output, { path: ['no such file'] }))

  expect([error.message, error.exitCode]).toEqual([message, 2])
  expect(error.help ?? FORMS).toBe(FORMS)
})

const FORMS =
  'valid values: table, csv, json, ndjson, markdown, or a file: FILE.csv, FILE.json, FILE.parquet'

test('other engines write csv and json; Parquet requires files', async () => {
  const server = await awsServer()
  try {
    const start = String(Date.parse('2026-03-14T11:30:00Z') / 1000)
    const record = recordOf(['srcaddr', 'bytes', 'start'], ['10.0.1.5', '1', start])
    const fields = { srcAddr: 100, bytes: 100, startTime: 100 }
    server.logs.addGroup('logs', { records: [record], fields })
    const waiting = fakeWaiting({ start: '2026-03-14T12:00:00Z' })
    server.logs.now = () => waiting.clock.now()
    const connect = () => Promise.resolve(server.clients())
    const world = { connect, connectLogs: connect, waiting }
    const args = { engine: 'cloudwatch', logGroup: ['logs'], from: '1h' } as const

    const { stderr } = await written('rows.csv', args, world)
    const { message, help } = await failure(written('rows.parquet', args, world))

    expect(stderr).toMatch(/^wrote 1 row to rows.csv$/m)
    expect(read('rows.csv')).toBe('srcAddr,bytes\r\n10.0.1.5,1\r\n')
    expect(message).toBe('--output `rows.parquet` requires --path')
    expect(help).toBe('answers of other engines can go to FILE.csv or FILE.json')
  } finally {
    await server.close()
  }
})

test('a full disk is an error of the file that was asked for', async () => {
  symlinkSync('/dev/full', bench.path(`.rows.csv.${process.pid}.part`))

  const { message } = await failure(written('rows.csv'))

  expect(message).toBe('cannot write `rows.csv`: No space left on device')
  expect(readdirSync(bench.folder)).toEqual(['a.log'])
})
