import { ask, log, TEN, workbench, writeParquet, type Workbench } from './workbench'

const MINUTE = 60
const HOURS = 6
const PARQUET = '.log.parquet'
const LATENESS = 30 * MINUTE

let bench: Workbench
beforeAll(() => void (bench = workbench()))
afterAll(() => bench.remove())

function name(flowLog: string, stampSeconds: number): string {
  const stamp = new Date(stampSeconds * 1000).toISOString().replace(/:\d\d\.\d+|[-:]/g, '')
  return `123456789012_vpcflowlogs_eu-west-1_fl-${flowLog}_${stamp}_abcd.log.gz`
}

/** A record of a minute on the interface of a flow log. */
function line(flowLog: string, start: number, bytes = 1): string {
  return `2 123456789012 eni-${flowLog} 10.0.1.5 203.0.113.5 40000 443 6 1 ${bytes} ${start} ${start + MINUTE} ACCEPT OK`
}

/** Writes records into files by where `stampOf` puts the end of each. */
function write(
  folder: string,
  flowLog: string,
  starts: readonly number[],
  stampOf: (end: number, index: number) => number,
): void {
  const files = new Map<number, string[]>()
  starts.forEach((start, index) => {
    const stamp = stampOf(start + MINUTE, index)
    files.set(stamp, [...(files.get(stamp) ?? []), line(flowLog, start)])
  })
  for (const [stamp, lines] of files) {
    bench.gzip(`${folder}/${name(flowLog, stamp)}`, log(...lines))
  }
}

const slotOf = (minutes: number) => (end: number) => end - (end % (minutes * MINUTE))
/** Two and a half minutes apart, so that records cross the borders of files. */
const STARTS = Array.from({ length: HOURS * 24 }, (_, index) => TEN + index * 150)

describe('files of several lengths', () => {
  const DAY = 'AWSLogs/123456789012/vpcflowlogs/eu-west-1/2026/03/14'
  const LENGTHS = [5, 15, 30, 60]

  beforeAll(() => {
    for (const minutes of LENGTHS) write(DAY, `${minutes}`, STARTS, slotOf(minutes))
    // Joined by hand: two hours, then five minutes.
    write(DAY, '00a', STARTS, (end) => (end < TEN + 7200 ? TEN : slotOf(5)(end)))
    // Every tenth record is delivered late, as far as the default allows.
    write(DAY, '00b', STARTS, (end, index) => slotOf(5)(index % 10 === 0 ? end + LATENESS - 2 * MINUTE - 300 : end)) // prettier-ignore
    // Late files beside regular ones are not between the stamps of joined ones.
    write(DAY, '00c', STARTS, (end, index) => (index % 40 === 7 ? slotOf(5)(end) + 600 : slotOf(60)(end))) // prettier-ignore
  })

  test.each([
    [0, 5],
    [7, 9],
    [13, 61],
    [55, 120],
    [59, 60],
    [118, 125],
    [122, 123],
    [175, 181],
    [230, 299],
    [355, 360],
  ])('lose no record of the range from minute %d to %d', async (fromMinute, toMinute) => {
    const range = [TEN + fromMinute * MINUTE, TEN + toMinute * MINUTE] as const
    const { rows, messages } = await ask(bench.path('AWSLogs'), {
      sql: `SELECT count(*) FROM flow_logs WHERE start >= ${range[0]} AND start < ${range[1]}`,
      range: [iso(range[0]), iso(range[1])],
    })
    const inRange = STARTS.filter((start) => start >= range[0] && start < range[1]).length
    expect(rows).toEqual([[inRange * (LENGTHS.length + 3)]])
    expect(messages.filter((message) => message.includes('outside the time'))).toEqual([])
  })

  test('are not all read', async () => {
    const { statistics } = await ask(bench.path('AWSLogs'), {
      range: [iso(TEN + 3600), iso(TEN + 3900)],
    })
    expect(statistics.filesFound).toBe(246)
    expect(statistics.filesRead).toBeLessThan(50)
  })
})

test.each([
  ['starts after the next stamp', [name('1', TEN), TEN + 2000] as const],
  ['is later than the lateness', [name('1', TEN + 6000), TEN + 4000] as const],
])('all files of the folders of the range are read when a record %s', async (_, [file, start]) => {
  const folder = bench.path(`misplaced-${start}`)
  const put = (name: string, at: number) =>
    bench.gzip(`misplaced-${start}/${name}`, log(line('1', at)))
  put(name('1', TEN + 300), TEN + 300)
  put(name('1', TEN + 600), TEN + 600)
  put(name('1', TEN + 7200), TEN + 4200)
  bench.gzip(`misplaced-${start}/${file}`, log(line('1', start), line('1', TEN + 4100)))
  put(name('1', TEN + 30_000), TEN + 60)
  const range = [iso(TEN), iso(TEN + 6900)] as const
  const { rows, messages } = await ask(folder, { range })
  expect(rows).toEqual([[6]])
  expect(messages).toEqual([expect.stringMatching(/^note: `.*` has records outside the time of its name; all files in the range's folders are read$/)]) // prettier-ignore
})

test('statistics of Parquet files show it too, also those that are remembered', async () => {
  const put = (stamp: number, start: number) => {
    const path = bench.path(`parquet/${name('1', stamp).replace('.log.gz', PARQUET)}`)
    const sql = `SELECT 'eni-1' AS interface_id, '10.0.1.5' AS srcaddr, '203.0.113.5' AS dstaddr,
      100::BIGINT AS bytes, ${start}::BIGINT AS start, ${start + MINUTE}::BIGINT AS "end"`
    return writeParquet(path, sql)
  }
  await Promise.all([
    put(TEN, TEN + 9000),
    put(TEN + 3600, TEN + 3600),
    put(TEN + 7200, TEN + 7200),
    put(TEN + 30_000, TEN),
  ])
  const asking = {
    range: [iso(TEN), iso(TEN + 6900)],
    cacheFolder: bench.path('cache'),
  } as const
  const first = await ask(bench.path('parquet'), asking)
  expect(first.rows).toEqual([[4]])
  expect(first.messages).toHaveLength(1)
  expect(await ask(bench.path('parquet'), asking)).toMatchObject({
    rows: first.rows,
    messages: first.messages,
  })
})

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
