import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fill } from '../../lib/catalogue/fill'
import { athenaEngine } from '../../lib/engines/athena/athena-engine'
import { cloudwatchEngine } from '../../lib/engines/cloudwatch/cloudwatch-engine'
import type { Engine } from '../../lib/engines/engine'
import type { EngineName } from '../../lib/engines/engines'
import { localEngine } from '../../lib/engines/local/local-engine'
import { trinoEngine } from '../../lib/engines/trino/trino-engine'
import { FORMATS, parseFormat, type Format } from '../../lib/flow-log/format'
import { awsServer, type AwsServer } from '../aws-server/aws-server'
import { fakeWaiting } from '../aws-server/fake-waiting'
import { catalogue, planOf } from '../example-questions'
import { readRecords, type FlowRecord } from '../interpreter/flow-record'
import { interpret, type Interpreted } from '../interpreter/interpret'
import { disagreement } from '../properties/agree'
import { lakeTable } from './athena/lake-table'
import { collected } from './collected'
import { athenaAnswer } from './remote-answer'
import { sampleHour, type SampleHour } from './sample-hour'
import { sqlAnswers, type SqlAnswers } from './sql-answers'
import { trinoHours, trinoServer, trinoTable, type TrinoServer } from './trino/trino-server'

const RANGE = { from: new Date('2026-03-14T00:00:00Z'), to: new Date('2026-03-14T01:00:00Z') }
const START = '2026-03-14T01:30:00Z'

/** One log, wherever an engine finds it: in files, in a log group, in a table. */
interface SharedLog {
  readonly table: string
  readonly path: string
  readonly format: Format
  readonly records: readonly FlowRecord[]
}

let hour: SampleHour
let sql: SqlAnswers
let server: AwsServer
let trino: TrinoServer
let clients: ReturnType<AwsServer['clients']>
let sample: SharedLog
let odd: SharedLog
let wrong: SharedLog

/** The greatest numbers that a double counts, none at all, moments, what CSV and JSON escape; the last one is of the next hour. */
const ODD = `interface-id srcaddr dstaddr bytes packets start end instance-tag action
eni-a 10.0.0.1 192.0.2.1 9007199254740991 3 1773446400 1773446459 a%2Cb ACCEPT
eni-a 10.0.0.2 192.0.2.1 9007199254740991 7 1773446401 1773446460 "q" ACCEPT
eni-b 2001:db8::5 - 0 0 1773447000 1773447001 - REJECT
eni-b - - - - 1773449999 1773449999 {x}\\ -
eni-b 10.0.0.1 192.0.2.1 5 1 1773450000 1773450001 late ACCEPT
`

/** Each record of eni-c has another impossible value; the first two records have the last values that are possible. */
const WRONG = `interface-id srcport dstport protocol bytes packets start end log-status
eni-a 65535 0 255 1 1 1773446460 1773446400 OK
eni-b - - - - - 1773449940 1773449999 NODATA
eni-c 65536 0 6 1 1 1773446400 1773446460 OK
eni-c 1 -1 6 1 1 1773446400 1773446460 OK
eni-c 1 1 256 1 1 1773446400 1773446460 OK
eni-c 1 1 6 -1 1 1773446400 1773446460 OK
eni-c 1 1 6 1 -1 1773446400 1773446460 OK
eni-c 1 1 6 1 1 1773446461 1773446400 OK
eni-c 1 1 6 1 1 1773446400 1773446460000 OK
`

beforeAll(async () => {
  hour = await sampleHour('v11')
  sample = { table: 'sample', path: hour.path, format: FORMATS.v11, records: hour.records }
  const path = join(hour.path, '..', 'odd.log')
  await writeFile(path, ODD)
  const format = parseFormat(ODD.split('\n')[0]!)
  odd = { table: 'odd', path, format, records: readRecords(ODD) }
  wrong = { ...odd, table: 'wrong', format: parseFormat(WRONG.split('\n')[0]!), records: readRecords(WRONG) } // prettier-ignore

  sql = await sqlAnswers()
  for (const { table, format: columns, records } of [sample, odd, wrong]) {
    await sql.addTable(table, columns, records)
  }
  server = await awsServer()
  trino = await trinoServer()
  clients = server.clients()
  server.athena.answer = async (text) => athenaAnswer(await sql.answer(text))
  server.athena.results = { bucket: 'results', objects: server.s3.addBucket('results') }
  trino.answer = (text) => sql.answer(text)
})
afterAll(async () => {
  sql.close()
  await Promise.all([server.close(), trino.close(), hour.remove()])
})

function onCloudwatch(
  { table, format, records }: SharedLog,
  { isDiscovered }: { readonly isDiscovered: boolean },
): Engine {
  const waiting = fakeWaiting({ start: START })
  server.logs.now = () => waiting.clock.now()
  server.logs.callsPerSecond = 10
  const fields = isDiscovered ? Object.fromEntries(format.map(({ name }) => [name, 100])) : {}
  server.logs.addGroup(table, { records, fields })
  return cloudwatchEngine({ logGroups: [table], logFormat: format }, { clients, waiting })
}

