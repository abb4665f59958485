import { fill } from '../../../lib/catalogue/fill'
import { cloudwatchEngine } from '../../../lib/engines/cloudwatch/cloudwatch-engine'
import type { Notice } from '../../../lib/engines/engine'
import { parseFormat } from '../../../lib/flow-log/format'
import type { Cell, Row } from '../../../lib/results/result'
import { ask, type Answer } from '../../ask'
import { awsServer, type AwsServer } from '../../aws-server/aws-server'
import { fakeWaiting } from '../../aws-server/fake-waiting'
import { catalogue, planOf } from '../../example-questions'
import { sampleHour, type SampleHour } from './log-group'

const RANGE = { from: new Date('2026-03-14T00:00:00Z'), to: new Date('2026-03-14T01:00:00Z') }

let hour: SampleHour
let server: AwsServer
let clients: ReturnType<AwsServer['clients']>
beforeAll(async () => {
  hour = await sampleHour('v11')
  server = await awsServer()
  clients = server.clients()
})
afterAll(async () => {
  await hour.remove()
  await server.close()
})

async function onCloudwatch(name: string, params: readonly string[], logGroup: string) {
  const waiting = fakeWaiting({ start: '2026-03-14T01:30:00Z' })
  server.logs.now = () => waiting.clock.now()
  server.logs.callsPerSecond = 10
  const query = catalogue.find(name)
  const text = fill(query, params)
  const notices: Notice[] = []
  const result = await cloudwatchEngine(
    { logGroups: [logGroup], logFormat: parseFormat('v11') },
    { clients, waiting },
  ).run(
    { ...query, text, plan: planOf(text), range: RANGE },
    { onNotice: (notice) => notices.push(notice) },
  )
  const rows: Row[] = []
  for await (const batch of result.batches) rows.push(...batch)
  return rounded({ columns: result.columns, rows, notices })
}

const answers = new Map<string, Promise<Answer>>()
async function onFiles(name: string, params: readonly string[]): Promise<Answer> {
  const answer = answers.get(name) ?? ask(name, { paths: [hour.path], params, range: RANGE })
  answers.set(name, answer)
  return rounded(await answer)
}

/** Sums of fractions differ in their last digits with the order of the records. */
function rounded(answer: Answer): Answer {
  const cell = (value: Cell) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(12)) : value
  return { ...answer, rows: answer.rows.map((row) => row.map(cell)) }
}

describe.each(catalogue.all().map(({ name, parameters }) => [name, parameters] as const))(
  '%s on CloudWatch',
  (name, parameters) => {
    const params = parameters
      .filter(({ required }) => required)
      .map((parameter) => `${parameter.name}=10.0.0.220`)

    it('answers as it does on files: columns, types, rows and their order', async () => {
      server.logs.addGroup('flow-logs', { records: hour.records, fields: hour.fields })

      const answer = await onCloudwatch(name, params, 'flow-logs')

      expect(answer).toEqual(await onFiles(name, params))
      expect(server.logs.queries.at(-1)!.text).not.toContain('parse @message')
    })

    it('answers the same where no field is discovered', async () => {
      server.logs.addGroup('hidden', { records: hour.records, fields: {} })

      const answer = await onCloudwatch(name, params, 'hidden')

      expect(answer).toEqual(await onFiles(name, params))
      expect(server.logs.queries.at(-1)!.text).toContain('parse @message')
    })
  },
)
