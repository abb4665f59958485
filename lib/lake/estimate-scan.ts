import { UserError } from '../errors'
import type { TimeSpan } from '../time'
import type { GlueClients } from '../engines/athena/flow-log-table'
import { waitForever, type Waiting } from '../engines/wait'
import { readDescriptor, type LakeTable } from './lake'
import type { Bucket } from './list-pages'
import { rangeObjects, type LogBucket, type Looking } from './range-objects'

/** What a table's folders hold of a time span. */
export interface ScanEstimate {
  readonly objects: number
  /** Of whole objects: a query reads the columns that it names, so this is the most. */
  readonly bytes: number
  /** The first hour that there are objects of; undefined for none. */
  readonly since: Date | undefined
}

/** Lists what a query of the span may read, from where the table lies. @throws {UserError} when there is no such table. */
export async function estimateScan(
  table: LakeTable,
  span: TimeSpan,
  looking: Looking,
  { glue, s3 }: GlueClients & Pick<Bucket, 's3'>,
  waiting: Waiting = waitForever,
): Promise<ScanEstimate> {
  const { Location } = await readDescriptor(table, { glue }, waiting)
  // The table's partitions are folders of this style.
  const asked: Looking = { ...looking, styles: ['hive'] }
  const objects = await rangeObjects({ ...placeOf(Location), s3 }, span, asked, waiting)
  const first = Math.min(...objects.map(({ hour }) => hour.getTime()))
  return {
    objects: objects.length,
    bytes: objects.reduce((sum, { size }) => sum + size, 0),
    since: objects.length === 0 ? undefined : new Date(first),
  }
}

function placeOf(location: string): Omit<LogBucket, 's3'> {
  const [, bucket, folder] = /^s3[an]?:\/\/([^/]+)\/(.*)$/.exec(location) ?? []
  if (bucket !== undefined && folder !== undefined) return { bucket, folder }
  throw new UserError(`the table lies at \`${location}\`, which is not in S3`)
}
