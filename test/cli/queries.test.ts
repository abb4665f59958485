import { queries } from '../../cli/commands/queries'
import { FORMATS, type Format } from '../../lib/flow-log/format'
import { awsServer, type AwsServer } from '../aws-server/aws-server'
import { fakeWaiting } from '../aws-server/fake-waiting'
import { recordOf } from '../interpreter/flow-record'
import { fakeTerminal } from './fake-terminal'
import { emptyFolder, lakeFolder, type LakeFolder } from './lake-folder'

const NOON = Date.parse('2026-03-14T12:00:00Z')

let server: AwsServer
let nowhere: LakeFolder
beforeEach(async () => {
  server = await awsServer()
  server.logs.now = () => NOON
  nowhere = await emptyFolder()
})
afterEach(async () => {
  await server.close()
  await nowhere.remove()
})

/** A log group with one record of the format that starts at noon, of which the named fields are discovered. */
function addGroup(name: string, format: Format, discovered: readonly string[]): void {
  const words = format.map(({ type }) => (type === 'string' ? '-' : String(NOON / 1000)))
  const record = recordOf(
    format.map(({ token }) => token),
    words,
  )
  const fields = Object.fromEntries(discovered.map((field) => [field, 100]))
  server.logs.addGroup(name, { records: [record], fields })
}

type Arguments = Partial<Parameters<typeof queries>[0]>

async function check(args: Arguments, folder = nowhere.folder) {
  const terminal = fakeTerminal({ folder })
  const connect = () => Promise.resolve(server.clients())
  const { clock } = fakeWaiting({ start: '2026-03-14T12:00:00Z' })
  const code = await queries({ action: 'check', output: 'json', ...args }, terminal, {
    connect,
    clock,
  })
  const rows = JSON.parse(terminal.stdout()) as Record<string, string | null>[]
  return { code, rows, stderr: terminal.stderr() }
}

const namesOf = (format: Format) => format.map(({ name }) => name)
const of = (rows: readonly Record<string, string | null>[], query: string) =>
  rows.find((row) => row.query === query)

describe('queries check', () => {
  it('finds that a log group of the default format answers what needs no more', async () => {
    addGroup('vpc', FORMATS.v2, namesOf(FORMATS.v2))
    const { code, rows, stderr } = await check({ logGroup: ['vpc'] })

    expect(code).toBe(0)
    expect(of(rows, 'traffic/top-transfers')).toEqual({
      logGroup: 'vpc',
      query: 'traffic/top-transfers',
      answers: 'yes',
      fields: 'discovered',
      lacking: null,
    })
    expect(of(rows, 'nat/conversations')).toEqual({
      logGroup: 'vpc',
      query: 'nat/conversations',
      answers: 'no',
      fields: null,
      lacking: 'pkt-srcaddr pkt-dstaddr',
    })
    const yes = rows.filter(({ answers }) => answers === 'yes').length
    expect(stderr).toBe(
      `log group \`vpc\`: CloudWatch discovers 14 fields; it answers ${yes} of ${rows.length} queries, and the saved queries do not require a \`parse\`\n`,
    )
  })

  it('finds that fields which are not discovered need a parse', async () => {
    addGroup('vpc', FORMATS.v5, namesOf(FORMATS.v2))
    const { code, rows } = await check({ logGroup: ['vpc'], logFormat: 'v5' })

    expect(code).toBe(0)
    expect(of(rows, 'nat/conversations')).toMatchObject({ answers: 'yes', fields: 'parse' })
    expect(of(rows, 'traffic/top-transfers')).toMatchObject({ fields: 'discovered' })
  })

  it('cannot tell of a log group without new records and without a format', async () => {
    server.logs.addGroup('vpc')
    const { rows, stderr } = await check({ logGroup: ['vpc'] })

    expect(new Set(rows.map(({ answers }) => answers))).toEqual(new Set(['unknown']))
    expect(stderr).toBe(
      'log group `vpc`: CloudWatch lists no fields of its newest records; use --log-format\n',
    )
  })

  it('takes log groups and format from the settings, and fails when these save what cannot work', async () => {
    const here = await lakeFolder()
    addGroup('vpc-flow-logs', FORMATS.v5, namesOf(FORMATS.v2))
    addGroup('of-others', FORMATS.v2, namesOf(FORMATS.v2))
    const { code, stderr } = await check({}, here.folder)
    const others = await check({ logGroup: ['of-others'] }, here.folder)
    await here.remove()

    expect(code).toBe(1)
    expect(stderr).toMatch(
      /require a `parse`\nwarning: the settings save the queries without it: set `cloudwatch.fieldNames` to `parse`\n$/,
    )
    // Their format is that of their own log groups.
    expect(others.code).toBe(0)
    expect(others.stderr).toMatch(/^log group `of-others`: .* do not require a `parse`\n$/)
    expect(of(others.rows, 'nat/conversations')).toMatchObject({ answers: 'no' })
  })

  it('needs to know which log group, which must be there', async () => {
    await expect(check({})).rejects.toMatchObject({
      message: '--log-group is missing',
      exitCode: 2,
    })
    await expect(check({ logGroup: ['vpc'] })).rejects.toMatchObject({
      message: 'log group `vpc` not found in eu-west-1',
    })
  })

  it('says what is denied', async () => {
    addGroup('vpc', FORMATS.v2, [])
    server.fault('GetLogGroupFields', { kind: 'error', code: 'ExpiredTokenException' })
    await expect(check({ logGroup: ['vpc'] })).rejects.toMatchObject({
      message: 'the AWS credentials have expired',
    })
  })
})
