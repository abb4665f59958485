import type { EngineName } from '../../lib/engines/engine'
import { isoTime } from '../../lib/results/values'

const MINUTE = 60_000

/** Minutes that a record may cover: the longest aggregation interval. */
const INTERVAL = 10

/**
 * Where records come to, and after how many minutes, as a rule.
 *
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html
 */
const CLOUDWATCH = { place: 'CloudWatch', minutes: 5 }
const S3 = { place: 'S3', minutes: 10 }

/** That the end of a range is so new that its records may still come; undefined for one that is older. */
export function newestNote(engine: EngineName, to: Date, now: Date): string | undefined {
  const { place, minutes } = engine === 'cloudwatch' ? CLOUDWATCH : S3
  const complete = new Date(now.getTime() - (minutes + INTERVAL) * MINUTE)
  if (to <= complete) return undefined
  return (
    `note: what starts after ${isoTime(complete)} may be incomplete: ` +
    `a record comes to ${place} about ${minutes} minutes after its interval, which is up to ${INTERVAL}`
  )
}
