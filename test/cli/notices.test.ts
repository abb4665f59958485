import { readdirSync, readFileSync } from 'node:fs'
import { run } from '../../cli/commands/run'
import { summary } from '../../cli/commands/summary'
import { UsageError } from '../../lib/errors'
import { workbench, type Workbench } from '../engines/local/workbench'
import { fakeTerminal } from './fake-terminal'

let bench: Workbench
beforeAll(() => {
  bench = workbench()
  bench.write('typed.log', `${[HEADER, ...NAT, ...SKIPS, other('vpce')].join('\n')}\n`)
  bench.write('untyped.log', `${[HEADER, ...NAT, ...SKIPS].map(withoutType).join('\n')}\n`)
  bench.write('sound.log', `${[HEADER, ...NAT, other('vpce')].join('\n')}\n`)
})
afterAll(() => bench.remove())

const HEADER =
  'version interface-id instance-id resource-id interface-type srcaddr dstaddr pkt-srcaddr pkt-dstaddr bytes start end action log-status'
const AT = '1773489600 1773489659'
const NAT = [
  `11 eni-0a - - nat_gateway 10.0.1.5 10.0.0.9 10.0.1.5 203.0.113.5 1000 ${AT} ACCEPT OK`,
  `11 eni-0a - - nat_gateway 10.0.0.9 203.0.113.5 10.0.0.9 203.0.113.5 1000 ${AT} ACCEPT OK`,
]
const skipped = (eni: string, type: string) => `11 ${eni} - - ${type} - - - - - ${AT} - SKIPDATA`
const other = (type: string) => skipped('eni-2', type)
const SKIPS = [skipped('eni-0a', 'nat_gateway'), skipped('eni-0a', '-'), other('-')]

function withoutType(line: string): string {
  return line
    .split(' ')
    .filter((_, index) => index !== 4)
    .join(' ')
}

const WARNING =
  'AWS skipped records of eni-0a in 2 intervals (SKIPDATA); the traffic is a lower bound'
const SETTINGS = { lateness: '30m', noCache: true } as const

async function runOn(
  file: string,
  { name = 'nat/conversations', ...args }: { name?: string; param?: string[]; notices?: string; output?: string; strict?: boolean } = {}, // prettier-ignore
) {
  const terminal = fakeTerminal({ folder: bench.folder })
  const path = [bench.path(file)]
  const given = { ...SETTINGS, engine: 'auto', output: 'csv', name, path, ...args } as const // prettier-ignore
  return { code: await run({ ...given, paths: [] }, terminal), messages: terminal.stderr() }
}

it('warns of skipped intervals on the interfaces of NAT gateways, and fails when strict', async () => {
  const { code, messages } = await runOn('typed.log', { strict: true })
  expect(messages).toBe(`warning: ${WARNING}\n`)
  expect(code).toBe(1)
  expect(await runOn('typed.log')).toMatchObject({ code: 0 })
  expect(await runOn('sound.log', { strict: true })).toEqual({ code: 0, messages: '' })
})

it('knows a gateway by its translated records or by natGateways where records have no type', async () => {
  expect((await runOn('untyped.log')).messages).toBe(`warning: ${WARNING}\n`)
  const { messages } = await runOn('untyped.log', { param: ['natGateways=eni-0a,eni-2'] })
  expect(messages).toContain('AWS skipped records of eni-0a, eni-2 in 3 intervals (SKIPDATA)')
})

it('knows regional gateways by their records without an interface', async () => {
  const lines = [
    HEADER,
    ...NAT,
    skipped('-', 'regional_nat_gateway').replace('- - -', '- - nat-0b'),
  ]
  bench.write('regional.log', `${lines.join('\n')}\n`)
  expect((await runOn('regional.log')).messages).toMatch(
    /^warning: AWS skipped records of nat-0b in 1 interval \(SKIPDATA\)/m,
  )
})

it('says nothing of skipped intervals for a query of other traffic', async () => {
  expect((await runOn('typed.log', { name: 'health/log-status' })).messages).toBe('')
})

it('writes notices, coverage and what was read to a file', async () => {
  await runOn('typed.log', { notices: 'notices.json' })

  expect(JSON.parse(readFileSync(bench.path('notices.json'), 'utf8'))).toEqual({
    query: 'nat/conversations',
    from: null,
    to: null,
    notices: [{ kind: 'warning', message: WARNING, details: [] }],
    coverage: {
      from: '2026-03-14T12:00:00Z',
      to: '2026-03-14T12:00:01Z',
      missingHours: null,
      skippedIntervals: [{ natGateway: 'eni-0a', intervals: 2 }],
      unreadableLines: 0,
      lackingFields: [],
    },
    read: {
      files: 1,
      accounts: [],
      regions: [],
      flowLogs: [],
      from: '2026-03-14T12:00:00Z',
      to: '2026-03-14T12:00:01Z',
    },
  })
  expect(readdirSync(bench.folder).filter((name) => name.endsWith('.part'))).toEqual([])
})

it('writes the notices of a summary, which has the same coverage in its JSON', async () => {
  const terminal = fakeTerminal({ folder: bench.folder })
  const path = [bench.path('typed.log')]
  const settings = { ...SETTINGS, usdPerGb: '0.045', top: '10', output: 'json', path } as const
  expect(await summary({ ...settings, notices: 'summary.json', strict: true }, terminal)).toBe(1)

  const printed = JSON.parse(terminal.stdout()) as { coverage: unknown; read: unknown }
  expect(JSON.parse(readFileSync(bench.path('summary.json'), 'utf8'))).toMatchObject({
    query: 'summary',
    notices: [{ kind: 'warning', message: WARNING }],
    coverage: printed.coverage as object,
    read: printed.read as object,
  })
  expect(printed.coverage).toMatchObject({ skippedIntervals: [{ natGateway: 'eni-0a' }] })
})

it('shows hours with zero records, on stdout and in a file', async () => {
  const shifted = (line: string, hours: number) =>
    line.replace(AT, `${1773489600 + hours * 3600} ${1773489660 + hours * 3600}`)
  bench.write('hours.log', `${[HEADER, NAT[0]!, shifted(NAT[1]!, 2)].join('\n')}\n`)
  const terminal = fakeTerminal({ folder: bench.folder })
  const path = [bench.path('hours.log')]
  const given = { ...SETTINGS, engine: 'auto', name: 'health/coverage', path } as const
  await run({ ...given, paths: [], output: 'csv' }, terminal)
  await run({ ...given, paths: [], output: 'hours.csv' }, terminal)

  const hours = terminal.stdout().match(/^2026.*$/gm)!
  expect(hours.map((row) => row.replace(/^(.{13}).*?,(.*,)?(\d+,\d+,\d+,\d+)$/, '$1 $3'))).toEqual([
    '2026-03-14T12 1,1,0,0',
    '2026-03-14T13 0,0,0,0',
    '2026-03-14T14 1,1,0,0',
  ])
  expect(readFileSync(bench.path('hours.csv'), 'utf8')).toBe(terminal.stdout())
  expect(terminal.stderr()).toContain('wrote 3 rows to hours.csv')
})

it('refuses a file for notices in a folder that does not exist, and that of the answer', async () => {
  await expect(runOn('typed.log', { notices: 'no/such.json' })).rejects.toThrow(
    new UsageError('the folder of --notices `no/such.json` does not exist'),
  )
  await expect(runOn('typed.log', { notices: 'a.json', output: 'a.json' })).rejects.toThrow(
    new UsageError('--output and --notices are the same file'),
  )
})
