import { DescribeLogGroupsCommand, type LogGroup } from '@aws-sdk/client-cloudwatch-logs'
import { UsageError, UserError } from '../../errors'
import type { CallContext } from './calls'
import type { CloudwatchClients } from './clients'

/** A log group as CloudWatch describes it; only its identifier is known when `logs:DescribeLogGroups` is denied. */
export interface DescribedGroup {
  /** A name, or an ARN without `:*`. */
  readonly identifier: string
  readonly name: string
  readonly arn: string | undefined
  /** Epoch milliseconds. */
  readonly createdAt: number | undefined
  /** Undefined also where records never expire. */
  readonly retentionDays: number | undefined
  /** Compressed, as of yesterday. */
  readonly storedBytes: number | undefined
}

// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html
const MAX_GROUPS = 50

const ARN = /^arn:[\w-]+:logs:[\w-]*:(\d{12}):log-group:([^:]+)(:\*)?$/
const NAME = /^[.\-_/#A-Za-z0-9]{1,512}$/

/** Distinct names and ARNs as the API takes them. @throws {UsageError} for any other text. */
export function groupIdentifiers(given: readonly string[]): readonly string[] {
  const invalid = given.find((group) => !NAME.test(group) && !ARN.test(group))
  if (invalid !== undefined) {
    throw new UsageError(`--log-group \`${invalid}\` is not the name or ARN of a log group`)
  }
  const identifiers = [...new Set(given.map((group) => group.replace(/:\*$/, '')))]
  if (identifiers.length === 0) throw new UsageError('--log-group is missing', { help: NAMING })
  if (identifiers.length <= MAX_GROUPS) return identifiers
  throw new UsageError(`${identifiers.length} log groups are too many`, {
    help: `CloudWatch queries ${MAX_GROUPS} at once at most`,
  })
}

const NAMING = 'use --log-group NAME or ARN; repeatable'

/** Describes each log group, once where two identifiers name it. @throws {UserError} for one that does not exist. */
export async function describeGroups(
  identifiers: readonly string[],
  context: CallContext,
): Promise<readonly DescribedGroup[]> {
  const groups: DescribedGroup[] = []
  for (const identifier of identifiers) {
    const group = await describeGroup(identifier, context)
    const isNamed = group.arn !== undefined && groups.some(({ arn }) => arn === group.arn)
    if (!isNamed) groups.push(group)
  }
  return groups
}

/** A log group by the identifier that was given, and by its ARN. */
export type IdentifiedGroup = Pick<DescribedGroup, 'identifier'> & { readonly arn: string }

/** The ARN of each log group, once where two identifiers name it. @throws {UserError} where neither the user nor CloudWatch gives it. */
export async function identifiedGroups(
  identifiers: readonly string[],
  context: CallContext,
): Promise<readonly IdentifiedGroup[]> {
  const groups = new Map<string, IdentifiedGroup>()
  for (const identifier of identifiers) {
    const arn = ARN.test(identifier) ? identifier : (await describeGroup(identifier, context)).arn
    if (arn === undefined) {
      throw new UserError(`the ARN of log group \`${identifier}\` is unknown`, {
        help: 'use its ARN, or allow `logs:DescribeLogGroups`: by its name alone its records could be fetched twice',
      })
    }
    if (!groups.has(arn)) groups.set(arn, { identifier, arn })
  }
  return [...groups.values()]
}

async function describeGroup(
  identifier: string,
  { clients: { logs }, calls, waiting }: CallContext,
): Promise<DescribedGroup> {
  const [, accountId, nameInArn] = ARN.exec(identifier) ?? []
  const name = nameInArn ?? identifier
  const find = async (linked: object) => {
    const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: name, limit: 50, ...linked })
    const { logGroups = [] } = await calls((options) => logs.send(command, options), waiting)
    return logGroups.find((group) =>
      accountId ? arnOf(group) === identifier : group.logGroupName === name,
    )
  }
  try {
    const own = await find({})
    if (own) return describedGroup(identifier, name, own)
    if (!accountId) throw await logGroupNotFound(identifier, { logs })
    // A monitoring account finds a source account's log group only by its ARN.
    const linked = await find({ includeLinkedAccounts: true, accountIdentifiers: [accountId] })
    return describedGroup(identifier, name, linked ?? {})
  } catch (error) {
    // Queries can be allowed where describing is denied; then StartQuery finds out.
    const isDenied = accountId ? /^(AccessDenied|InvalidParameter)/ : /^AccessDenied/
    if (!(error instanceof Error) || !isDenied.test(error.name)) throw error
    return describedGroup(identifier, name, {})
  }
}

function describedGroup(identifier: string, name: string, group: LogGroup): DescribedGroup {
  return {
    identifier,
    name,
    arn: arnOf(group),
    createdAt: group.creationTime,
    retentionDays: group.retentionInDays,
    storedBytes: group.storedBytes,
  }
}

function arnOf({ logGroupArn, arn }: LogGroup): string | undefined {
  return logGroupArn ?? arn?.replace(/:\*$/, '')
}

/** The error for a log group that does not exist in the region. */
export async function logGroupNotFound(
  group: string,
  { logs }: CloudwatchClients,
  cause?: unknown,
): Promise<UserError> {
  const region = await logs.config.region()
  return new UserError(`log group \`${group}\` not found in ${region}`, {
    help: 'check --log-group and --region, or deploy the CloudWatch stack first',
    cause,
  })
}
