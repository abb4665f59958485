import { partitionFolder, partitionValues } from '../../../lib/lake/layout'
import { hoursOf } from '../../../lib/time'
import { column, FIELD_TYPES } from '../../../lib/flow-log/fields'
import { FORMATS, type Format } from '../../../lib/flow-log/format'
import type { AwsServer } from '../../aws-server/aws-server'
import type { Table } from '../../aws-server/glue-state'

const LOCATION = 's3://flow-logs-bucket/AWSLogs/'

/** A table over flow logs as the lake stack makes it, with a partition for each hour of a window. */
export function lakeTable(
  { glue }: AwsServer,
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

/** Takes the partition of an hour away, in one region. */
export function dropHour({ partitions }: Table, hour: string, region = 'eu-west-1'): void {
  const partition = { accountId: '123456789012', region, hour: new Date(hour) }
  if (!partitions.delete(partitionValues(partition).join('/'))) throw new Error(`no ${hour}`)
}
