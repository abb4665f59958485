import { startAndWait } from '../../../lib/engines/athena/execution'
import { resultPages } from '../../../lib/engines/athena/result-pages'
import { InterruptedError } from '../../../lib/errors'
import { awsServer, type AwsServer } from '../../aws-server/aws-server'
import { fakeWaiting } from '../../aws-server/fake-waiting'
import { cut, hold, throttle, type Fault } from '../../aws-server/fault'

const REQUEST = {
  sql: 'SELECT 1',
  workgroup: 'natlens',
  token: (attempt: number) => `a-token-of-at-least-32-characters-${attempt}`,
}

let server: AwsServer

beforeEach(async () => {
  server = await awsServer()
})
afterEach(() => server.close())

const run = (waiting = fakeWaiting()) => startAndWait(REQUEST, server.clients(), waiting)
const states = () => server.athena.executions.map(({ id }) => server.athena.stateOf(id))
const count = (operation: string) => server.calls.filter((call) => call === operation).length

describe('running a query on Athena', () => {
  it('waits while it is queued and running, with growing pauses', async () => {
    server.athena.courses.push({ queued: 5, running: 3 })
    const waiting = fakeWaiting()

    const execution = await run(waiting)

    expect(execution).toEqual({
      id: 'execution-1',
      attempt: 1,
      bytesScanned: 10_000_000,
      reused: false,
      outputLocation: undefined,
    })
    expect(waiting.pauses).toEqual([187.5, 375, 750, 1500, 3000, 3750, 3750, 3750])
  })

  it('gets the same execution for the same token', async () => {
    const [first, second] = [await run(), await run()]

    expect(second).toEqual(first)
    expect(server.athena.executions).toHaveLength(1)
  })

  it('starts the next attempt after a failure that Athena calls retryable', async () => {
    server.athena.courses.push({
      end: 'FAILED',
      reason: 'Query exhausted resources',
      retryable: true,
    })

    expect(await run()).toMatchObject({ id: 'execution-2', attempt: 2 })
  })

  it('gives up after three such failures', async () => {
    const course = { end: 'FAILED', reason: 'Query exhausted resources', retryable: true } as const
    server.athena.courses.push(course, course, course)

    await expect(run()).rejects.toThrow(
      'athena: query execution execution-3 failed 3 times, the last time: Query exhausted resources',
    )
    expect(server.athena.executions).toHaveLength(3)
  })

  it.each([
    [{ reason: 'SYNTAX_ERROR: line 1:8', retryable: false }, 'SYNTAX_ERROR: line 1:8'],
    [{ reason: 'Only the older field tells' }, 'Only the older field tells'],
    [{}, 'Athena gives no reason'],
  ])('fails at once with Athena’s reason: %j', async (course, reason) => {
    server.athena.courses.push({ end: 'FAILED', ...course })

    await expect(run()).rejects.toThrow(`athena: query execution execution-1 failed: ${reason}`)
    expect(server.athena.executions).toHaveLength(1)
  })

  it('passes over a failure of an earlier run', async () => {
    server.athena.courses.push({ queued: 0, running: 0, end: 'FAILED', reason: 'access denied' })
    await expect(run()).rejects.toThrow('access denied')

    const later = await run(fakeWaiting({ start: '2026-02-10T02:05:00Z' }))

    expect(later).toMatchObject({ id: 'execution-2', attempt: 2 })
  })

  it('fails, and does not loop, when a query fails before the first look', async () => {
    const course = { running: 0, end: 'FAILED', reason: 'no such table' } as const
    server.athena.courses.push(course, course)

    await expect(run()).rejects.toThrow('athena: query execution execution-1 failed: no such table')
    expect(server.athena.executions).toHaveLength(1)
  })

  it('fails when someone cancels it, and runs it anew the next time', async () => {
    server.athena.courses.push({ queued: 1, end: 'CANCELLED' })
    await expect(run()).rejects.toThrow(
      'athena: query execution execution-1 was cancelled: Athena gives no reason',
    )

    expect(await run()).toMatchObject({ id: 'execution-2', attempt: 2 })
  })

  it.each(['StartQueryExecution', 'GetQueryExecution'])(
    'is not kept waiting by a %s without an answer when it is interrupted, and leaves nothing behind',
    async (operation) => {
      server.athena.courses.push({ running: 1000 })
      server.fault(operation, hold)
      const controller = new AbortController()
      server.onCall = (call) => void (call === operation && controller.abort())

      await expect(run(fakeWaiting({ signal: controller.signal }))).rejects.toThrow(
        new InterruptedError('athena: query execution execution-1 was interrupted and was stopped'),
      )
      expect(states()).toEqual(['CANCELLED'])
    },
  )

  it('stops what runs although its answer was lost, when it is interrupted before it asks again', async () => {
    server.athena.courses.push({ running: 1000 })
    server.fault('StartQueryExecution', { kind: 'late-error', code: 'InternalServerException', status: 500 }) // prettier-ignore
    const controller = new AbortController()
    const waiting = fakeWaiting({ signal: controller.signal, onSleep: () => controller.abort() })

    await expect(run(waiting)).rejects.toThrow('execution-1 was interrupted and was stopped')
    expect(states()).toEqual(['CANCELLED'])
  })

  it('says that a query may run when nobody tells its id any more', async () => {
    server.fault('StartQueryExecution', cut, { kind: 'error', code: 'ExpiredTokenException' })
    const controller = new AbortController()
    const waiting = fakeWaiting({ signal: controller.signal, onSleep: () => controller.abort() })

    await expect(run(waiting)).rejects.toMatchObject({
      name: 'InterruptedError',
      message:
        'athena: the query was interrupted while it was sent; it may be running in workgroup natlens',
    })
  })

  it.each([
    ['QUEUED', { queued: 1000 }],
    ['RUNNING', { running: 1000 }],
  ])('stops a query that is still %s when the time is up', async (state, course) => {
    server.athena.courses.push(course)
    const waiting = fakeWaiting({ seconds: 60 })

    await expect(run(waiting)).rejects.toMatchObject({
      message: `athena: query execution execution-1 was still ${state} after the time limit, and was stopped`,
      help: 'run it again with more time; the queue of the workgroup counts as well',
    })
    expect(waiting.passed()).toBe(60)
    expect(states()).toEqual(['CANCELLED'])
  })

  it('says so when it could not be stopped either', async () => {
    server.athena.courses.push({ queued: 1000 })
    server.fault('StopQueryExecution', { kind: 'error', code: 'AccessDeniedException' })

    await expect(run(fakeWaiting({ seconds: 1 }))).rejects.toThrow(
      'was still QUEUED after the time limit, and could not be stopped (AccessDeniedException)',
    )
  })

  it('stops the query when it is interrupted', async () => {
    const controller = new AbortController()
    server.athena.courses.push({ running: 1000 })
    const waiting = fakeWaiting({
      signal: controller.signal,
      onSleep: (pauses) => pauses === 3 && controller.abort(),
    })

    const error = await run(waiting).catch((reason: unknown) => reason)

    expect(error).toBeInstanceOf(InterruptedError)
    expect((error as Error).message).toBe(
      'athena: query execution execution-1 was interrupted and was stopped',
    )
    expect(states()).toEqual(['CANCELLED'])
  })

  const busy: Fault = { kind: 'error', code: 'TooManyRequestsException' }
  const fault: Fault = { kind: 'error', code: 'InternalServerException', status: 500 }
  const done: Fault = { ...fault, kind: 'late-error' }

  it.each([
    ['three throttles', [throttle, throttle, throttle], 'was stopped', 'CANCELLED'],
    ['a fault and a cut', [fault, cut], 'was stopped', 'CANCELLED'],
    ['a fault that came after it was done', [done], 'was stopped', 'CANCELLED'],
    ['throttles without an end', Array(8).fill(busy), 'could not be stopped (TooManyRequestsException)', 'RUNNING'],
    ['faults without an end', Array(8).fill(fault), 'could not be stopped (InternalServerException)', 'RUNNING'],
  ] as [string, Fault[], string, string][])(
    'says what became of it where stopping meets %s',
    async (_, faults, outcome, state) => {
      server.athena.courses.push({ running: 1000 })
      server.fault('StopQueryExecution', ...faults)
      const controller = new AbortController()
      const onSleep = (pauses: number) => pauses === 3 && controller.abort()

      await expect(run(fakeWaiting({ signal: controller.signal, onSleep }))).rejects.toThrow(
        new InterruptedError(`athena: query execution execution-1 was interrupted and ${outcome}`),
      )
      expect(states()).toEqual([state])
    },
  ) // prettier-ignore

  it('stops the query when it can no longer ask for its state', async () => {
    server.athena.courses.push({ running: 1000 })
    server.fault('GetQueryExecution', undefined, {
      kind: 'error',
      code: 'AccessDeniedException',
    })

    await expect(run()).rejects.toThrow('The service said AccessDeniedException.')
    expect(states()).toEqual(['CANCELLED'])
  })

  it.each(['StartQueryExecution', 'GetQueryExecution'])(
    'ends right after a full queue, a throttle, a fault and a cut of %s',
    async (operation) => {
      server.fault(
        operation,
        { kind: 'error', code: 'TooManyRequestsException' },
        throttle,
        { kind: 'late-error', code: 'InternalServerException', status: 500 },
        cut,
      )

      expect(await run()).toMatchObject({ id: 'execution-1', attempt: 1 })
      expect(server.athena.executions).toHaveLength(1)
    },
  )

  it('gives up on a queue that stays full', async () => {
    const full: Fault = { kind: 'error', code: 'TooManyRequestsException' }
    server.fault('StartQueryExecution', ...Array<Fault>(8).fill(full))

    await expect(run()).rejects.toMatchObject({ name: 'TooManyRequestsException' })
    expect(count('StartQueryExecution')).toBe(8)
  })
})

