import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { GetQueryExecutionCommand } from '@aws-sdk/client-athena'
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { GetTableCommand } from '@aws-sdk/client-glue'
import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { logsClient } from '../../lib/engines/cloudwatch/clients'
import { retrying, type CallOptions } from '../../lib/engines/retry'
import { athenaClient, glueClient, s3Client } from '../../lib/lake/clients'
import { fakeWaiting } from '../aws-server/fake-waiting'

const VARIABLES = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
const HOUR = 3_600_000

/** Works while a server answers in the place of AWS. */
async function during<T>(answer: RequestListener, work: () => Promise<T>): Promise<T> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const before = { ...process.env }
  const { port } = server.address() as AddressInfo
  Object.assign(process.env, VARIABLES, { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` })
  try {
    return await work()
  } finally {
    process.env = before
    server.closeAllConnections()
    server.close()
  }
}

it('asks for a bucket of another region there', async () => {
  const regions: (string | undefined)[] = []
  const answer: RequestListener = ({ headers }, response) => {
    const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1]
    regions.push(region)
    response.setHeader('x-amz-bucket-region', 'eu-north-1')
    response.statusCode = region === 'eu-north-1' ? 200 : 301
    response.end(
      region === 'eu-north-1'
        ? '<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>'
        : '<Error><Code>PermanentRedirect</Code><Message>elsewhere</Message></Error>',
    )
  }

  const { Contents } = await during(answer, () =>
    s3Client({ region: 'eu-west-1' }).send(new ListObjectsV2Command({ Bucket: 'logs' })),
  )

  expect(Contents).toMatchObject([{ Key: 'a' }])
  expect(regions).toEqual(['eu-west-1', 'eu-north-1'])
})

describe('where the clock of the machine is an hour late', () => {
  const eu = { region: 'eu-west-1' }
  const clients: readonly (readonly [string, () => (options: CallOptions) => Promise<unknown>])[] =
    [
      [
        'CloudWatch Logs',
        () => {
          const client = logsClient(eu)
          return (options) => client.send(new DescribeLogGroupsCommand({}), options)
        },
      ],
      [
        'Athena',
        () => {
          const client = athenaClient(eu)
          return (options) =>
            client.send(new GetQueryExecutionCommand({ QueryExecutionId: 'a' }), options)
        },
      ],
      [
        'Glue',
        () => {
          const client = glueClient(eu)
          return (options) =>
            client.send(new GetTableCommand({ DatabaseName: 'a', Name: 'b' }), options)
        },
      ],
      [
        'S3',
        () => {
          const client = s3Client(eu)
          return (options) => client.send(new ListObjectsV2Command({ Bucket: 'logs' }), options)
        },
      ],
    ]

  it.each(clients)('a call of %s is made again by the time of AWS, once', async (_, open) => {
    const late: number[] = []
    const waiting = fakeWaiting()

    await during(aws(late), () => retrying(open(), waiting))

    expect(late).toEqual([1, 0])
    expect(waiting.pauses).toEqual([])
  })

  it('a call whose credentials are no good is made twice and no more', async () => {
    const late: number[] = []
    const call = () => retrying(clients[0]![1](), fakeWaiting())

    await expect(during(aws(late, false), call)).rejects.toThrow(
      'the signature is not as it should be',
    )
    expect(late).toEqual([1, 0])
  })

  it('another refusal is no reason to ask again', async () => {
    const late: number[] = []
    const call = () => retrying(clients[0]![1](), fakeWaiting())

    await expect(during(aws(late, false, 'ResourceNotFoundException'), call)).rejects.toThrow()
    expect(late).toEqual([1])
  })
})

/** Takes no signature that is minutes old , or none at all; notes how many hours late each was. */
function aws(late: number[], isTaken = true, json = 'InvalidSignatureException'): RequestListener {
  return ({ headers }, response) => {
    const now = Date.now() + HOUR
    const signed = String(headers['x-amz-date']).replace(
      /^(....)(..)(..T..)(..)(..)/,
      '$1-$2-$3:$4:$5',
    )
    const hours = Math.round((now - Date.parse(signed)) / HOUR)
    late.push(hours)
    const isJson = headers['x-amz-target'] !== undefined
    response.setHeader('date', new Date(now).toUTCString())
    if (isTaken && hours === 0) return void response.end(isJson ? '{}' : '<ListBucketResult/>')
    const message = 'the signature is not as it should be'
    response.statusCode = isJson ? 400 : 403
    response.end(
      isJson
        ? JSON.stringify({ __type: json, message })
        : `<Error><Code>RequestTimeTooSkewed</Code><Message>${message}</Message></Error>`,
    )
  }
}
