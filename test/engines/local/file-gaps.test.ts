import { ask, log, TEN, workbench, type Asking, type Workbench } from './workbench'

let bench: Workbench
beforeAll(() => void (bench = workbench()))
afterAll(() => bench.remove())

/** A record of an interface that starts `minute` minutes after ten. */
function line(eni: string, minute: number, rest = 'ACCEPT OK'): string {
  const start = TEN + minute * 60
  const traffic = rest.endsWith('NODATA')
    ? '- - - - - - -'
    : '10.0.1.5 203.0.113.5 40000 443 6 1 100'
  return `2 123456789012 eni-${eni} ${traffic} ${start} ${start + 60} ${rest}`
}

const QUIET = '- NODATA'

/** Writes a file of the flow log `fl-<id>` with a stamp so many minutes after ten. */
function write(folder: string, id: string, minute: number, ...lines: readonly string[]): void {
  const stamp = new Date((TEN + minute * 60) * 1000).toISOString().replace(/:\d\d\.\d+|[-:]/g, '')
  bench.write(`${folder}/123456789012_vpcflowlogs_eu-west-1_fl-${id}_${stamp}_ab.log`, log(...lines)) // prettier-ignore
}

async function gapsOf(folder: string, asking: Asking = {}): Promise<readonly string[]> {
  const { messages } = await ask(bench.path(folder), asking)
  return messages.filter((message) => message.includes('has no files'))
}

const range = (fromMinute: number, toMinute: number) =>
  [fromMinute, toMinute].map((minute) => new Date((TEN + minute * 60) * 1000).toISOString()) as [string, string] // prettier-ignore

describe('an hour without files', () => {
  beforeAll(() => {
    for (const minute of [0, 30, 55, 180, 200, 240]) {
      write('a', '0a', minute, line('1', minute), line('2', minute, QUIET))
      write('busy', '0a', minute, line('1', minute))
      write('two', '0a', minute, line('1', minute))
    }
    // 9 minutes of the record are in the hour before the file.
    write('a', '0a', 181, line('1', 171))
    for (const minute of [0, 60, 120, 180, 240]) write('two', '0b', minute, line('9', minute))
    for (const minute of [0, 60, 120, 180, 240]) write('covered', '0b', minute, line('1', minute))
    for (const minute of [0, 180]) write('covered', '0a', minute, line('1', minute))
    write('joined', '0a', 0, ...[0, 60, 120].map((minute) => line('1', minute)))
    write('joined', '0a', 180, line('1', 180))
    write('quiet', '0a', 0, line('1', 0))
    for (const minute of [60, 120]) write('quiet', '0a', minute, line('1', minute, QUIET))
    write('quiet', '0a', 180, line('1', 180))
  })

  const HOURS = '2 hours (2026-03-14T11:00:00Z to 2026-03-14T13:00:00Z)'
  const MISSING = `damage: \`fl-0a\` has no files for ${HOURS}; their records are missing`
  const MAYBE = `note: \`fl-0a\` has no files for ${HOURS}; records are missing, or there was no traffic`

  test.each([
    ['is missing where quiet interfaces have records', 'a', undefined, [MISSING]],
    ['is missing in a range that ends with it', 'a', range(-60, 180), [MISSING]],
    ['is missing in a range that begins with it', 'a', range(60, 300), [MISSING]],
    ['does not matter outside of the range', 'a', range(180, 300), []],
    ['may be quiet where quiet interfaces have no records', 'busy', undefined, [MAYBE]],
    ['is missing although another flow log has other interfaces', 'two', undefined, [MAYBE]],
    ['is not missing when another flow log has the interface', 'covered', undefined, []],
    ['is not missing when another file has its records', 'joined', undefined, []],
    ['is not missing when files have NODATA records', 'quiet', undefined, []],
  ] as const)('%s', async (_, folder, range, expected) => {
    expect(await gapsOf(folder, range && { range })).toEqual(expected)
  })

  test('is unsure when it is the whole range and another flow log has records', async () => {
    expect(await gapsOf('two', { range: range(60, 120) })).toEqual([
      'note: `fl-0a` has no files for 1 hour (2026-03-14T11:00:00Z to 2026-03-14T12:00:00Z); another flow log may have their records',
    ])
  })

  test('explains a range without records', async () => {
    const { messages } = await ask(bench.path('a'), { range: range(60, 120), sql: 'SELECT 1 WHERE false' }) // prettier-ignore
    expect(messages).toEqual([
      'note: `fl-0a` has no files for 1 hour (2026-03-14T11:00:00Z to 2026-03-14T12:00:00Z); records are missing, or there was no traffic',
      'note: the files hold 2026-03-14T10:00:00Z to 2026-03-14T14:05:00Z; nothing in the range from 2026-03-14T11:00:00Z to 2026-03-14T12:00:00Z; if its records are late: --lateness 2h',
    ])
  })
})

test('gaps of a transit-gateway flow log do not matter to a question about VPC flow logs', async () => {
  const header =
    'version resource-type account-id tgw-id srcaddr dstaddr bytes start end log-status'
  for (const minute of [0, 60, 120, 180]) write('kinds', '0a', minute, line('1', minute))
  for (const hour of [10, 13]) {
    const name = `123456789012_vpcflowlogs_eu-west-1_fl-0c_20260314T${hour}00Z_ab.log`
    bench.write(`kinds/${name}`, `${header}\n6 TransitGateway 123456789012 tgw-1 10.0.1.5 10.9.1.5 7 ${TEN} ${TEN + 60} OK\n`) // prettier-ignore
  }
  const { messages, rows } = await ask(bench.path('kinds'))
  expect(rows).toEqual([[4]])
  expect(messages).toEqual([expect.stringMatching(/^note: skipped 2 transit-gateway flow logs/)])
})

test('folders of hours show gaps where names have no time; many gaps are listed by -v', async () => {
  for (const hour of [10, 12, 14, 16, 18]) {
    const start = (hour - 10) * 60
    bench.write(`hive/year=2026/month=03/day=14/hour=${hour}/part-0.log`, log(line('1', start)))
  }
  const { notices } = await ask(bench.path('hive'))
  expect(notices).toEqual([
    {
      kind: 'note',
      message:
        'the log has no files for 4 hours (2026-03-14T11:00:00Z to 2026-03-14T12:00:00Z, 2026-03-14T13:00:00Z to 2026-03-14T14:00:00Z, 2026-03-14T15:00:00Z to 2026-03-14T16:00:00Z, 1 more); records are missing, or there was no traffic',
      details: [11, 13, 15, 17].map((hour) => `2026-03-14T${hour}:00:00Z to 2026-03-14T${hour + 1}:00:00Z`), // prettier-ignore
    },
  ])
})