describe('reading a result of Athena', () => {
  async function pages() {
    const { id } = await run()
    const all = []
    for await (const page of resultPages(id, server.clients(), fakeWaiting())) all.push(page)
    return all
  }

  it('leaves the header out of the first page and reads all pages', async () => {
    server.athena.answer = () => ({
      columns: [{ name: 'bytes', type: 'bigint' }],
      rows: Array.from({ length: 9 }, (_, index) => [String(index)]),
    })
    server.athena.pageSize = 4

    expect((await pages()).map(({ rows }) => rows.length)).toEqual([3, 4, 2])
  })

  it('turns Athena’s text into values by the type of the column', async () => {
    server.athena.answer = () => ({
      columns: [
        { name: 'text', type: 'varchar' },
        { name: 'count', type: 'bigint' },
        { name: 'share', type: 'double' },
        { name: 'time', type: 'timestamp' },
        { name: 'zoned', type: 'timestamp(3) with time zone' },
      ],
      rows: [
        [
          '',
          '9007199254740993',
          '1.5E10',
          '2026-03-14 05:00:00.000',
          '2026-03-14 05:00:00.250 UTC',
        ],
        [null, null, null, null, null],
      ],
    })

    const [page] = await pages()

    expect(page?.columns.map(({ type }) => type)).toEqual([
      'text',
      'integer',
      'number',
      'time',
      'time',
    ])
    expect(page?.rows).toEqual([
      [
        '',
        9007199254740993n,
        15_000_000_000,
        new Date('2026-03-14T05:00:00Z'),
        new Date('2026-03-14T05:00:00.250Z'),
      ],
      [null, null, null, null, null],
    ])
  })

  it('gives one page with its columns when there are no rows', async () => {
    server.athena.answer = () => ({ columns: [{ name: 'bytes', type: 'bigint' }], rows: [] })

    expect(await pages()).toEqual([
      { columns: [{ name: 'bytes', type: 'integer' }], rows: [], isLast: true },
    ])
  })
})
