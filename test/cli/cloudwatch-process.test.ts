import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { awsServer, type AwsServer } from '../aws-server/aws-server'
import { throttle } from '../aws-server/fault'
import { sampleHour, type SampleHour } from '../engines/sample-hour'
import { awsEnvironment, emptyFolder, type LakeFolder } from './lake-folder'
import { natlens, type ProcessOptions } from './natlens-process'

const RANGE = ['--from', '2026-03-14T00:00Z', '--to', '2026-03-14T01:00Z']
const QUESTION = ['run', 'nat/conversations', ...RANGE, '-o', 'csv']
const GROUP = ['--log-group', 'vpc-flow-logs']

let hour: SampleHour
let onFiles: string
beforeAll(async () => {
  hour = await sampleHour('v11')
  onFiles = (await natlens([...QUESTION, '--path', hour.path])).stdout
})
afterAll(() => hour.remove())

let server: AwsServer
let here: LakeFolder
beforeEach(async () => {
  server = await awsServer()
  here = await emptyFolder()
  server.logs.addGroup('vpc-flow-logs', { records: hour.records, fields: hour.fields })
})
afterEach(async () => {
  await server.close()
  await here.remove()
})

const process = (words: readonly string[], options: ProcessOptions = {}) =>
  natlens(words, {
    folder: here.folder,
    ...options,
    environment: {
      ...awsEnvironment(server),
      AWS_REGION: 'eu-west-1',
      XDG_CACHE_HOME: here.folder,
      // Full jitter of nothing: no test waits for a back-off.
      NODE_OPTIONS: '--import data:text/javascript,Math.random=()=>0',
      ...options.environment,
    },
  })

describe('a CloudWatch that throttles', () => {
  it('each call three times in a row is asked until it answers', async () => {
    const seen = new Set<string>()
    server.onCall = (operation) => {
      if (!seen.has(operation)) server.fault(operation, throttle, throttle, throttle)
      seen.add(operation)
    }

    const { code, stdout, stderr } = await process([...QUESTION, ...GROUP])

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(onFiles)
    const times = [...seen].map((call) => server.calls.filter((each) => each === call).length)
    expect([...seen]).toEqual(['DescribeLogGroups', 'GetLogGroupFields', 'StartQuery', 'GetQueryResults']) // prettier-ignore
    expect(times.every((count) => count >= 4)).toBe(true)
    expect(server.logs.queries.map(({ id }) => server.logs.stateOf(id))).toEqual(['Complete'])
  })

  it('a call without end is given up with one message, and the query is stopped', async () => {
    server.onCall = (call) => call === 'GetQueryResults' && server.fault(call, throttle)

    const { code, stdout, stderr } = await process([...QUESTION, ...GROUP])

    const last = stderr.split('\n').filter((line) => !line.startsWith('note: '))
    expect({ code, stdout, last }).toEqual({
      code: 1,
      stdout: '',
      last: [
        'natlens: logs:GetQueryResults (query query-1): ThrottlingException: The service said ThrottlingException.',
        'help: other users of the account call `logs:GetQueryResults` too, for example dashboards; run it again in a minute',
        '',
      ],
    })
    expect(server.calls.filter((call) => call === 'GetQueryResults')).toHaveLength(8)
    expect(server.logs.queries.map(({ id }) => server.logs.stateOf(id))).toEqual(['Cancelled'])
  })
})

describe('fetch that is interrupted in the middle of a download', () => {
  it('leaves no half file, and when it is run again every event is there once', async () => {
    server.logs.pageSize = 25
    const fetch = ['fetch', ...RANGE, ...GROUP, '--out', 'incident']
    let calls = 0
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))

    const first = await process(fetch, {
      onStart: (kill) => {
        // The tenth page and all after it are never answered.
        server.onCall = () => {
          if (++calls < 10) return
          if (calls === 10) kill('SIGINT')
          return held
        }
      },
    })
    server.onCall = undefined
    release()
    const between = await filesIn(join(here.folder, 'incident'))
    const second = await process(fetch)

    expect(first).toMatchObject({ code: 130, stdout: '' })
    expect(first.stderr).toMatch(/^(stopped after: .*; run it again to resume\n)?natlens: interrupted\n$/) // prettier-ignore
    expect(between.filter((name) => !/\/\d{4}\.gz$/.test(name))).toEqual([])
    expect(between.length).toBeLessThan(6)
    expect(second.code).toBe(0)
    expect(second.stderr).toContain(`fetched ${6 - between.length}, present ${between.length} `)
    expect(await messagesIn(join(here.folder, 'incident'))).toEqual(
      hour.records.map(({ message }) => message).sort(),
    )
  })
})

async function messagesIn(folder: string): Promise<readonly string[]> {
  const texts = await Promise.all(
    (await filesIn(folder)).map(async (name) =>
      gunzipSync(await readFile(join(folder, name))).toString(),
    ),
  )
  const lines = texts.flatMap((text) => text.trimEnd().split('\n'))
  return lines.map((line) => line.slice(line.indexOf(' ') + 1)).sort()
}

async function filesIn(path: string): Promise<readonly string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((name) => name.slice(path.length + 1))
}
