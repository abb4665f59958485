import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import { ingest } from '../../cli/commands/ingest'
import {
  log,
  record,
  TEN,
  workbench,
  writeParquet,
  type Workbench,
} from '../engines/local/workbench'
import { writeSample } from '../../lib/sample/sample'
import { ask as askQuery } from '../ask'
import { fakeTerminal } from './fake-terminal'
import { BUILT, natlens } from './natlens-process'

const FLOW_LOG = '123456789012_vpcflowlogs_eu-west-1_fl-0123456789abcdef0'
const SOURCE = `in/${FLOW_LOG}_20260314T1000Z_a.log.gz`

let bench: Workbench
beforeEach(() => (bench = workbench()))
afterEach(() => bench.remove())

async function run(args: Partial<Parameters<typeof ingest>[0]> = {}) {
  const terminal = fakeTerminal({ folder: bench.folder })
  const code = await ingest(
    { path: [bench.path('in')], out: 'lake', output: 'json', ...args },
    terminal,
  )
  const said = terminal.stderr().replaceAll(`${bench.folder}/`, '').trimEnd().split('\n')
  return { code, rows: JSON.parse(terminal.stdout()) as unknown, said }
}

it('prints what was copied and the next command, then that nothing is to be done', async () => {
  bench.gzip(SOURCE, log(record(1), record(2)))
  bench.gzip('in/b.log.gz', log(record(4, 7200), record(8)))

  const dry = await run({ dryRun: true })
  const first = await run()
  const second = await run()

  expect(dry.said).toEqual(['dry run: written 2 sources'])
  const ofFlowLog = { 'flow log': 'fl-0123456789abcdef0', date: '2026-03-14', sources: 1 }
  const others = { 'flow log': 'unknown', date: null, sources: 1 }
  const unread = { outcome: 'written', copies: null, records: null, bytes: null }
  expect(dry.rows).toEqual([
    { ...others, ...unread },
    { ...ofFlowLog, ...unread },
  ])
  const bytes = expect.any(Number) as number
  expect(first.rows).toEqual([
    { outcome: 'written', ...others, copies: 2, records: 2, bytes },
    { outcome: 'written', ...ofFlowLog, copies: 1, records: 2, bytes },
  ])
  expect(first.said).toEqual([
    expect.stringMatching(/^wrote 3 copies, 4 records, [\d.]+ kB to lake: written 2 sources$/),
    'next: natlens summary --path lake',
  ])
  expect(second.said).toEqual(['nothing to write: present 2 sources', first.said[1]])
  expect([dry.code, first.code, second.code]).toEqual([0, 0, 0])
})

it('exits with 1 when a source is left out, and with --strict when one is damaged', async () => {
  bench.gzip(SOURCE, log(record(1), 'no record'))
  expect((await run()).code).toBe(0)
  expect((await run({ strict: true })).code).toBe(1)

  bench.write('in/b.log.gz', '')
  expect(await run()).toMatchObject({
    code: 1,
    said: [
      'warning: in/b.log.gz: empty file, not a gzip stream',
      expect.stringMatching(/^warning: .*_a\.log\.gz: skipped 1 unreadable line, /),
      'nothing to write: present 1, skipped 1 sources',
      'next: natlens summary --path lake',
    ],
  })
})

it('refuses a file as the folder of the copies, and copies as the files to copy', async () => {
  bench.gzip(SOURCE, log(record(1)))
  await expect(run({ out: SOURCE })).rejects.toThrow(`--out \`${SOURCE}\` is not a folder`)

  await run()
  const lake = bench.path('lake')
  await expect(run({ path: [lake], out: 'other' })).rejects.toMatchObject({
    message: `all flow logs in \`${lake}\` are copies that natlens made`,
    help: 'use --path for the files that they were made of',
  })
})

describe('an ingest that does not end', () => {
  let day: Workbench
  beforeAll(async () => {
    day = workbench()
    const options = { seed: 1, date: '2026-03-14', hours: 6, conversations: 40, fields: 'v5', as: 'text', nat: 'zonal', scope: 'vpc' } as const // prettier-ignore
    await writeSample({ ...options, out: day.folder })
  })
  afterAll(() => day.remove())

  const logs = () => day.path('AWSLogs')
  async function killWhen(isTime: () => boolean) {
    let timer: NodeJS.Timeout | undefined
    const ended = await natlens(['ingest', '--path', logs(), '--out', bench.path('lake')], {
      onStart(kill) {
        timer = setInterval(() => {
          if (isTime()) kill('SIGKILL')
        }, 1)
      },
    })
    clearInterval(timer)
    return ended
  }
  const names = () =>
    existsSync(bench.path('lake'))
      ? readdirSync(bench.path('lake'), { recursive: true, encoding: 'utf8' })
      : []
  const query = (path: string, name = 'nat/conversations') =>
    askQuery(name, { paths: [path], limit: 'all' })

  it.each([
    ['while it reads', /\.part$/],
    ['while it renames', /\.parquet$/],
  ])(
    'because it is killed %s, goes on at the next run and answers like the sources',
    async (_, moment) => {
      let killed: Awaited<ReturnType<typeof killWhen>>
      do {
        rmSync(bench.path('lake'), { recursive: true, force: true })
        killed = await killWhen(() => names().some((name) => moment.test(name)))
        // It was faster than the signal.
      } while (killed.code === 0)
      const { code, rows, said } = await run({ path: [logs()] })
      const then = await query(bench.path('lake'))

      expect(killed.code).toBeNull()
      expect(code).toBe(0)
      expect(said[0]).toMatch(/^wrote \d+ cop(y|ies), .*: written \d+(, present \d+)? sources?$/)
      expect(rows).toContainEqual(expect.objectContaining({ outcome: 'written' }))
      expect(names().filter((name) => name.endsWith('.part'))).toEqual([])
      expect(then.rows).toEqual((await query(logs())).rows)
      expect(then.rows.length).toBeGreaterThan(20)
    },
  )

  it.each([
    ['of text', logs],
    ['of Parquet', () => bench.path('parquet')],
  ])(
    'because the disk is full, leaves nothing %s, and goes on at the next run',
    async (_, source) => {
      const path = source()
      await writeParquet(bench.path('parquet/a.parquet'), PARQUET)
      const full = limited(['ingest', '--path', path, '--out', bench.path('lake')])
      const files = names().filter((name) => /\.\w+$/.test(name))
      const { code } = await run({ path: [path] })

      expect(full).toMatchObject({ status: 1, stdout: '' })
      expect(full.stderr).toBe(
        `natlens: cannot write to \`${bench.path('lake')}\`: file too large\nhelp: run it again to resume\n`,
      )
      expect(files).toEqual([])
      expect(code).toBe(0)
      expect((await query(bench.path('lake'), TOP)).rows).toEqual((await query(path, TOP)).rows)
    },
  )
})

const TOP = 'traffic/top-transfers'
const PARQUET = `
  SELECT 'ACCEPT' AS action, 'OK' AS log_status, '10.0.0.' || n % 200 AS srcaddr, '192.0.2.' || n % 250 AS dstaddr, hash(n) % 1000000 AS bytes,
    ${TEN} + n AS start, ${TEN} + n + 60 AS "end" FROM range(3000) AS t (n)`

/** Runs the program where a file can have one block, of 512 or 1,024 bytes. */
function limited(words: readonly string[]) {
  const command = `ulimit -f 1; exec "$0" "$@"`
  const all = ['-c', command, process.execPath, BUILT, ...words]
  return spawnSync('sh', all, { encoding: 'utf8' })
}
