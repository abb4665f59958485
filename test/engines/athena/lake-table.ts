import { partitionFolder, partitionValues } from '../../../lib/lake/layout'
import { hoursOf } from '../../../lib/time'
import { column, FIELD_TYPES } from '../../../lib/flow-log/fields'
import { objectName } from '../../../lib/flow-log/object-keys'
import { FORMATS, type Format } from '../../../lib/flow-log/format'
import type { AwsServer } from '../../aws-server/aws-server'
import type { Table } from '../../aws-server/glue-state'

const BUCKET = 'flow-logs-bucket'
const LOCATION = `s3://${BUCKET}/AWSLogs/`

/** A table over flow logs as the lake stack makes it, with a partition for each hour of a window. */
export function lakeTable(
  { glue, s3 }: AwsServer,
  {
    from,
    to,
    regions = ['eu-west-1'],
    table: name = 'flow_logs',
  }: { from: string; to: string; regions?: string[]; table?: string },
  format: Format = FORMATS.v11,
  table: Partial<Table> = {},
): Table {
  const Columns = format.map((field) => ({
    Name: column(field),
    Type: FIELD_TYPES[field.type].glue,
  }))
  const made = glue.addTable('natlens', name, {
    descriptor: { Columns, Location: LOCATION },
    ...table,
  })
  if (!s3.buckets.has(BUCKET)) s3.addBucket(BUCKET)
  const hours = hoursOf({ from: new Date(from), to: new Date(to) })
  for (const region of regions) {
    for (const hour of hours) {
      const partition = { accountId: '123456789012', region, hour }
      const Values = partitionValues(partition)
      const Location = `${LOCATION}${partitionFolder(partition)}`
      made.partitions.set(Values.join('/'), { Values, StorageDescriptor: { Location } })
    }
  }
  return made
}

/** Puts an empty object of a flow log into the folder of an hour; names with the same suffix replace each other. */
export function addObject(
  { s3 }: AwsServer,
  hour: string,
  flowLogId: string | undefined,
  suffix = '0123abcd.log.parquet',
): void {
  const account = '123456789012'
  const region = 'eu-west-1'
  const start = new Date(hour)
  const name = objectName({ account, region, flowLogId, hour: start, suffix })
  const key = `AWSLogs/${partitionFolder({ accountId: account, region, hour: start })}${name}`
  s3.buckets.get(BUCKET)!.set(key, Buffer.alloc(0))
}

/** Takes the partition of an hour away, in one region. */
export function dropHour({ partitions }: Table, hour: string, region = 'eu-west-1'): void {
  const partition = { accountId: '123456789012', region, hour: new Date(hour) }
  if (!partitions.delete(partitionValues(partition).join('/'))) throw new Error(`no ${hour}`)
}
