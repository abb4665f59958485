import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { awsServer, type AwsServer } from '../aws-server/aws-server'
import { lakeTable } from '../engines/athena/lake-table'
import { sampleHour, type SampleHour } from '../engines/sample-hour'
import { athenaAnswer } from '../engines/remote-answer'
import { sqlAnswers, type SqlAnswers } from '../engines/sql-answers'
import {
  isAboutTable,
  trinoHours,
  trinoServer,
  trinoTable,
  type TrinoServer,
} from '../engines/trino/trino-server'
import { FORMATS } from '../../lib/flow-log/format'
import { awsEnvironment, emptyFolder, lakeFolder, type LakeFolder } from './lake-folder'
import { natlens } from './natlens-process'

const RANGE = ['--from', '2026-03-14T00:00Z', '--to', '2026-03-14T01:00Z']
const QUESTION = ['run', 'nat/conversations', ...RANGE, '-o', 'csv']

let hour: SampleHour
let sql: SqlAnswers
let onFiles: string
beforeAll(async () => {
  hour = await sampleHour('v11')
  sql = await sqlAnswers()
  await sql.addTable('flow_logs', FORMATS.v11, hour.records)
  onFiles = (await natlens([...QUESTION, '--path', hour.path])).stdout
})
afterAll(async () => {
  sql.close()
  await hour.remove()
})

let server: AwsServer
let trino: TrinoServer
let here: LakeFolder
beforeEach(async () => {
  server = await awsServer()
  trino = await trinoServer()
  here = await lakeFolder()
  server.logs.addGroup('vpc-flow-logs', { records: hour.records, fields: hour.fields })
  lakeTable(server, { from: '2026-03-14T00:00Z', to: '2026-03-14T03:00Z' })
  server.athena.answer = async (text) => athenaAnswer(await sql.answer(text))
  trino.table = trinoTable(FORMATS.v11)
  trino.partitions = trinoHours(0, 2)
  trino.answer = (text) => sql.answer(text)
})
afterEach(async () => {
  await server.close()
  await trino.close()
  await here.remove()
})

const process = (words: readonly string[], environment: Record<string, string | undefined> = {}) =>
  natlens(words, {
    folder: here.folder,
    environment: { ...awsEnvironment(server), XDG_CACHE_HOME: here.folder, ...environment },
  })
const onEngine: Readonly<Record<string, () => readonly string[]>> = {
  cloudwatch: () => ['--engine', 'cloudwatch'],
  athena: () => ['--engine', 'athena'],
  trino: () => ['--engine', 'trino', '--server', trino.url],
}

describe.each(['cloudwatch', 'athena', 'trino'])('run --engine %s', (name) => {
  it('prints the very rows that --path prints, by the settings of the folder', async () => {
    const { code, stdout } = await process([...QUESTION, ...onEngine[name]!()])

    expect(onFiles.split('\r\n').length).toBeGreaterThan(3)
    expect(stdout).toBe(onFiles)
    expect(code).toBe(0)
  })

  it('is stopped on the server by Ctrl-C, and says so', async () => {
    const endless = { running: 100_000 }
    server.logs.courses.push(endless)
    server.athena.courses.push(endless)
    trino.courses.push(endless)
    let looks = 0
    const onLook = (kill: () => void) => {
      if (++looks === 3) kill()
    }

    const { code, stdout, stderr } = await natlens([...QUESTION, ...onEngine[name]!()], {
      folder: here.folder,
      environment: { ...awsEnvironment(server), XDG_CACHE_HOME: here.folder },
      onStart: (kill) => {
        const interrupt = () => kill('SIGINT')
        server.onCall = (call) => /^GetQuery(Results|Execution)$/.test(call) && onLook(interrupt)
        trino.onRequest = (call, query) => {
          if (call === 'GET' && query && !isAboutTable(query.sql)) onLook(interrupt)
        }
      },
    })

    const states = [
      ...server.logs.queries.map(({ id }) => server.logs.stateOf(id)),
      ...server.athena.executions.map(({ id }) => server.athena.stateOf(id)),
      ...trino.queries.filter(({ sql }) => !isAboutTable(sql)).map(({ state }) => state),
    ]
    expect(states.map((state) => state.toUpperCase().replace('LL', 'L'))).toEqual(['CANCELED'])
    expect(stderr).toMatch(
      new RegExp(
        `^${name}: query (execution )?\\S+ was interrupted and was stopped\nnatlens: interrupted\n$`,
      ),
    )
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
  })
})

it.each([
  {
    engine: 'cloudwatch',
    fault: ['GetQueryResults', 'ExpiredTokenException'],
    message: [
      'the AWS credentials have expired',
      'sign in again (for example `aws sso login`) and run it again',
    ],
  },
  {
    engine: 'athena',
    fault: ['StartQueryExecution', 'AccessDeniedException'],
    message: [
      'access denied: `athena:StartQueryExecution` on `workgroup natlens`',
      "its policies must allow it; the lake stack's roles show what is required",
    ],
  },
  {
    engine: 'athena',
    fault: ['GetTable', 'EntityNotFoundException'],
    message: [
      'table `natlens.flow_logs` not found',
      'deploy the lake stack first, or use another name or --region',
    ],
  },
])('ends with one message: $engine, $fault', async ({ engine, fault: [call, code], message }) => {
  server.fault(call!, { kind: 'error', code: code! })

  const ended = await process([...QUESTION, ...onEngine[engine]!()])

  expect(ended).toEqual({
    code: 1,
    stdout: '',
    stderr: `natlens: ${message[0]}\nhelp: ${message[1]}\n`,
  })
})

it('says of a Trino server that it cannot be reached, and not of AWS', async () => {
  await trino.close()

  const { code, stderr } = await process([...QUESTION, ...onEngine['trino']!()])

  expect(code).toBe(1)
  expect(stderr).toMatch(
    /^natlens: trino: `http:\/\/127\.0\.0\.1:\d+` cannot be reached: .*\nhelp: .*\n$/,
  )
})

it('asks in the region and with the credentials of a profile', async () => {
  const file = join(here.folder, 'aws')
  await writeFile(
    file,
    '[profile north]\nregion = eu-north-1\naws_access_key_id = a\naws_secret_access_key = b\n',
  )
  const nowhere = await emptyFolder()

  const { code, stderr } = await natlens(
    [...QUESTION, '--log-group', 'no-logs', '--profile', 'north'],
    {
      folder: nowhere.folder,
      environment: {
        ...awsEnvironment(server),
        AWS_CONFIG_FILE: file,
        AWS_ACCESS_KEY_ID: undefined,
        AWS_SECRET_ACCESS_KEY: undefined,
      },
    },
  )
  await nowhere.remove()

  expect({ code, stderr: stderr.split('\n')[0] }).toEqual({
    code: 1,
    stderr: 'natlens: log group `no-logs` not found in eu-north-1',
  })
})
