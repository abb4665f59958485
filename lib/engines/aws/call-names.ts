/** A call of AWS that failed. */
export interface AwsCall {
  /** As a policy names it: `glue:GetPartitions`. */
  readonly action: string
  readonly resource: string
}

const calls = new WeakMap<Error, AwsCall>()

/** The call that an error of clients of {@link withCallNames} came from. */
export function callOf(error: Error): AwsCall | undefined {
  return calls.get(error)
}

/** Makes the clients record the call of each error: S3 often says no more than `Access Denied`. */
export function withCallNames<Clients extends object>(clients: Clients): Clients {
  for (const [service, client] of Object.entries(clients) as [string, unknown][]) {
    const { middlewareStack } = client as { readonly middlewareStack: MiddlewareStack }
    const recordErrors: Middleware = (next, context) => async (args) => {
      try {
        return await next(args)
      } catch (error) {
        if (error instanceof Error) calls.set(error, callFor(service, context, args.input))
        throw error
      }
    }
    middlewareStack.add(recordErrors, {
      step: 'initialize',
      name: 'natlensCallNames',
      override: true,
    })
  }
  return clients
}

function callFor(service: string, { commandName = '' }: Context, input: Input): AwsCall {
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
  // The only call here whose action in a policy has another name.
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
