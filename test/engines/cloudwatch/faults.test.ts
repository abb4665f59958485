import { InterruptedError } from '../../../lib/errors'
import { awsServer, type AwsServer } from '../../aws-server/aws-server'
import { cut, ServiceError, throttle, type Fault } from '../../aws-server/fault'
import { malformed } from '../../aws-server/insights-text'
import { asked, FIELDS, noon, record } from './desk'

const COUNT = 'stats count(*) as records'
const NO_PAUSES = { scheduled: 0, running: 0 }
const serverFault: Fault = { kind: 'error', code: 'ServiceUnavailableException', status: 500 }

let server: AwsServer
beforeEach(async () => {
  server = await awsServer()
  server.logs.addGroup('flow-logs', {
    records: [record(0, 10), record(60, 20), record(3599, 30), record(3600, 40)],
    fields: FIELDS,
  })
})
afterEach(() => server.close())

const count = (operation: string) => server.calls.filter((call) => call === operation).length

describe('a query that goes wrong', () => {
  it.each([
    [
      'Failed',
      'cloudwatch: query query-1 failed, and CloudWatch gives no reason',
      'run it again; it may succeed',
    ],
    [
      'Cancelled',
      'cloudwatch: query query-1 was cancelled',
      'another user stopped it, in the console or with StopQuery',
    ],
    [
      'Timeout',
      'cloudwatch: query query-1 ran for an hour, the maximum of CloudWatch',
      'a shorter range scans less: --from, --to',
    ],
  ] as const)('says so: %s', async (end, message, help) => {
    server.logs.courses.push({ end })

    await expect(asked(server, COUNT)).rejects.toMatchObject({ name: 'UserError', message, help })
    expect(count('StopQuery')).toBe(0)
  })

  it('is stopped when it has no end', async () => {
    server.logs.courses.push({ scheduled: 0, running: 0, unknown: Infinity })
    const waiting = noon({ seconds: 60 })
    await expect(asked(server, COUNT, { waiting })).rejects.toMatchObject({
      message: 'cloudwatch: query query-1 was still Unknown after the time limit, and was stopped',
    })
    expect(server.logs.stateOf('query-1')).toBe('Cancelled')
  })

  it('has a caret under what CloudWatch does not take', async () => {
    const text = 'filter bytes > 5\n| stats count(*) as n | limit 5'
    server.logs.refusals.push(malformed('unexpected symbol found count(*)', 25, 33))

    await expect(asked(server, text)).rejects.toMatchObject({
      name: 'UserError',
      message: [
        'a query:2:9: CloudWatch: unexpected symbol found count(*)',
        '',
        '  2 | | stats count(*) as n | limit 5',
        '    |         ^^^^^^^^',
      ].join('\n'),
      help: 'this is the text that was sent; `natlens check` diagnoses a query without sending it',
    })
  })

  it.each([
    [
      'Ephemeral field is already defined: n ([20,21])',
      'a query:1:21: CloudWatch: Ephemeral field is already defined: n ([20,21])\n\n  1 | stats count(*) as n | limit 5\n    |                     ^',
    ],
    ['unexpected end', 'a query: CloudWatch: unexpected end'],
    [
      "Query's end date and time is either before the log groups creation time or exceeds the log groups log retention settings",
      "the range is older than the records of `flow-logs`: Query's end date and time is either before the log groups creation time or exceeds the log groups log retention settings",
    ],
  ])('says all that CloudWatch says: %s', async (said, message) => {
    server.logs.refusals.push(new ServiceError('MalformedQueryException', said))

    await expect(asked(server, 'stats count(*) as n | limit 5')).rejects.toMatchObject({ message })
    expect(count('StartQuery')).toBe(1)
  })

  it('is refused when its text is longer than CloudWatch takes', async () => {
    const text = `# ${'x'.repeat(10_000)}\n${COUNT}`

    await expect(asked(server, text)).rejects.toMatchObject({
      message: '`a query` has 10,043 characters; CloudWatch accepts 10,000',
      help: 'shorten a list in --param, or the comments',
    })
  })

  it('waits for room among the queries of the account', async () => {
    server.logs.courses.push(NO_PAUSES)
    const full: Fault = { kind: 'error', code: 'LimitExceededException' }
    server.fault('StartQuery', full, full, full)
    const { rows, states, notices } = await asked(server, COUNT)

    expect(rows).toEqual([[3]])
    expect(states.map(({ state }) => state)).toEqual(['Waiting', 'Waiting', 'Waiting', 'Complete'])
    expect(notices.map(({ message }) => message)).toEqual(['CloudWatch runs as many queries of this account as it allows; waiting for one to end, for ten minutes at most']) // prettier-ignore
  })

  it('gives up waiting for room', async () => {
    server.fault('StartQuery', ...Array.from({ length: 200 }, () => ({ kind: 'error', code: 'LimitExceededException' }) as const)) // prettier-ignore

    await expect(asked(server, COUNT)).rejects.toMatchObject({
      message: 'CloudWatch runs as many queries of this account as it allows',
    })
  })
})

