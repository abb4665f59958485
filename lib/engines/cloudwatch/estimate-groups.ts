import { waitForever, type Waiting } from '../wait'
import { pacedCalls } from './calls'
import type { CloudwatchClients } from './clients'
import { describeGroups, groupIdentifiers, type AskedGroup } from './log-groups'
import { limitOf, type Limit } from './window'

/** What log groups hold of a range, as far as CloudWatch tells without a query. */
export interface GroupsEstimate {
  /** Bytes that a query would scan; undefined where CloudWatch does not tell what is stored. */
  readonly bytes: number | undefined
  /** Before it one of the groups has nothing; undefined where CloudWatch does not tell. */
  readonly limit: (Limit & { readonly group: AskedGroup }) | undefined
}

/** A query scans records as they came; what is stored is compressed to about this share, as AWS reckons with in its examples. */
const COMPRESSION = 0.15

/**
 * Estimates by what is stored of each log group and the share of its time that the range has.
 *
 * https://aws.amazon.com/cloudwatch/pricing/
 * @throws {UserError} for a log group that does not exist.
 */
export async function estimateGroups(
  logGroups: readonly string[],
  range: { readonly from: Date; readonly to: Date },
  clients: CloudwatchClients,
  waiting: Waiting = waitForever,
): Promise<GroupsEstimate> {
  const asking = { clients, waiting, calls: pacedCalls() }
  const groups = await describeGroups(groupIdentifiers(logGroups), asking)
  const now = waiting.clock.now()
  const limits = groups.flatMap((group) => {
    const limit = limitOf(group, now)
    return limit ? [{ ...limit, group }] : []
  })
  const shares = groups.map((group) => scanned(group, range, now))
  return {
    bytes: shares.every((bytes) => bytes !== undefined)
      ? Math.round(shares.reduce((sum, bytes) => sum + bytes, 0))
      : undefined,
    limit: limits.reduce<GroupsEstimate['limit']>((a, b) => (a && a.from >= b.from ? a : b), undefined), // prettier-ignore
  }
}

/** Zero bytes tell nothing: CloudWatch counts them once a day. */
function scanned(
  group: AskedGroup,
  range: { readonly from: Date; readonly to: Date },
  now: number,
): number | undefined {
  const limit = limitOf(group, now)
  if (!group.storedBytes || !limit) return undefined
  const first = limit.from * 1000
  const overlap = Math.min(range.to.getTime(), now) - Math.max(range.from.getTime(), first)
  const share = Math.min(1, Math.max(0, overlap) / Math.max(1, now - first))
  return (group.storedBytes / COMPRESSION) * share
}
