import type { CloudwatchClients } from '../lib/engines/cloudwatch/clients'
import type { ArchiveClients } from '../lib/lake/archive'

/**
 * Makes the clients for a region and a profile; the SDK's own rules find what is not told, the credentials and the endpoint.
 */
export type Connect = (region: string | undefined, profile?: string) => Promise<ArchiveClients>

/** The SDK is loaded only here. */
export const connect: Connect = async (region, profile) => {
  const { athenaClient, glueClient, s3Client } = await import('../lib/lake/clients')
  const options = told({ region, profile })
  return { glue: glueClient(options), athena: athenaClient(options), s3: s3Client(options) }
}

/** The same for CloudWatch Logs. */
export type ConnectLogs = (
  region: string | undefined,
  profile?: string,
) => Promise<CloudwatchClients>

export const connectLogs: ConnectLogs = async (region, profile) => {
  const { logsClient } = await import('../lib/engines/cloudwatch/clients')
  return { logs: logsClient(told({ region, profile })) }
}

function told({
  region,
  profile,
}: {
  readonly region: string | undefined
  readonly profile: string | undefined
}) {
  return { ...(region !== undefined && { region }), ...(profile !== undefined && { profile }) }
}

/** What was asked of AWS when a call failed. */
export interface AwsCall {
  /** As a policy names it: `glue:GetPartitions`. */
  readonly action: string
  readonly resource: string
}

const calls = new WeakMap<Error, AwsCall>()

/** The call that an error of {@link noted} clients came from. */
export function callOf(error: Error): AwsCall | undefined {
  return calls.get(error)
}

/** Notes with each error of the clients what was asked: S3 often says no more than `Access Denied`. */
export function noted<Clients extends object>(clients: Clients): Clients {
  for (const [service, client] of Object.entries(clients) as [string, unknown][]) {
    const { middlewareStack } = client as { readonly middlewareStack: MiddlewareStack }
    const note: Middleware = (next, context) => async (args) => {
      try {
        return await next(args)
      } catch (error) {
        if (error instanceof Error) calls.set(error, callNamed(service, context, args.input))
        throw error
      }
    }
    middlewareStack.add(note, { step: 'initialize', name: 'natlensNote', override: true })
  }
  return clients
}

function callNamed(service: string, { commandName = '' }: Context, input: Input): AwsCall {
  const operation = commandName.replace(/Command$/, '')
  const { Bucket, Key, DatabaseName, TableName, Name, WorkGroup, QueryExecutionId } = input
  const logGroup = logGroupOf(input)
  const resource =
    logGroup !== undefined
      ? logGroup
      : Bucket !== undefined
        ? `s3://${[Bucket, Key].filter(Boolean).join('/')}`
        : DatabaseName !== undefined
          ? `table ${DatabaseName}.${TableName ?? Name ?? ''}`
          : WorkGroup !== undefined
            ? `workgroup ${WorkGroup}`
            : `query execution ${QueryExecutionId ?? ''}`
  // The one call of ours that its policy names otherwise.
  const action = operation === 'ListObjectsV2' ? 'ListBucket' : operation
  return { action: `${service}:${action}`, resource }
}

function logGroupOf(input: Input): string | undefined {
  const { logGroupNames, logGroupIdentifiers, queryId } = input
  const one = input.logGroupName ?? input.logGroupIdentifier ?? input.logGroupNamePrefix
  const names = one === undefined ? (logGroupNames ?? logGroupIdentifiers) : [one]
  if (names) return `log group ${names.join(', ')}`
  return queryId === undefined ? undefined : `query ${queryId}`
}

interface Context {
  readonly commandName?: string
}

type Input = Readonly<
  Partial<
    Record<
      | 'Bucket'
      | 'Key'
      | 'DatabaseName'
      | 'TableName'
      | 'Name'
      | 'WorkGroup'
      | 'QueryExecutionId'
      | 'logGroupName'
      | 'logGroupIdentifier'
      | 'logGroupNamePrefix'
      | 'queryId',
      string
    > &
      Record<'logGroupNames' | 'logGroupIdentifiers', readonly string[]>
  >
>

type Handler = (args: { readonly input: Input }) => Promise<unknown>
type Middleware = (next: Handler, context: Context) => Handler

interface MiddlewareStack {
  add(middleware: Middleware, options: object): void
}
