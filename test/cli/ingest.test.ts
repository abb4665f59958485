import { mkdirSync, readdirSync } from 'node:fs'
import { ingest } from '../../cli/commands/ingest'
import { log, record, workbench, type Workbench } from '../engines/local/workbench'
import { writeSample } from '../../lib/sample/sample'
import { fakeTerminal } from './fake-terminal'
import { natlens } from './natlens-process'

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

it('goes on after it was killed, and answers like the sources', async () => {
  const options = { seed: 1, date: '2026-03-14', hours: 6, conversations: 1000, fields: 'v5', as: 'text', nat: 'zonal', scope: 'vpc' } as const // prettier-ignore
  mkdirSync(bench.folder, { recursive: true })
  await writeSample({ ...options, out: bench.path('day') })
  const words = ['ingest', '--path', bench.path('day/AWSLogs'), '--out', bench.path('lake')]
  const copies = () => {
    try {
      return readdirSync(bench.path('lake'), { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.endsWith('.parquet'),
      )
    } catch {
      return []
    }
  }

  const killed = await natlens(words, {
    onStart(kill) {
      const timer = setInterval(() => {
        if (copies().length < 3) return
        clearInterval(timer)
        kill('SIGKILL')
      }, 1)
    },
  })
  const before = copies()
  const { code, stderr } = await natlens(words)
  const query = ['run', 'nat/conversations', '-n', '0', '-o', 'csv', '--path']
  const [there, then] = [
    await natlens([...query, bench.path('day/AWSLogs')]),
    await natlens([...query, bench.path('lake')]),
  ]

  expect(killed.code).toBeNull()
  expect(before.length).toBeGreaterThanOrEqual(3)
  expect(code).toBe(0)
  expect(stderr).toMatch(/^wrote \d+ copies, .*: written \d+, present \d+ sources\nnext: /)
  expect(readdirSync(bench.path('lake'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.part'))).toEqual([]) // prettier-ignore
  expect(then.stdout).toBe(there.stdout)
  expect(then.stdout.length).toBeGreaterThan(1000)
})
