import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AthenaClient } from '@aws-sdk/client-athena'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { GlueClient } from '@aws-sdk/client-glue'
import { S3Client } from '@aws-sdk/client-s3'
import { AthenaState } from './athena-state'
import { ServiceError, type Fault } from './fault'
import { GlueState } from './glue-state'
import { LogsState } from './logs-state'
import { S3State, type S3Request } from './s3-state'

/** An AWS of its own on one port: the JSON protocol of Glue, Athena and CloudWatch Logs, the REST of S3, with state, limits and faults. */
export interface AwsServer {
  readonly url: string
  readonly glue: GlueState
  readonly athena: AthenaState
  readonly logs: LogsState
  readonly s3: S3State
  /** Names of the calls that came, in order, also of those that failed. */
  readonly calls: string[]
  /** Called before each call is answered, which a promise holds back. */
  onCall: ((operation: string) => unknown) | undefined
  /** Adds faults for the next calls of an operation; `undefined` lets one call pass. */
  fault(operation: string, ...faults: readonly (Fault | undefined)[]): void
  clients(): {
    readonly glue: GlueClient
    readonly athena: AthenaClient
    readonly logs: CloudWatchLogsClient
    readonly s3: S3Client
  }
  close(): Promise<void>
}

export async function awsServer(): Promise<AwsServer> {
  const glue = new GlueState()
  const athena = new AthenaState()
  const logs = new LogsState()
  const s3 = new S3State()
  const calls: string[] = []
  const faults = new Map<string, (Fault | undefined)[]>()

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = readCall(request, await readBody(request))
    const operation = call.kind === 's3' ? s3.operationOf(call.request) : call.operation
    calls.push(operation)
    await self.onCall?.(operation)
    const fault = faults.get(operation)?.shift()
    if (fault?.kind === 'cut') return void request.socket.destroy()
    try {
      if (fault?.kind === 'error') throw faultError(fault)
      const body = await (call.kind === 's3'
        ? Promise.resolve(s3.handle(call.request))
        : json(call, fault))
      if (fault?.kind === 'late-error') throw faultError(fault)
      response.setHeader('content-type', call.kind === 's3' ? 'application/xml' : JSON_TYPE)
      const isHeld = fault?.kind === 'hold'
      if (typeof body === 'string') return void (isHeld || response.end(body))
      for (const [name, value] of Object.entries(body.headers)) response.setHeader(name, value)
      if (!isHeld) return void response.end(body.body)
      response.setHeader('content-length', body.body.length)
      response.write(body.body.subarray(0, body.body.length / 2))
    } catch (error) {
      sayError(response, call.kind, error)
    }
  }
  const json = async ({ service, operation, input }: JsonCall, fault: Fault | undefined) => {
    // Athena and CloudWatch Logs both have a GetQueryResults.
    const run = service.startsWith('Logs')
      ? logs.operations[operation]
      : (glue.operations[operation] ?? athena.operations[operation])
    if (!run) throw new ServiceError('UnknownOperationException', `no operation ${operation}`)
    return JSON.stringify(await Promise.resolve(run(input, fault)))
  }

  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const config = {
    endpoint: url,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  }

  const self: AwsServer = {
    url,
    onCall: undefined,
    glue,
    athena,
    logs,
    s3,
    calls,
    fault: (operation, ...added) =>
      void faults.set(operation, [...(faults.get(operation) ?? []), ...added]),
    clients: () => ({
      glue: new GlueClient(config),
      athena: new AthenaClient(config),
      logs: new CloudWatchLogsClient(config),
      s3: new S3Client(config),
    }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return self
}

const JSON_TYPE = 'application/x-amz-json-1.1'

type Call = JsonCall | { readonly kind: 's3'; readonly request: S3Request }

interface JsonCall {
  readonly kind: 'json'
  /** `Logs_20140328`, `AWSGlue` */
  readonly service: string
  readonly operation: string
  readonly input: object
}

function readCall({ url = '', method = '', headers }: IncomingMessage, body: Buffer): Call {
  const target = headers['x-amz-target']
  if (typeof target === 'string') {
    const [service = '', operation = ''] = target.split('.')
    return { kind: 'json', service, operation, input: JSON.parse(body.toString()) as object }
  }
  const { pathname, searchParams: query } = new URL(url, 'http://127.0.0.1')
  const [bucket = '', ...key] = pathname.slice(1).split('/').map(decodeURIComponent)
  return { kind: 's3', request: { method, bucket, key: key.join('/'), query, headers, body } }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function faultError(fault: Extract<Fault, { kind: 'error' | 'late-error' }>) {
  const { code, status } = fault
  const told = fault.kind === 'error' ? fault.message : undefined
  return new ServiceError(code, told ?? `The service said ${code}.`, status)
}

function sayError(response: ServerResponse, kind: Call['kind'], error: unknown): void {
  const { code, message, status, detail } =
    error instanceof ServiceError ? error : new ServiceError('TestSuiteError', String(error), 400)
  response.statusCode = status
  if (kind === 's3') {
    response.setHeader('content-type', 'application/xml')
    response.end(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`)
  } else {
    response.setHeader('content-type', JSON_TYPE)
    response.end(JSON.stringify({ __type: code, Message: message, message, ...detail }))
  }
}
