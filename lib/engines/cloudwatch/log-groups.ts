import { DescribeLogGroupsCommand, type LogGroup } from '@aws-sdk/client-cloudwatch-logs'
import { UsageError, UserError } from '../../errors'
import type { Asking } from './calls'
import type { CloudwatchClients } from './clients'

/** A log group that is asked, and what CloudWatch says of it; it says nothing where describing it is denied. */
export interface AskedGroup {
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
const MOST_GROUPS = 50

const ARN = /^arn:[\w-]+:logs:[\w-]*:(\d{12}):log-group:([^:]+)(:\*)?$/
const NAME = /^[.\-_/#A-Za-z0-9]{1,512}$/

/** Names and ARNs as the API takes them, none of them twice. @throws {UsageError} for what is neither. */
export function groupIdentifiers(given: readonly string[]): readonly string[] {
  const wrong = given.find((group) => !NAME.test(group) && !ARN.test(group))
  if (wrong !== undefined) {
    throw new UsageError(`--log-group \`${wrong}\` is not the name or ARN of a log group`)
  }
  const identifiers = [...new Set(given.map((group) => group.replace(/:\*$/, '')))]
  if (identifiers.length === 0) throw new UsageError('no log group is named', { help: NAMING })
  if (identifiers.length <= MOST_GROUPS) return identifiers
  throw new UsageError(`${identifiers.length} log groups are named`, {
    help: `CloudWatch asks ${MOST_GROUPS} at once`,
  })
}

const NAMING = '--log-group NAME or ARN names it; can be given several times'

/** What CloudWatch says of each log group, once of one that is named in two ways. @throws {UserError} for one that does not exist. */
export async function describeGroups(
  identifiers: readonly string[],
  asking: Asking,
): Promise<readonly AskedGroup[]> {
  const groups: AskedGroup[] = []
  for (const identifier of identifiers) {
    const group = await describe(identifier, asking)
    const isNamed = group.arn !== undefined && groups.some(({ arn }) => arn === group.arn)
    if (!isNamed) groups.push(group)
  }
  return groups
}

/** A log group as it was named, and what it is however it is named. */
export type IdentifiedGroup = Pick<AskedGroup, 'identifier'> & { readonly arn: string }

/** The ARN of each log group, once of one that is named in two ways. @throws {UserError} where neither the user nor CloudWatch tells it. */
export async function identifiedGroups(
  identifiers: readonly string[],
  asking: Asking,
): Promise<readonly IdentifiedGroup[]> {
  const groups = new Map<string, IdentifiedGroup>()
  for (const identifier of identifiers) {
    const arn = ARN.test(identifier) ? identifier : (await describe(identifier, asking)).arn
    if (arn === undefined) {
      throw new UserError(`the ARN of log group \`${identifier}\` is not known`, {
        help: 'name it by its ARN, or allow `logs:DescribeLogGroups`, which tells it: by a name alone its records might be brought twice',
      })
    }
    if (!groups.has(arn)) groups.set(arn, { identifier, arn })
  }
  return [...groups.values()]
}

async function describe(
  identifier: string,
  { clients: { logs }, calls, waiting }: Asking,
): Promise<AskedGroup> {
  const [, accountId, nameInArn] = ARN.exec(identifier) ?? []
  const name = nameInArn ?? identifier
  const ask = async (linked: object) => {
    const command = new DescribeLogGroupsCommand({ logGroupNamePrefix: name, limit: 50, ...linked })
    const { logGroups = [] } = await calls((options) => logs.send(command, options), waiting)
    return logGroups.find((group) =>
      accountId ? arnOf(group) === identifier : group.logGroupName === name,
    )
  }
  try {
    const here = await ask({})
    if (here) return asked(identifier, name, here)
    if (!accountId) throw await missing(identifier, { logs })
    // A source account's log group is seen from the monitoring account by its ARN alone.
    const linked = await ask({ includeLinkedAccounts: true, accountIdentifiers: [accountId] })
    return asked(identifier, name, linked ?? {})
  } catch (error) {
    // Whoever may ask queries need not be allowed to describe; StartQuery has the last word.
    const unsaid = accountId ? /^(AccessDenied|InvalidParameter)/ : /^AccessDenied/
    if (!(error instanceof Error) || !unsaid.test(error.name)) throw error
    return asked(identifier, name, {})
  }
}

function asked(identifier: string, name: string, group: LogGroup): AskedGroup {
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

/** A log group that is not there, with the region that was asked. */
export async function missing(
  group: string,
  { logs }: CloudwatchClients,
  cause?: unknown,
): Promise<UserError> {
  const region = await logs.config.region()
  return new UserError(`log group \`${group}\` not found in ${region}`, {
    help: 'name it with --log-group, and its region with --region, or deploy the CloudWatch stack first',
    cause,
  })
}
