import { FIELDS } from '../../../../lib/flow-log/fields'
import type { LocalOptions } from '../../../../lib/engines/local/local-engine'
import type { TimeRange } from '../../../../lib/time'
import { askText } from '../../../ask'
import { TEN, V2, workbench, writeParquet, type Workbench } from '../workbench'

let bench: Workbench
beforeEach(() => (bench = workbench()))
afterEach(() => bench.remove())

interface Record {
  readonly bytes: number | '-'
  /** Minutes after ten. */
  readonly minute: number
  readonly minutes?: number
  readonly interfaceId?: string
  readonly action?: string
  readonly values?: Readonly<{ [token: string]: string }>
}

const V5 = `${V2} vpc-id pkt-srcaddr pkt-dstaddr`
const V11 = `${V5} interface-type`
const [A, B, C] = ['fl-0a', 'fl-0b', 'fl-0c'] as const

function line(
  format: string,
  { bytes, minute, minutes = 1, interfaceId = 'eni-1', action = 'ACCEPT', values = {} }: Record,
): string {
  const start = TEN + minute * 60
  const known: Readonly<{ [token: string]: string | number }> = {
    ...{ version: 2, 'interface-id': interfaceId, srcaddr: '10.0.1.5', dstaddr: '203.0.113.5', bytes, start },
    ...{ end: start + minutes * 60, action, 'log-status': action === '-' ? 'NODATA' : 'OK', protocol: 6 },
    ...values,
  } // prettier-ignore
  return format.split(' ').map((token) => known[token] ?? '-').join(' ') // prettier-ignore
}

const nameOf = (id: string, suffix = '.log.gz') =>
  `123456789012_vpcflowlogs_eu-west-1_${id}_20260314T1000Z_0a1b2c3d${suffix}`

function write(name: string, records: readonly Record[], format = V2): void {
  bench.gzip(name, [format, ...records.map((each) => line(format, each)), ''].join('\n'))
}

async function writeAsParquet(name: string, records: readonly Record[]): Promise<void> {
  const columns = V2.split(' ')
  const rows = records.map((record) => line(V2, record).split(' '))
  const list = columns.map((token) => {
    const isText = FIELDS.find((field) => field.token === token)!.type === 'string'
    const name = `"${token.replaceAll('-', '_')}"`
    return isText ? name : `TRY_CAST(${name} AS BIGINT) AS ${name}`
  })
  const values = rows.map((row) => `(${row.map((value) => `'${value}'`).join(', ')})`)
  const names = columns.map((token) => `"${token.replaceAll('-', '_')}"`)
  await writeParquet(bench.path(name), `SELECT ${list.join(', ')} FROM (VALUES ${values.join(', ')}) AS t(${names.join(', ')})`) // prettier-ignore
}

/** Minutes from one to another, a record each. */
function minutes(from: number, to: number, bytes: number, more: Partial<Record> = {}): Record[] {
  const { minutes: step = 1 } = more
  const count = Math.ceil((to - from) / step)
  return Array.from({ length: count }, (_, index) => ({
    bytes,
    minute: from + index * step,
    ...more,
  }))
}

async function total(query = 'stats sum(bytes) as b, count(*) as n', options: Partial<LocalOptions> & { range?: TimeRange } = {}) {
  const { rows, notices } = await askText(query, { paths: [bench.folder], ...options })
  return { rows, messages: notices.map(({ kind, message }) => `${kind}: ${message}`) }
} // prettier-ignore

const HIDDEN = (other: string, one: string, size: string) =>
  `note: ${other} records the same interfaces as ${one}: ${size} of its records are not added (--flow-log chooses)`

