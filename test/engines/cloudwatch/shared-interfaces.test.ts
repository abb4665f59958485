import { awsServer, type AwsServer } from '../../aws-server/aws-server'
import { recordOf, type FlowRecord } from '../../interpreter/flow-record'
import { asked, FIELDS, TEN } from './desk'

const COUNT = 'stats count(*) as n'

let server: AwsServer
beforeEach(async () => {
  server = await awsServer()
})
afterEach(() => server.close())

function records(second: number, ...interfaces: string[]): FlowRecord[] {
  const tokens = ['interface-id', 'srcaddr', 'bytes', 'start', 'action']
  return interfaces.map((id) =>
    recordOf(tokens, [id, '192.0.2.1', '100', String(TEN + second), 'ACCEPT']),
  )
}

function addGroup(name: string, ...added: FlowRecord[][]): void {
  server.logs.addGroup(name, { records: added.flat(), fields: FIELDS })
}

async function messages(...logGroups: string[]): Promise<string[]> {
  const { notices } = await asked(server, COUNT, { logGroups })
  return notices.map(({ kind, message }) => `${kind}: ${message}`)
}

const calls = () => server.calls.filter((call) => call === 'DescribeLogStreams').length

describe('log groups that are asked together', () => {
  it('are warned of where they have the same interfaces', async () => {
    addGroup('vpc', records(60, 'eni-0a', 'eni-0b', 'eni-0c', 'eni-0d', 'eni-0e'))
    addGroup('subnet', records(60, 'eni-0b', 'eni-0c', 'eni-0d', 'eni-0e', 'eni-0f'))
    addGroup('other', records(60, 'eni-09'))

    expect(await messages('vpc', 'subnet', 'other')).toEqual([
      'damage: log groups `vpc` and `subnet` both have records of eni-0b, eni-0c, eni-0d, 1 more: ' +
        'their traffic counts twice; query only one of them with --log-group',
    ])
  })

  it('are not where each has its own, or had them at another time', async () => {
    addGroup('one', records(60, 'eni-0a'), records(-7200, 'eni-0b'))
    addGroup('two', records(60, 'eni-0b'), records(3600, 'eni-0a'))

    expect(await messages('one', 'two')).toEqual([])
  })

  it('are not compared where one is asked alone', async () => {
    addGroup('one', records(60, 'eni-0a'))

    expect(await messages('one')).toEqual([])
    expect(calls()).toBe(0)
  })

  it('are not compared where that is denied, and that is said', async () => {
    addGroup('one', records(60, 'eni-0a'))
    addGroup('two', records(60, 'eni-0a'))
    server.fault('DescribeLogStreams', { kind: 'error', code: 'AccessDeniedException' })

    expect(await messages('one', 'two')).toEqual([
      'note: the streams of the log groups are not compared (AccessDeniedException): where two have records of one interface, its traffic counts twice',
    ])
    expect(server.logs.queries).toHaveLength(1)
  })
})
