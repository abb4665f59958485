import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from '../../cli/commands/run'
import { summary } from '../../cli/commands/summary'
import { writeParquet } from '../engines/local/workbench'
import { fakeTerminal } from './fake-terminal'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'natlens-nat-check-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const NAT = 'eni-0123456789abcdef0'
const HEADER =
  'version interface-id instance-id resource-id interface-type srcaddr dstaddr pkt-srcaddr pkt-dstaddr bytes start end action log-status'
const V5_HEADER = HEADER.replace(' interface-type', '')

type Columns = readonly [interfaceId: string, instance: string, resource: string, type: string]

const line = ([id, instance, resource, type]: Columns, addresses: string, bytes: number) =>
  `11 ${id} ${instance} ${resource} ${type} ${addresses} ${bytes} 1773489600 1773489659 ACCEPT OK`
const v5 = (lines: readonly string[]) =>
  lines.map((each) =>
    each
      .split(' ')
      .filter((_, index) => index !== 4)
      .join(' '),
  )

const PROVEN: Columns = [NAT, '-', '-', 'nat_gateway']
const INSTANCE = line(['eni-1', 'i-1', '-', '-'], '10.0.1.5 10.0.1.6 10.0.1.5 10.0.1.6', 1)

/** The four records of 1000 bytes up and 5000 down. */
const gateway = (client: string, far: string, own: string, translated = own, of = PROVEN) => [
  line(of, `${client} ${own} ${client} ${far}`, 1000),
  line(of, `${own} ${far} ${translated} ${far}`, 1000),
  line(of, `${far} ${own} ${far} ${translated}`, 5000),
  line(of, `${own} ${client} ${far} ${client}`, 5000),
]
const ORDINARY = gateway('10.0.1.5', '203.0.113.5', '10.0.0.220')
const PUBLIC_RANGE = gateway('11.0.1.5', '203.0.113.5', '11.0.0.220')

async function notesOn(
  lines: readonly string[],
  params: readonly string[] = [],
  name = 'nat/conversations',
): Promise<string> {
  const path = join(folder, 'a.log')
  writeFileSync(path, lines.map((each) => `${each}\n`).join(''))
  return notesOnFile(path, params, name)
}

async function notesOnParquet(...[lines, ...rest]: Parameters<typeof notesOn>): Promise<string> {
  const [text, path] = [join(folder, 'b.log'), join(folder, 'b.parquet')]
  writeFileSync(text, lines.map((each) => `${each}\n`).join(''))
  await writeParquet(path, `SELECT * FROM read_csv('${text}', delim = ' ', header = true)`)
  return notesOnFile(path, ...rest)
}

async function notesOnFile(
  path: string,
  params: readonly string[] = [],
  name = 'nat/conversations',
): Promise<string> {
  const terminal = fakeTerminal()
  const settings = { engine: 'auto', output: 'csv', lateness: '30m', noCache: true } as const
  await run({ ...settings, name, paths: [], path: [path], param: [...params] }, terminal)
  return terminal.stderr()
}

it('says nothing about gateways that records prove and whose traffic counts', async () => {
  expect(await notesOn([HEADER, INSTANCE, ...ORDINARY])).toBe('')
  expect(await notesOn([HEADER, ...PUBLIC_RANGE])).toBe('')
  expect(await notesOn([V5_HEADER, ...v5(ORDINARY)])).toBe('')
})

it('lists guessed gateways in a parameter that is ready to use', async () => {
  const other = gateway('10.0.1.6', '203.0.113.6', '10.0.0.90', '10.0.0.90', [
    'eni-2',
    '-',
    '-',
    '-',
  ])
  const lines = [V5_HEADER, ...v5([INSTANCE, ...ORDINARY, ...other])]

  expect(await notesOn(lines)).toBe(
    'note: some records lack `interface-type`, so NAT gateways are guessed from addresses: ' +
      `${NAT}, eni-2; load balancers and transit gateways may be included; ` +
      `for exact figures, remove those from --param natGateways=${NAT},eni-2\n`,
  )
  expect(await notesOn(lines, [`natGateways=${NAT}`])).toBe('')
})

it('says how much is not counted for lack of proof, and which parameter counts it', async () => {
  const lines = [V5_HEADER, ...v5([...ORDINARY, ...gateway('11.0.1.5', '203.0.113.5', '11.0.0.220', '11.0.0.220', ['eni-3', '-', '-', '-'])])] // prettier-ignore

  expect(await notesOn(lines)).toBe(
    'note: 6.00 kB of eni-3 are not counted, since no end or both ends are inside the private ranges; ' +
      `if these are NAT gateways: --param natGateways=${NAT},eni-3 (details: health/not-counted)\n`,
  )
  expect(await notesOn(lines, [`natGateways=${NAT},eni-3`])).toBe('')
})