describe('two flow logs over one interface', () => {
  it('count once, and the other one is named with its bytes', async () => {
    write(nameOf(A), minutes(0, 30, 100))
    write(nameOf(B), minutes(0, 30, 100))
    expect(await total()).toEqual({ rows: [[3000, 30]], messages: [HIDDEN(B, A, '3.00 kB')] })
    const all = await total(undefined, { flowLogs: 'all' })
    expect(all).toEqual({ rows: [[6000, 60]], messages: [] })
  })

  it('count by the fields that the query uses: a record with interface-type is worth more', async () => {
    write(nameOf(A), minutes(0, 60, 100), V5)
    write(nameOf(B), minutes(0, 30, 100), V11)
    const query = 'stats sum(bytes) as b by interfaceType, vpcId'
    const { rows } = await total(query)
    // B has no records after half past ten: there A counts.
    expect(rows).toEqual([
      ['-', '-', 3000],
      [null, '-', 3000],
    ])
    expect((await total('stats count(*) as n by ispresent(interfaceType) as t')).rows).toEqual([
      [0, 30],
      [1, 30],
    ])
  })

  it('count by the most slots, then the shorter interval, then the smaller id', async () => {
    write(nameOf(A), minutes(0, 60, 1000, { minutes: 10 }))
    write(nameOf(B), minutes(0, 60, 100))
    expect((await total()).rows).toEqual([[6000, 60]])
    write(nameOf(C), minutes(0, 90, 1000, { minutes: 10 }))
    expect((await total()).rows).toEqual([[9000, 9]])
  })

  it('count all where they record different interfaces', async () => {
    write(nameOf(A), [...minutes(0, 30, 100), ...minutes(0, 30, 1, { interfaceId: 'eni-2' })])
    write(nameOf(B), [...minutes(0, 30, 100), ...minutes(0, 30, 10, { interfaceId: 'eni-3' })])
    write(nameOf(C), minutes(0, 30, 1000, { interfaceId: 'eni-4' }))
    expect(await total()).toEqual({
      rows: [[3000 + 30 + 300 + 30_000, 120]],
      messages: [HIDDEN(B, A, '3.00 kB')],
    })
  })

  it('complement each other where one has accepted and the other rejected traffic', async () => {
    write(nameOf(A), minutes(0, 30, 100))
    write(nameOf(B), minutes(0, 30, 1, { action: 'REJECT' }))
    expect(await total()).toEqual({ rows: [[3030, 60]], messages: [] })
  })

  it('keep quiet times of the chosen one quiet', async () => {
    const quiet = minutes(10, 20, 0, { action: '-', minutes: 10 }).map((each) => ({ ...each, bytes: '-' as const })) // prettier-ignore
    write(nameOf(A), [...minutes(0, 10, 100), ...quiet, ...minutes(20, 60, 100)])
    write(nameOf(B), minutes(0, 30, 100))
    expect(await total()).toEqual({ rows: [[5000, 51]], messages: [HIDDEN(B, A, '3.00 kB')] })
  })

  it('count one after the other, and at most twenty minutes are lost or double', async () => {
    write(nameOf(A), minutes(0, 83, 1))
    write(nameOf(B), minutes(75, 120, 1))
    const { rows, messages } = await total()
    expect(Number(rows[0]![0])).toBe(113)
    expect(messages).toEqual([
      `note: ${B} records the same interfaces as ${A}: 15 B of its records are not added; ` +
        'where one replaces the other, up to 20 minutes may be missing or count twice (--flow-log chooses)',
    ])
  })

  it('count the records of a regional gateway by its id', async () => {
    const gateway = { interfaceId: '-', values: { 'resource-id': 'nat-1' } }
    write(nameOf(A), minutes(0, 30, 100, gateway), `${V2} resource-id`)
    write(nameOf(B), minutes(0, 30, 100, gateway), `${V2} resource-id`)
    expect((await total()).rows).toEqual([[3000, 30]])
  })

  it('are warned of where the records do not say their gateway', async () => {
    write(nameOf(A), minutes(0, 30, 100, { interfaceId: '-' }))
    write(nameOf(B), minutes(0, 30, 100, { interfaceId: '-' }))
    expect(await total()).toEqual({
      rows: [[6000, 60]],
      messages: [
        `damage: 6.00 kB of records without interface, action or start may count twice: ${A} and 1 more also have records of that time`,
      ],
    })
  })

  it('are warned of where a format lacks the start', async () => {
    write(nameOf(A), minutes(0, 30, 100), V2)
    write(nameOf(B), minutes(0, 30, 100), V2.replace(' start end', ''))
    expect(await total()).toEqual({
      rows: [[6000, 60]],
      messages: [
        `damage: 3.00 kB of records without interface, action or start may count twice: ${A} also has records of that time`,
      ],
    })
  })
})

