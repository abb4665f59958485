import { isoTime } from '../results/values'
import { firstKeptDay, HOUR_MS } from '../time'
import { estimateOrExplain } from './aws/estimate-or-explain'
import { withCallNames } from './aws/call-names'
import type { Estimate, QuestionOutline } from './engine-module'
import type { EngineWorld } from './engine-world'
import { checkEstimateFields, CLOCK_TOLERANCE_MS, dayCount } from './estimates'
import type { KnownLogs } from './lake-location'

/** The lake's table, and how AWS is called about it. */
export interface LakeEstimateSource extends KnownLogs {
  readonly database: string
  readonly table: string
  readonly latenessSeconds: number
  readonly region: string | undefined
  readonly profile: string | undefined
}

/**
 * Estimates by the sizes of the files in the hours of the range.
 *
 * @param usdOf the price of scanned bytes; null for an engine without a price of its own.
 */
export async function estimateLake(
  source: LakeEstimateSource,
  { range, needs }: QuestionOutline,
  { connect, estimateScan, waiting }: EngineWorld,
  usdOf: (bytes: number) => number | null,
): Promise<Estimate> {
  const { database, table, latenessSeconds, retentionDays, region, profile } = source
  const from = range.from.getTime()
  const now = new Date(waiting.clock.now())
  const firstKept = retentionDays === undefined ? 0 : firstKeptDay(now, retentionDays).getTime()
  const isKept = firstKept <= from + CLOCK_TOLERANCE_MS
  const kept = retentionDays === undefined ? 'has the range' : `keeps ${dayCount(retentionDays)}`

  const make = async (): Promise<Estimate> => {
    const clients = withCallNames(await connect(region, profile))
    // What has expired is not listed.
    const left = { from: new Date(Math.max(from, firstKept)), to: range.to }
    const { bytes, since } = await estimateScan(
      { database, table },
      left,
      { latenessSeconds },
      clients,
      waiting,
    )
    const size = { bytes, usd: usdOf(bytes) }
    if (!isKept) return { ...size, covers: false, why: kept }
    if (!since) return { ...size, covers: false, why: 'has no file of the range' }
    const covers = since.getTime() <= from + HOUR_MS
    const why = covers ? kept : `its files of the range begin at ${isoTime(since)}`
    return { ...size, covers, why }
  }
  const estimate = await estimateOrExplain(make, { covers: isKept, why: kept })
  return checkEstimateFields(estimate, needs, source.logFormat)
}
