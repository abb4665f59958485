import { NO_PLAN } from '../../../lib/engines/engine'
import { awsServer, type AwsServer } from '../../aws-server/aws-server'
import { collected } from '../collected'
import { cloudwatchEngine } from '../../../lib/engines/cloudwatch/cloudwatch-engine'
import { HOUR, noon } from './desk'

const PATTERN = 'pattern @message'
const UNTYPED = {
  kind: 'note',
  message: 'the types of the columns are unknown for this query: every value is text',
}

let server: AwsServer
beforeEach(async () => {
  server = await awsServer()
  server.logs.addGroup('flow-logs')
})
afterEach(() => server.close())

type Fields = Readonly<Record<string, string>>

async function asked(text: string, rows: readonly Fields[]) {
  const cells = rows.map((row) => Object.entries(row).map(([field, value]) => ({ field, value })))
  server.logs.opaque.set(text, cells)
  const world = { clients: server.clients(), waiting: noon() }
  const engine = cloudwatchEngine({ logGroups: ['flow-logs'] }, world)
  return collected(engine, { text, plan: NO_PLAN, isOpaque: true, range: HOUR })
}

it('answers as CloudWatch does: columns as they are first seen, every value as text', async () => {
  const { columns, rows, notices } = await asked(PATTERN, [
    { '@pattern': '2 <*> ACCEPT OK', '@ptr': 'a' },
    { '@ratio': '0.9', '@pattern': '2 <*> REJECT OK', '@sampleCount': '18', '@ptr': 'b' },
  ])

  expect(columns).toEqual(
    ['@pattern', '@ratio', '@sampleCount'].map((name) => ({ name, type: 'text' })),
  )
  expect(rows).toEqual([
    ['2 <*> ACCEPT OK', null, null],
    ['2 <*> REJECT OK', '0.9', '18'],
  ])
  expect(notices).toEqual([UNTYPED])
  expect(server.logs.queries.map(({ text }) => text)).toEqual([PATTERN])
  expect(server.calls).not.toContain('GetLogGroupFields')
})

it('keeps a limit of the text, and sends a greater one than CloudWatch takes as its greatest', async () => {
  const few = await asked(`${PATTERN} | limit 1`, [{ '@pattern': 'a' }])
  const text = `${PATTERN}\n| limit 200000`
  server.logs.opaque.set(text.replace('200000', '100000'), [])
  await asked(text, [])

  expect(few.notices).toEqual([UNTYPED])
  expect(server.logs.queries.map((query) => query.text)).toEqual([
    'pattern @message | limit 1',
    'pattern @message\n| limit 100000',
  ])
})

it('says that an answer is cut at the rows that CloudWatch gives where there is no limit', async () => {
  const many = Array.from({ length: 10_000 }, () => ({ '@pattern': 'a' }))

  expect((await asked(PATTERN, many)).notices).toEqual([
    UNTYPED,
    {
      kind: 'damage',
      message:
        'the answer is cut at 10,000 rows, the maximum of CloudWatch: use a shorter range, a filter or a `limit`',
    },
  ])
})
