import { waitForever, type Waiting } from '../wait'
import { pacedCalls } from './calls'
import type { CloudwatchClients } from './clients'
import { describeGroups, groupIdentifiers, type DescribedGroup } from './log-groups'
import { oldestRecordOf, type OldestRecord } from './query-window'

/** The records of a range in log groups, as CloudWatch reports them without a query. */
export interface GroupsEstimate {
  /** Bytes that a query would scan; undefined when CloudWatch does not report the stored size. */
  readonly bytes: number | undefined
  /** One of the groups has no earlier record; undefined when CloudWatch does not report it. */
  readonly oldest: (OldestRecord & { readonly group: DescribedGroup }) | undefined
}

/** A query scans uncompressed records; the stored size is about this share of them, as in AWS's own examples. */
const COMPRESSION = 0.15

/**
 * Estimates from the stored size of each log group and the share of its time that is in the range.
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
  const context = { clients, waiting, calls: pacedCalls() }
  const groups = await describeGroups(groupIdentifiers(logGroups), context)
  const now = waiting.clock.now()
  const oldest = groups.flatMap((group) => {
    const record = oldestRecordOf(group, now)
    return record ? [{ ...record, group }] : []
  })
  const shares = groups.map((group) => scannedBytes(group, range, now))
  return {
    bytes: shares.every((bytes) => bytes !== undefined)
      ? Math.round(shares.reduce((sum, bytes) => sum + bytes, 0))
      : undefined,
    oldest: oldest.reduce<GroupsEstimate['oldest']>((a, b) => (a && a.from >= b.from ? a : b), undefined), // prettier-ignore
  }
}

/** Unknown for zero stored bytes, as CloudWatch counts them once a day. */
function scannedBytes(
  group: DescribedGroup,
  range: { readonly from: Date; readonly to: Date },
  now: number,
): number | undefined {
  const oldest = oldestRecordOf(group, now)
  if (!group.storedBytes || !oldest) return undefined
  const first = oldest.from * 1000
  const overlap = Math.min(range.to.getTime(), now) - Math.max(range.from.getTime(), first)
  const share = Math.min(1, Math.max(0, overlap) / Math.max(1, now - first))
  return (group.storedBytes / COMPRESSION) * share
}