describe('faults of the service', () => {
  it.each(['DescribeLogGroups', 'GetLogGroupFields', 'StartQuery', 'GetQueryResults'])(
    'at %s are gone when it is asked again',
    async (operation) => {
      server.logs.pageSize = 2
      for (const faults of [[throttle, throttle, throttle], [serverFault], [cut]]) {
        server.fault(operation, ...faults)

        const { rows } = await asked(server, 'fields bytes | sort bytes asc')

        expect(rows).toEqual([[10], [20], [30]])
      }
    },
  )

  it('that leave open whether a query was begun are told, as it may run twice', async () => {
    server.fault('StartQuery', { kind: 'late-error', code: 'ServiceUnavailableException', status: 500 }) // prettier-ignore
    const { rows, notices } = await asked(server, COUNT)

    expect(rows).toEqual([[3]])
    expect(server.logs.queries).toHaveLength(2)
    expect(notices).toEqual([
      {
        kind: 'note',
        message:
          'StartQuery got no answer (ServiceUnavailableException) and is called again; if the query did start, CloudWatch bills it as well',
      },
    ])
    server.fault('StartQuery', throttle)
    expect((await asked(server, COUNT)).notices).toEqual([])
  })

  it('amid the pages neither lose nor repeat a row', async () => {
    server.logs.pageSize = 1
    server.logs.courses.push(NO_PAUSES)
    server.fault('GetQueryResults', undefined, undefined, throttle, throttle, cut, undefined)

    const { rows } = await asked(server, 'fields bytes | sort bytes asc')

    expect(rows).toEqual([[10], [20], [30]])
  })

  it('that last are told as they are', async () => {
    server.fault('StartQuery', ...Array<Fault>(8).fill(throttle))

    await expect(asked(server, COUNT)).rejects.toMatchObject({ name: 'ThrottlingException' })
  })

  it('a token that expires in the middle stops the query where it can', async () => {
    server.fault('GetQueryResults', undefined, { kind: 'error', code: 'ExpiredTokenException' })

    await expect(asked(server, COUNT)).rejects.toMatchObject({ name: 'ExpiredTokenException' })
    expect(server.logs.stateOf('query-1')).toBe('Cancelled')
  })
})

describe('Ctrl-C', () => {
  it('stops the query', async () => {
    const controller = new AbortController()
    const onState = () => controller.abort()

    const answer = asked(server, COUNT, { signal: controller.signal, onState })

    await expect(answer).rejects.toThrow(
      new InterruptedError('cloudwatch: query query-1 was interrupted and was stopped'),
    )
    expect(server.logs.stateOf('query-1')).toBe('Cancelled')
  })

  it('says when there was nothing left to stop', async () => {
    const controller = new AbortController()
    server.logs.pageSize = 1
    server.logs.courses.push(NO_PAUSES)
    const onState = () => controller.abort()

    await expect(
      asked(server, 'fields bytes', { signal: controller.signal, onState }),
    ).rejects.toThrow('cloudwatch: query query-1 was interrupted and had ended')
  })

  it('says when the query could not be stopped', async () => {
    const controller = new AbortController()
    server.fault('StopQuery', { kind: 'error', code: 'AccessDeniedException' })
    const onState = () => controller.abort()

    await expect(asked(server, COUNT, { signal: controller.signal, onState })).rejects.toThrow(
      'cloudwatch: query query-1 was interrupted and could not be stopped (AccessDeniedException)',
    )
  })

  it.each([
    ['three throttles', [throttle, throttle, throttle], 'was stopped', 'Cancelled'],
    ['a fault and a cut', [serverFault, cut], 'was stopped', 'Cancelled'],
    ['throttles without an end', Array(8).fill(throttle), 'could not be stopped (ThrottlingException)', 'Running'],
    ['faults without an end', Array(8).fill(serverFault), 'could not be stopped (ServiceUnavailableException)', 'Running'],
  ] as [string, Fault[], string, string][])(
    'says what became of the query where stopping meets %s',
    async (_, faults, outcome, state) => {
      const controller = new AbortController()
      server.logs.courses.push({ scheduled: 0, running: 1000 })
      server.fault('StopQuery', ...faults)
      const onState = () => controller.abort()

      await expect(asked(server, COUNT, { signal: controller.signal, onState })).rejects.toThrow(
        new InterruptedError(`cloudwatch: query query-1 was interrupted and ${outcome}`),
      )
      expect(server.logs.stateOf('query-1')).toBe(state)
    },
  ) // prettier-ignore

  it.each(['DescribeLogGroups', 'GetLogGroupFields', 'GetQueryResults'])(
    'does not wait for an answer that never comes: %s',
    async (operation) => {
      const controller = new AbortController()
      server.onCall = (call) => {
        if (call !== operation) return
        controller.abort()
        return new Promise(() => undefined)
      }

      await expect(asked(server, 'stats sum(bytes)', { signal: controller.signal })).rejects.toThrow(InterruptedError) // prettier-ignore
      const states = server.logs.queries.map(({ id }) => server.logs.stateOf(id))
      expect(states).toEqual(operation === 'GetQueryResults' ? ['Cancelled'] : [])
    },
  )

  it('in the turn before StartQuery starts nothing', async () => {
    const controller = new AbortController()
    const waiting = noon({ onSleep: () => controller.abort() })

    await expect(asked(server, COUNT, { signal: controller.signal, waiting })).rejects.toThrow(
      InterruptedError,
    )
    expect(server.calls).toEqual(['DescribeLogGroups'])
  })

  it('while a query starts stops it as soon as it is known', async () => {
    const controller = new AbortController()
    server.onCall = (call) => call === 'StartQuery' && controller.abort()

    await expect(asked(server, COUNT, { signal: controller.signal })).rejects.toThrow(
      'cloudwatch: query query-1 was interrupted and was stopped',
    )
    expect(server.logs.stateOf('query-1')).toBe('Cancelled')
  })

  it('starts nothing when it comes first', async () => {
    await expect(asked(server, COUNT, { signal: AbortSignal.abort() })).rejects.toThrow(
      InterruptedError,
    )
    expect(server.calls).toEqual([])
  })
})
