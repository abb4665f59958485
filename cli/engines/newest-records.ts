import type { RemoteEngineModule } from '../../lib/engines/engine-module'
import { isoTime } from '../../lib/results/values'
import { MINUTE_MS } from '../../lib/time'

/** The longest aggregation interval of a record. */
const MAX_INTERVAL_MINUTES = 10

/**
 * A note that the newest records of a range may not be delivered yet; undefined when all of them are.
 *
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html
 */
export function newestNote(
  { delivery: { service, minutes } }: Pick<RemoteEngineModule, 'delivery'>,
  to: Date,
  now: Date,
): string | undefined {
  const complete = new Date(now.getTime() - (minutes + MAX_INTERVAL_MINUTES) * MINUTE_MS)
  if (to <= complete) return undefined
  return (
    `note: records that start after ${isoTime(complete)} may be incomplete: ` +
    `${service} has a record about ${minutes} minutes after the end of its interval of up to ${MAX_INTERVAL_MINUTES} minutes`
  )
}
