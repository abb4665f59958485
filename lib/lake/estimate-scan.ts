import { UserError } from '../errors'
import type { TimeSpan } from '../time'
import type { GlueClients } from '../engines/athena/flow-log-table'
import { waitForever, type Waiting } from '../engines/wait'
import { readDescriptor, type LakeTable } from './lake'
import type { Bucket } from './list-pages'
import { rangeObjects, type LogBucket, type ObjectFilter } from './range-objects'

/** The objects of a time span in a table's folders. */
export interface ScanEstimate {
  readonly objects: number
  /** Of whole objects: the maximum, since a query reads only some columns. */
  readonly bytes: number
  /** The first hour with objects; undefined without objects. */
  readonly since: Date | undefined
}

/**
 * Lists the objects that a query of the span may read.
 * @throws {UserError} when the table does not exist.
 */
export async function estimateScan(
  table: LakeTable,
  span: TimeSpan,
  filter: ObjectFilter,
  { glue, s3 }: GlueClients & Pick<Bucket, 's3'>,
  waiting: Waiting = waitForever,
): Promise<ScanEstimate> {
  const { Location } = await readDescriptor(table, { glue }, waiting)
  // The table's partitions are folders of this style.
  const hive: ObjectFilter = { ...filter, styles: ['hive'] }
  const objects = await rangeObjects({ ...bucketOf(Location), s3 }, span, hive, waiting)
  const first = Math.min(...objects.map(({ hour }) => hour.getTime()))
  return {
    objects: objects.length,
    bytes: objects.reduce((sum, { size }) => sum + size, 0),
    since: objects.length === 0 ? undefined : new Date(first),
  }
}

function bucketOf(location: string): Omit<LogBucket, 's3'> {
  const [, bucket, folder] = /^s3[an]?:\/\/([^/]+)\/(.*)$/.exec(location) ?? []
  if (bucket !== undefined && folder !== undefined) return { bucket, folder }
  throw new UserError(`the table's location \`${location}\` is not in S3`)
}
