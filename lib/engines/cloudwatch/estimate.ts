import { isoTime } from '../../results/values'
import { DAY_MS } from '../../time'
import { estimateOrExplain } from '../aws/estimate-or-explain'
import { withCallNames } from '../aws/call-names'
import type { Estimate, QuestionOutline } from '../engine-module'
import type { EngineWorld } from '../engine-world'
import { checkEstimateFields, CLOCK_TOLERANCE_MS, dayCount } from '../estimates'
import { required } from '../option-values'
import { estimateGroups } from './estimate-groups'
import type { CloudwatchLocation } from './log-group-location'
import { scanUsd } from './price'

/** Estimates from the stored size of the log groups. */
export async function estimateCloudwatch(
  location: CloudwatchLocation,
  { range, needs }: QuestionOutline,
  { connectLogs, waiting }: EngineWorld,
): Promise<Estimate> {
  const { retentionDays, usdPerGB, region, profile, logFormat } = location
  const names = required('--log-group', location.logGroups)
  const make = async (): Promise<Estimate> => {
    const clients = withCallNames(await connectLogs(region, profile))
    const { bytes, oldest } = await estimateGroups(names, range, clients, waiting)
    const first = oldest ? oldest.from * 1000 : firstKeptTime(waiting.clock.now(), retentionDays)
    return {
      covers: first <= range.from.getTime() + CLOCK_TOLERANCE_MS,
      why:
        oldest?.reason === 'creation'
          ? `log group \`${oldest.group.name}\` was created at ${isoTime(new Date(first))}`
          : keptText(oldest ? oldest.group.retentionDays : retentionDays),
      bytes: bytes ?? null,
      usd: bytes === undefined ? null : scanUsd(bytes, usdPerGB),
    }
  }
  const estimate = await estimateOrExplain(make, { covers: true, why: keptText(undefined) })
  return checkEstimateFields(estimate, needs, logFormat)
}

function keptText(days: number | undefined): string {
  return days === undefined
    ? 'CloudWatch does not say how far back it goes'
    : `keeps ${dayCount(days)}`
}

function firstKeptTime(now: number, retentionDays: number | undefined): number {
  return retentionDays === undefined ? 0 : now - retentionDays * DAY_MS
}
