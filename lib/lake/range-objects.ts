import { inParallel } from '../parallel'
import { patience, type Waiting } from '../engines/wait'
import { hoursOf, LOG_FOLDER, partitionFolder, partitionOfKey, type Window } from './layout'
import { listFolders, listPages, type Bucket } from './list-pages'

/** Where flow logs lie in hourly, Hive-compatible folders. */
export interface LogBucket extends Bucket {
  /** What stands before `aws-account-id=` in every key: empty, or with a slash at its end. */
  readonly folder: string
}

/** An object of flow logs. */
export interface LogObject {
  readonly key: string
  /** From `aws-account-id=` on. */
  readonly path: string
  readonly size: number
  /** The first moment of the hour whose folder it lies in. */
  readonly hour: Date
}

/** Of whom, and how late, records are looked for. */
export interface Looking {
  /** All that the bucket holds unless told. */
  readonly accountIds?: readonly string[] | undefined
  readonly latenessSeconds: number
}

/** Listings at one time: far below what S3 takes. */
const AT_ONCE = 16

/** The folder of the logs in a bucket with such a prefix, which has no slashes at its ends. */
export function logFolder(prefix: string): string {
  return `${prefix === '' ? '' : `${prefix}/`}${LOG_FOLDER}`
}

/**
 * The objects that can hold records of a window, in the order of their keys: those of its hours, and of the hours in which a
 * late record may be delivered.
 */
export async function rangeObjects(
  place: LogBucket,
  { from, to }: Window,
  { accountIds, latenessSeconds }: Looking,
  waiting: Waiting = patience,
): Promise<readonly LogObject[]> {
  const hours = hoursOf({ from, to: new Date(to.getTime() + latenessSeconds * 1000) })
  const origins = await originsIn(place, accountIds, waiting)
  const prefixes = origins.flatMap((origin) =>
    hours.map((hour) => place.folder + partitionFolder({ ...origin, hour })),
  )
  const found = await inParallel(prefixes, AT_ONCE, (prefix) => objectsIn(place, prefix, waiting))
  return found.flat().sort((a, b) => (a.key < b.key ? -1 : 1))
}

interface Origin {
  readonly accountId: string
  readonly region: string
}

/** The accounts and regions that have folders. */
async function originsIn(
  place: LogBucket,
  accountIds: readonly string[] | undefined,
  waiting: Waiting,
): Promise<readonly Origin[]> {
  const accounts = accountIds ?? valuesOf('aws-account-id', await listFolders(place, place.folder, waiting)) // prettier-ignore
  const origins = await inParallel(accounts, AT_ONCE, async (accountId) => {
    const folder = `${place.folder}aws-account-id=${accountId}/aws-service=vpcflowlogs/`
    const regions = valuesOf('aws-region', await listFolders(place, folder, waiting))
    return regions.map((region) => ({ accountId, region }))
  })
  return origins.flat()
}

function valuesOf(key: string, folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) => new RegExp(`/?${key}=([\\w-]+)/$`).exec(folder)?.[1] ?? [])
}

async function objectsIn(
  place: LogBucket,
  prefix: string,
  waiting: Waiting,
): Promise<readonly LogObject[]> {
  const objects: LogObject[] = []
  for await (const { Contents = [] } of listPages(place, prefix, {}, waiting)) {
    for (const { Key: key = '', Size: size = 0 } of Contents) {
      const path = key.slice(place.folder.length)
      const partition = partitionOfKey(path)
      // A key becomes a path: a console's folder object, or one that would lead elsewhere, is no flow log.
      if (!partition || /\/$|(^|\/)\.|[\\\0]/.test(path)) continue
      objects.push({ key, path, size, hour: partition.hour })
    }
  }
  return objects
}