/** Every engine, as it is asked about a log; CloudWatch twice, since it may know no field of a record. */
const ENGINES = {
  local: ({ path }) => localEngine({ paths: [path] }),
  cloudwatch: (log) => onCloudwatch(log, { isDiscovered: true }),
  'cloudwatch, by parse': (log) => onCloudwatch(log, { isDiscovered: false }),
  athena: ({ table, format }) => {
    const waiting = fakeWaiting({ start: START })
    server.athena.now = () => waiting.clock.now()
    lakeTable(server, { from: '2026-03-14T00:00:00Z', to: '2026-03-14T02:00:00Z', table }, format)
    const options = { workgroup: 'natlens', database: 'natlens', table }
    return athenaEngine(options, clients, { waiting })
  },
  trino: ({ table, format }) => {
    trino.table = trinoTable(format)
    trino.partitions = trinoHours(0, 1)
    const options = { server: trino.url, catalog: 'hive', schema: 'natlens', table }
    return trinoEngine(options, { waiting: fakeWaiting({ start: START }) })
  },
} satisfies Record<EngineName | 'cloudwatch, by parse', (log: SharedLog) => Engine>

/** What each text means over each log, found once for all engines. */
const known = new Map<string, Interpreted>()
function expectedOf(text: string, { table, records }: SharedLog): Interpreted {
  const key = `${table}: ${text}`
  const answer = known.get(key) ?? interpret(planOf(text), records, { range: RANGE })
  known.set(key, answer)
  return answer
}

describe.each(Object.keys(ENGINES) as (keyof typeof ENGINES)[])('the engine %s', (name) => {
  async function expectAnswer(text: string, log: SharedLog): Promise<void> {
    const expected = expectedOf(text, log)

    const { columns, rows, notices } = await collected(ENGINES[name](log), { text, range: RANGE })

    expect(columns).toEqual(expected.columns)
    expect(disagreement(expected, rows)).toBeUndefined()
    expect(notices.filter(({ kind }) => kind === 'damage')).toEqual([])
  }

  it.each(catalogue.all().map((query) => [query.name, query] as const))(
    'answers %s from the sample: columns, types, rows and their order',
    async (_, query) => {
      const required = query.parameters.filter((parameter) => parameter.required)
      const params = required.map((parameter) => `${parameter.name}=10.0.0.220`)

      await expectAnswer(fill(query, params), sample)
    },
  )

  it.each([
    'fields bytes, packets, bytes / packets as share | sort startTime asc',
    'fields @timestamp, interfaceId, srcAddr, dstAddr | sort @timestamp desc',
    'fields bytes * 2 as twice | fields srcAddr, packets | sort startTime asc',
    'fields instanceTag, concat(instanceTag, ",\\"x", " ") as t | sort startTime asc',
    'stats sum(bytes) as total, max(bytes) as most, avg(packets) as mean by interfaceId',
    'stats min(@timestamp) as first, latest(bytes) as last, count(*) as n by bin(10m) as slot | sort slot asc',
    'stats sum(action = "REJECT") as refused, count(dstAddr) as n by isIpInSubnet(srcAddr, "10.0.0.0/8") as inside | sort inside asc',
    'stats pct(packets, 50) as middle, stddev(packets) as spread, count_distinct(srcAddr) as sources',
    'filter bytes > 9007199254740990 | stats count(*) as n by srcAddr | sort srcAddr asc',
    'filter srcAddr like /^2001:/ or isIpv6InSubnet(srcAddr, "2001:db8::/32") | stats count(*) as n',
    'parse srcAddr "*.*.*.*" as a, b, c, d | sort d desc, interfaceId asc, startTime asc | display a, d',
    'filter bytes = 5 | stats count(*) as n',
    'filter bytes = 5 | fields srcAddr, bytes',
    'stats sum(bytes) as b by srcAddr | sort b desc, srcAddr asc | limit 2 | filter b > 0',
  ])('answers as the interpreter does: %s', async (text) => {
    await expectAnswer(text, odd)
  })
})

const REMOTE = (Object.keys(ENGINES) as (keyof typeof ENGINES)[]).filter((name) => name !== 'local')

it.each(REMOTE)('the engine %s counts impossible values in health/log-status', async (name) => {
  const { text } = catalogue.find('health/log-status')

  const { rows } = await collected(ENGINES[name](wrong), { text, range: RANGE })

  expect(rows).toEqual([
    ['impossible', 'eni-c', 7],
    ['OK', 'eni-a', 1],
    ['NODATA', 'eni-b', 1],
  ])
})

it('CloudWatch is sent a `parse` where it knows no field, and there alone', () => {
  const parses = server.logs.queries.filter(({ text }) => text.includes('parse @message'))

  expect(parses.length).toBeGreaterThan(catalogue.all().length)
  expect(parses).toHaveLength(server.logs.queries.length / 2)
})
