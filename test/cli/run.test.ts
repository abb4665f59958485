import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../cli/commands/run'
import { fakeTerminal } from './fake-terminal'

const HEADER =
  'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status'
const RECORD =
  '2 123456789012 eni-0123456789abcdef0 10.0.1.5 198.51.100.7 40000 443 6 10 5000000 1773489600 1773489659 ACCEPT OK'
const BROKEN = '2 123456789012 eni-0123456789abcdef0 10.0.1.5'

const ARGS = {
  engine: 'auto' as const,
  output: 'csv' as const,
  lateness: '30m',
  paths: [] as string[],
  noCache: true,
}

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'natlens-run-'))
  await writeFile(join(folder, 'whole.log'), `${HEADER}\n${RECORD}\n`)
  await writeFile(join(folder, 'damaged.log'), `${HEADER}\n${RECORD}\n${BROKEN}\n`)
})
afterAll(() => rm(folder, { recursive: true }))

const SUM = 'stats sum(bytes) as total by srcAddr, dstAddr | limit 5'

it('prints the rows of an ad-hoc query', async () => {
  const terminal = fakeTerminal()

  expect(await run({ ...ARGS, query: SUM, path: [join(folder, 'whole.log')] }, terminal)).toBe(0)
  expect(terminal.stdout()).toBe('srcAddr,dstAddr,total\r\n10.0.1.5,198.51.100.7,5000000\r\n')
  expect(terminal.stderr()).toBe('')
})

it('shows the units that the query states, in tables only', async () => {
  const query = `# Units: total bytes\n\n${SUM}`
  const path = [join(folder, 'whole.log')]
  const asTable = fakeTerminal()
  const asJson = fakeTerminal()

  await run({ ...ARGS, query, path, output: 'table' }, asTable)
  await run({ ...ARGS, query, path, output: 'json' }, asJson)

  expect(asTable.stdout().split('\n')[2]).toBe('10.0.1.5  198.51.100.7  5.00 MB')
  expect(JSON.parse(asJson.stdout())).toEqual([
    { srcAddr: '10.0.1.5', dstAddr: '198.51.100.7', total: 5000000 },
  ])
})

it('takes further positional arguments for paths, as a shell leaves them of a glob', async () => {
  const terminal = fakeTerminal()
  const path = [join(folder, 'whole.log')]

  await run({ ...ARGS, query: SUM, path, name: join(folder, 'damaged.log') }, terminal)

  expect(terminal.stdout()).toContain(',10000000\r\n')
})

it.each([
  [true, 1],
  [false, 0],
])('prints what is readable of a damaged log; strict %p exits with %d', async (strict, code) => {
  const terminal = fakeTerminal()
  const path = [join(folder, 'damaged.log')]

  expect(await run({ ...ARGS, query: SUM, path, strict }, terminal)).toBe(code)
  expect(terminal.stdout()).toContain(',5000000\r\n')
  expect(terminal.stderr()).toMatch(/^warning: .*damaged\.log: skipped 1 unreadable line/)
})

it('prints one line of statistics on a terminal or when asked', async () => {
  const terminal = fakeTerminal()

  await run({ ...ARGS, query: SUM, path: [join(folder, 'whole.log')], verbose: true }, terminal)

  expect(terminal.stderr()).toMatch(
    /^read 1 of 1 files, 229 B, 1 record, 0 unreadable, \d+\.\d\d s\n$/,
  )
})

it('says that records without start have no time, and groups nothing by it', async () => {
  const path = [join(folder, 'timeless.log')]
  await writeFile(path[0]!, 'version srcaddr dstaddr bytes\n3 192.0.2.1 198.51.100.1 200\n')
  const terminal = fakeTerminal()

  await run({ ...ARGS, query: 'fields @timestamp, bytes', path }, terminal)

  expect(terminal.stdout()).toBe('@timestamp,bytes\r\n,200\r\n')
  expect(terminal.stderr()).toBe('note: this log has no `start`, so its records have no time\n')
  await expect(
    run({ ...ARGS, query: 'stats sum(bytes) as b by bin(5m)', path }, fakeTerminal()),
  ).rejects.toThrow('`--query` groups by time, but this log has no `start`')
})
