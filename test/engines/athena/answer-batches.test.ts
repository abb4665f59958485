import type { S3Client } from '@aws-sdk/client-s3'
import { answerBatches } from '../../../lib/engines/athena/answer-batches'
import type { Row } from '../../../lib/results/result'
import { awsServer, type AwsServer } from '../../aws-server/aws-server'
import { fakeWaiting } from '../../aws-server/fake-waiting'

const COLUMNS = [{ name: 'n', type: 'integer' }] as const
const FILE = { id: 'execution-1', outputLocation: 's3://results/execution-1.csv' }
const WHOLE = ['"n"', ...Array.from({ length: 3000 }, (_, index) => `"${index}"`), ''].join('\n')
const ROWS = Array.from({ length: 3000 }, (_, index) => [index])

let server: AwsServer
beforeEach(async () => {
  server = await awsServer()
  server.athena.answer = () => ({
    columns: [{ name: 'n', type: 'bigint' }],
    rows: ROWS.map(([n]) => [String(n)]),
  })
  const { StartQueryExecution: start, GetQueryExecution: look } = server.athena.operations
  await start!({ ClientRequestToken: 'a'.repeat(32), QueryString: 'SELECT 1', WorkGroup: 'w' })
  await look!({ QueryExecutionId: 'execution-1' })
  await look!({ QueryExecutionId: 'execution-1' })
})
afterEach(() => server.close())

/** An S3 whose file breaks off, each time it is opened, where `breaks` says; then it is whole. */
function breakingS3(breaks: readonly number[], code = 'ECONNRESET') {
  const state = { opened: 0 }
  const send = () => {
    const end = breaks[state.opened++]
    async function* body() {
      const text = WHOLE.slice(0, end)
      for (let at = 0; at < text.length; at += 5000) {
        yield await Promise.resolve(Buffer.from(text.slice(at, at + 5000)))
      }
      if (end !== undefined) throw Object.assign(new Error('aborted'), { code })
    }
    return Promise.resolve({ Body: body() })
  }
  return { state, s3: { send } as unknown as S3Client }
}

async function read(s3: S3Client, waiting = fakeWaiting(), onBatch?: () => void): Promise<Row[]> {
  const clients = { ...server.clients(), s3 }
  const rows: Row[] = []
  for await (const batch of await answerBatches(FILE, COLUMNS, clients, waiting)) {
    rows.push(...batch)
    onBatch?.()
  }
  return rows
}

it('opens the file again when its connection breaks, and no row is lost or comes twice', async () => {
  const { s3, state } = breakingS3([100, 15_004])
  const waiting = fakeWaiting()

  expect(await read(s3, waiting)).toEqual(ROWS)
  expect(state.opened).toBe(3)
  // Half of 200 and of 400 milliseconds: not at once.
  expect(waiting.pauses).toEqual([100, 200])
})

it('gives up on a file that breaks three times', async () => {
  const { s3, state } = breakingS3([10_000, 10_000, 10_000])

  await expect(read(s3)).rejects.toThrow('aborted')
  expect(state.opened).toBe(3)
})

it('does not open it again when it is interrupted meanwhile', async () => {
  const controller = new AbortController()
  const waiting = fakeWaiting({ signal: controller.signal, onSleep: () => controller.abort() })
  const { s3, state } = breakingS3([10_000])

  await expect(read(s3, waiting)).rejects.toMatchObject({ name: 'InterruptedError' })
  expect(state.opened).toBe(1)
})

it('stops reading when it is interrupted', async () => {
  const controller = new AbortController()
  const waiting = fakeWaiting({ signal: controller.signal })
  const { s3 } = breakingS3([])
  let batches = 0

  await expect(
    read(s3, waiting, () => ++batches === 2 && controller.abort()),
  ).rejects.toMatchObject({
    name: 'InterruptedError',
    message: 'interrupted',
  })
  expect(batches).toBe(2)
})
