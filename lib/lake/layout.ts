import { FLOW_LOG_SERVICE, hourFolder, hourValues, PARTITION_KEYS } from '../flow-log/object-keys'
import { REGION } from '../flow-log/region'
import { hoursOf, type TimeSpan } from '../time'

/** One hour of one account and region. */
export interface Partition {
  /** Twelve digits. */
  readonly accountId: string
  readonly region: string
  /** The start of the hour, UTC. */
  readonly hour: Date
}

/** The accounts and regions whose flow logs are in one table. */
export interface AccountsAndRegions {
  readonly accountIds: readonly string[]
  readonly regions: readonly string[]
}

/** In the order of {@link PARTITION_KEYS}; Hive compares text, so that `3` and `03` are different partitions. */
export function partitionValues({ accountId, region, hour }: Partition): readonly string[] {
  return hourValues({ account: accountId, region, hour })
}

/** The folder of a partition, from the table's location on: `aws-account-id=…/…/hour=05/`. */
export function partitionFolder({ accountId, region, hour }: Partition): string {
  return hourFolder({ account: accountId, region, hour })
}

/** Reads a partition's values; undefined when they are not written as AWS's delivery writes them. */
export function readPartition(values: readonly string[]): Partition | undefined {
  const [accountId = '', service, region = '', year, month, day, hours] = values
  if (values.length !== PARTITION_KEYS.length || service !== FLOW_LOG_SERVICE) return undefined
  if (!/^\d{12}$/.test(accountId) || !REGION.test(region)) return undefined

  const hour = new Date(`${year}-${month}-${day}T${hours}:00:00Z`)
  if (Number.isNaN(hour.getTime())) return undefined
  const partition = { accountId, region, hour }
  // Dates roll over (30 February, hour 24): the values are right only when they are written back the same.
  const isSame = partitionValues(partition).every((value, index) => value === values[index])
  return isSame ? partition : undefined
}

/** The partitions of all hours of a span, of every account and region. */
export function partitionsOf(
  { accountIds, regions }: AccountsAndRegions,
  span: TimeSpan,
): Partition[] {
  const hours = hoursOf(span)
  return accountIds.flatMap((accountId) =>
    regions.flatMap((region) => hours.map((hour) => ({ accountId, region, hour }))),
  )
}
