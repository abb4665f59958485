import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseFormat } from '../../../lib/flow-log/format'
import { awsServer, type AwsServer } from '../../aws-server/aws-server'
import { asked, FIELDS, noon, record, TEN } from './desk'

const COUNT = 'stats count(*) as records'
const SUM = 'stats sum(bytes) as total'
const FORMAT = parseFormat('interface-id srcaddr bytes start action')

let server: AwsServer
beforeEach(async () => {
  server = await awsServer()
  server.logs.addGroup('flow-logs', {
    records: [record(0, 10), record(60, 20), record(3599, 30), record(3600, 40)],
    fields: FIELDS,
  })
})
afterEach(() => server.close())

const sent = () => server.logs.queries.at(-1)!
const count = (operation: string) => server.calls.filter((call) => call === operation).length

describe('names of fields', () => {
  it('are parsed out of the record where CloudWatch does not discover them', async () => {
    server.logs.addGroup('flow-logs', { records: [record(0, 10)], fields: {} })
    const text = 'filter action = "ACCEPT" | stats sum(bytes) by srcAddr'
    const { columns, rows, notices, logs } = await asked(server, text, { logFormat: FORMAT })

    expect(sent().text).toContain(
      'parse @message "* * * * *" as p_interfaceId, p_srcAddr, p_bytes, p_startTime, p_action\n| ',
    )
    expect(columns).toEqual([
      { name: 'srcAddr', type: 'text' },
      { name: 'sum(bytes)', type: 'integer' },
    ])
    expect(rows).toEqual([['192.0.2.1', 10]])
    expect(notices).toEqual([])
    expect([...logs[0]!.log.fields]).toEqual(FORMAT.map(({ name }) => [name, 'always']))
  })

  it('are those that the log group has: `start` or `startTime`', async () => {
    server.logs.answer = () => ({ columns: [{ name: 'start' }], rows: [[TEN]] })
    const fields = { interfaceId: 100, start: 60 }
    server.logs.addGroup('flow-logs', { records: [record(3500)], fields })
    const { columns, rows, logs } = await asked(server, 'fields startTime | limit 1')

    expect(sent().text).toBe('fields start | limit 1')
    expect(columns).toEqual([{ name: 'startTime', type: 'integer' }])
    expect(rows).toEqual([[TEN]])
    expect(logs[0]!.log.fields.get('startTime')).toBe('sometimes')
  })

  describe('in several log groups', () => {
    const logGroups = ['flow-logs', 'other']
    const text = 'fields bytes | sort bytes asc'
    const addOther = (fields: Readonly<Record<string, number>>) =>
      server.logs.addGroup('other', {
        records: [record(30, 15, 'eni-2'), record(3500, 25, 'eni-2')],
        fields,
      })

    it('are parsed where one of them does not have them', async () => {
      addOther({})
      const { rows, notices } = await asked(server, text, { logGroups, logFormat: FORMAT })

      expect(rows).toEqual([[10], [15], [20], [25], [30]])
      expect(notices).toEqual([])
    })

    it('are missed, which is said, where no format tells how to parse them', async () => {
      addOther({ srcAddr: 100 })
      const { notices } = await asked(server, text, { logGroups })

      expect(notices).toEqual([
        {
          kind: 'damage',
          message:
            'not every log group has `bytes`; it is treated as missing in the other log groups; if all have the same format, use --log-format',
        },
      ])
    })

    it('are not said to be missed by one that tells nothing', async () => {
      addOther({})

      expect((await asked(server, text, { logGroups })).notices).toEqual([])
    })
  })

  it('are asked for once a day, in a log group that has new records', async () => {
    server.logs.addGroup('flow-logs', { records: [record(7200)], fields: FIELDS })
    const cacheFolder = await mkdtemp(join(tmpdir(), 'natlens-fields-'))
    try {
      const at = (start: string) => ({ cacheFolder, waiting: noon({ start }) })
      await asked(server, SUM, at('2026-03-14T12:00:00Z'))
      await asked(server, SUM, at('2026-03-15T11:00:00Z'))
      expect(count('GetLogGroupFields')).toBe(1)

      await asked(server, SUM, at('2026-03-15T13:00:00Z'))
      expect(count('GetLogGroupFields')).toBe(3)
    } finally {
      await rm(cacheFolder, { recursive: true })
    }
  })

  it('are not remembered by a name alone, which other accounts and regions may have', async () => {
    server.logs.addGroup('flow-logs', { records: [record(7200)], fields: FIELDS })
    const cacheFolder = await mkdtemp(join(tmpdir(), 'natlens-fields-'))
    try {
      for (const fields of [{ srcAddr: 100 }, FIELDS]) {
        server.logs.addGroup('flow-logs', { records: [record(7200)], fields })
        server.fault('DescribeLogGroups', { kind: 'error', code: 'AccessDeniedException' })
        const { logs } = await asked(server, SUM, { cacheFolder })

        expect([...logs[0]!.log.fields.keys()]).toEqual(Object.keys(fields))
      }
    } finally {
      await rm(cacheFolder, { recursive: true })
    }
  })

  it('are not asked for by a question that reads none', async () => {
    await asked(server, COUNT)

    expect(count('GetLogGroupFields')).toBe(0)
  })

  it('are unknown in a log group without records, which is said', async () => {
    server.logs.addGroup('flow-logs')
    const { rows, notices } = await asked(server, 'filter bytes > 5 | stats count(*) as n')

    expect(rows).toEqual([])
    expect(notices.map(({ message }) => message)).toEqual([
      'CloudWatch lists no fields for log group `flow-logs`; running the query anyway; if the answer is empty, use --log-format',
      'log group `flow-logs` has no records in the range from 2026-03-14T10:00:00Z to 2026-03-14T11:00:00Z',
    ])
  })

  it('are not asked for by force', async () => {
    server.fault('GetLogGroupFields', { kind: 'error', code: 'AccessDeniedException' })

    expect((await asked(server, SUM)).rows).toEqual([[60]])
  })

  it('that the question needs must be there', async () => {
    await expect(asked(server, COUNT, { needs: ['pktDstAddr'] })).rejects.toMatchObject({
      message: '`a query` requires `pkt-dstaddr` (version 3), which this log lacks',
      help: '`nat/another` works without it; if the records have it, use --log-format, so that it is parsed',
    })
    const known = { needs: ['pktDstAddr'], logFormat: FORMAT } as const
    await expect(asked(server, COUNT, known)).rejects.toMatchObject({
      help: '`nat/another` works without it',
    })
    expect(server.logs.queries).toEqual([])
  })
})