test('the range shows what reaches into it', async () => {
  const late = (id: string) => nameOf(id).replace('T1000', 'T1010')
  write(late(A), minutes(0, 60, 1000, { minutes: 10 }), V11)
  // A record of A begins before the range and reaches to the end of its first slot.
  write(late(B), minutes(0, 60, 100), V5)
  const range = { from: new Date((TEN + 305) * 1000), to: new Date((TEN + 1200) * 1000) }
  const query = 'stats sum(bytes) as b by ispresent(interfaceType) as t'
  expect((await total(query, { range })).rows).toEqual([[1, 1000]])
})

test('flow logs of several formats and three origins count each interface once', async () => {
  write(nameOf(A), minutes(0, 30, 100), V11)
  write(nameOf(B), minutes(0, 30, 100), V5)
  write(nameOf(C), minutes(0, 60, 100), V2)
  const { rows, messages } = await total('stats sum(bytes) as b, count(interfaceType) as t')
  expect(rows).toEqual([[6000, 30]])
  expect(messages.length).toBe(3)
})

describe('one flow log as text and as Parquet', () => {
  it('counts Parquet only in slots without text', async () => {
    await writeAsParquet(nameOf(A, '.log.parquet'), minutes(0, 60, 100))
    write(nameOf(A), minutes(30, 45, 100))
    expect(await total()).toEqual({
      rows: [[5500, 55]],
      messages: [
        `note: ${A} is there as text and as Parquet: 2.00 kB of the Parquet are not added, since text has the same ten minutes`,
      ],
    })
  })

  it('counts beside another flow log', async () => {
    await writeAsParquet(nameOf(A, '.log.parquet'), minutes(0, 60, 100))
    write(nameOf(A), minutes(0, 60, 100))
    write(nameOf(B), minutes(0, 60, 100))
    expect((await total()).rows).toEqual([[6000, 60]])
    expect((await total('stats count(*) as n by @log')).rows).toEqual([[A, 60], [B, 60]]) // prettier-ignore
  })
})

describe('records of unknown origin', () => {
  it('are added, with a warning where a known flow log has the same interface and time', async () => {
    write(nameOf(A), minutes(0, 60, 100))
    write('merged.gz', [...minutes(0, 60, 100), ...minutes(60, 90, 1), ...minutes(0, 60, 1, { interfaceId: 'eni-2' })]) // prettier-ignore
    expect(await total()).toEqual({
      rows: [[6000 + 6000 + 30 + 60, 210]],
      messages: [
        `damage: 6.00 kB may count twice: files of unknown origin and ${A} record 1 interface at the same time, in 1 hour`,
      ],
    })
  })

  it('are added in silence where they follow each other', async () => {
    write(nameOf(A), minutes(0, 15, 100))
    write('rest.gz', minutes(15, 60, 100))
    expect(await total()).toEqual({ rows: [[6000, 60]], messages: [] })
  })
})

test('`@log` keeps flow logs apart, so that all of them count', async () => {
  write(nameOf(A), minutes(0, 30, 100))
  write(nameOf(B), minutes(0, 30, 1))
  write('000000.gz', minutes(60, 70, 10))
  expect(await total('stats sum(bytes) as b by @log')).toEqual({
    rows: [['-', 100], [A, 3000], [B, 30]],
    messages: [],
  }) // prettier-ignore
})