it('says how much only the private ranges exclude, but for second records of secondary addresses', async () => {
  const secondary = gateway('10.0.1.5', '203.0.113.5', '10.0.0.220', '10.0.0.221')
  const vetoed = gateway('11.0.1.5', '10.200.1.1', '10.0.0.220')

  expect(await notesOn([HEADER, ...secondary])).toBe('')
  expect(await notesOn([HEADER, ...secondary, ...vetoed])).toBe(
    `note: 6.00 kB of ${NAT} are not counted, since only the far end is inside the private ranges; ` +
      'the ranges of the clients (11.0.1.5) count them: --param inside=RANGE,RANGE, ' +
      'unless the far ends are secondary addresses: --param natAddresses=ADDRESS,ADDRESS (details: health/not-counted)\n',
  )
  expect(await notesOn([HEADER, ...secondary, ...vetoed], ['inside=11.0.0.0/16,10.0.0.0/16'])).toBe(
    '',
  )
})

it('says when an address is both client and far end, and both ways out end it', async () => {
  const lines = [HEADER, ...gateway('11.0.1.5', '203.0.113.5', '11.0.0.220', '11.0.0.221')]

  expect(await notesOn(lines)).toBe(
    `note: 203.0.113.5 is both client and far end of ${NAT}, so 6.00 kB may count twice; ` +
      "name the gateway's secondary addresses, such as --param natAddresses=11.0.0.221, " +
      "or the VPC's own ranges: --param inside=RANGE,RANGE\n",
  )
  expect(await notesOn(lines, ['natAddresses=11.0.0.221'])).toBe('')
  expect(await notesOn(lines, ['inside=11.0.0.0/16'])).toBe('')
})

it('names the gateways of the log when natGateways has another', async () => {
  const notes = await notesOn([HEADER, ...ORDINARY], ['natGateways=nat-0abc,eni-9'])

  expect(notes).toContain(
    `note: \`nat-0abc\`, \`eni-9\` are not among the NAT gateways of this log: ${NAT}\n`,
  )
  expect(await notesOn([HEADER, INSTANCE], ['natGateways=eni-9'])).toContain(
    'note: `eni-9` is not among the NAT gateways of this log: it has none\n',
  )
})

it('is silent about the translated half of a regional gateway, and says when none of it counts', async () => {
  const regional = (client: string, translated: string): readonly string[] =>
    [
      [client, '203.0.113.5'],
      [translated, '203.0.113.5'],
      ['203.0.113.5', translated],
      ['203.0.113.5', client],
    ].map(([from, to]) =>
      line(['-', '-', 'nat-0abc', 'regional_nat_gateway'], `${from} ${to} ${from} ${to}`, 1000),
    )

  expect(await notesOn([HEADER, ...regional('10.0.1.5', '192.0.2.1')])).toBe('')
  expect(await notesOn([HEADER, ...regional('11.0.1.5', '192.0.2.1')])).toContain(
    "4.00 kB of nat-0abc are not counted, since no end or both ends are inside the private ranges; the clients' own ranges count them: --param inside=RANGE,RANGE",
  )
})

it('names the region of the list price in cost/ queries, unless a price is given', async () => {
  const name = 'cost/nat-processing'

  expect(await notesOn([HEADER, ...ORDINARY], [], name)).toBe(
    'note: at $0.045 per GB, the us-east-1 list price\n',
  )
  expect(await notesOn([HEADER, ...ORDINARY], ['usdPerGB=0.052'], name)).toBe('')
})

it('says that minutes of 10-minute records are not exact', async () => {
  const long = ORDINARY.map((each) => each.replace('1773489659', '1773490150'))

  expect(await notesOn([HEADER, ...ORDINARY], [], 'nat/peak-minute')).toBe('')
  expect(await notesOn([HEADER, ...long], [], 'nat/peak-minute')).toBe(
    'note: 10-minute records: a minute has all bytes of the records that start in it, which cover up to 10 minutes\n',
  )
})

it('summarizes a log without traffic in words, whatever its format', async () => {
  const path = join(folder, 'silent.log')
  writeFileSync(
    path,
    'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n' +
      '2 123456789012 eni-1 - - - - - - - 1773478800 1773478860 - NODATA\n',
  )
  const terminal = fakeTerminal()
  const settings = { lateness: '30m', noCache: true, usdPerGb: '0.045', top: '10' } as const

  expect(await summary({ ...settings, output: 'text', path: [path] }, terminal)).toBe(0)
  expect(terminal.stdout()).toBe(
    'no traffic through a NAT gateway in these records\nread: 1 file, 2026-03-14 09:00 to 2026-03-14 09:01 UTC\n',
  )
})

it('does not read Parquet files a second time for an answer, unless natGateways is given', async () => {
  const guessed = v5([INSTANCE, ...ORDINARY])
  const given = ['natGateways=eni-9']

  expect(await notesOnParquet([V5_HEADER, ...guessed])).toMatch(
    /^note: some records lack `interface-type`, so NAT gateways are guessed from addresses; [^\n]*\n$/,
  )
  expect(await notesOnParquet([HEADER, ...ORDINARY], [], 'cost/nat-processing')).toBe(
    'note: at $0.045 per GB, the us-east-1 list price\n',
  )
  const lost = v5(PUBLIC_RANGE)
  expect(await notesOnParquet([V5_HEADER, ...lost])).toContain('are not counted')
  expect(await notesOnParquet([V5_HEADER, ...guessed], given)).toBe(
    await notesOn([V5_HEADER, ...guessed], given),
  )
})
