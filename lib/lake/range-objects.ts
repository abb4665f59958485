import {
  fileStart,
  FLOW_LOG_SERVICE,
  folderName,
  folderSpan,
  LOG_FOLDER,
  TIME_KEYS,
  type KeyStyle,
} from '../flow-log/object-keys'
import { inParallel } from '../parallel'
import { hourSpan, type TimeSpan } from '../time'
import { waitForever, type Waiting } from '../engines/wait'
import type { StoredObject } from './fetch-object'
import { listFolders, listPages, type Bucket } from './list-pages'
import { isFolderObject, isSafeKey } from './safe-key'
import { childFolder, type TimeFolder } from './time-folders'

/** A bucket with flow logs, in any of AWS's layouts. */
export interface LogBucket extends Bucket {
  /** The part of every key before the account: empty, or with a slash at its end. */
  readonly folder: string
}

/** An object of flow logs. */
export interface LogObject extends StoredObject {
  /** From the account on. */
  readonly path: string
  readonly accountId: string
  readonly region: string
  /** The start of the hour of its folder or its name; else of the day of its folder. */
  readonly hour: Date
}

/** Which objects of a time span to list. */
export interface ObjectFilter {
  /** Default: all accounts in the bucket. */
  readonly accountIds?: readonly string[] | undefined
  readonly latenessSeconds: number
  /** Default: both. */
  readonly styles?: readonly KeyStyle[]
}

/** Concurrent listings, far below S3's limit. */
const MAX_LISTINGS = 16

/** The folder of the logs in a bucket, for a prefix without slashes at its ends. */
export function logFolder(prefix: string): string {
  return `${prefix === '' ? '' : `${prefix}/`}${LOG_FOLDER}`
}

/**
 * The objects that can contain records of a span, sorted by key: those of its hours, and of the hours in which late records may
 * be delivered. Lists only the folders of these hours.
 */
export async function rangeObjects(
  bucket: LogBucket,
  { from, to }: TimeSpan,
  { accountIds, latenessSeconds, styles = ['hive', 'plain'] }: ObjectFilter,
  waiting: Waiting = waitForever,
): Promise<readonly LogObject[]> {
  const first = hourSpan(from).from
  const last = new Date(to.getTime() + latenessSeconds * 1000)
  const isWanted = (span: TimeSpan) => span.from < last && span.to > first

  const regions = await listRegions(bucket, { accountIds, styles }, waiting)
  const objects = await objectsBelow(bucket, regions, isWanted, waiting)
  // A key becomes a path.
  return objects.filter(({ path }) => isSafeKey(path))
}

/** The objects in folders that can contain records of wanted times, sorted by key. Lists only the wanted folders. */
export async function objectsBelow(
  bucket: LogBucket,
  start: readonly TimeFolder[],
  isWanted: (span: TimeSpan) => boolean,
  waiting: Waiting,
): Promise<readonly LogObject[]> {
  const objects: LogObject[] = []
  let folders = start
  while (folders.length > 0) {
    const found = await inParallel(folders, MAX_LISTINGS, (folder) =>
      listFolder(bucket, folder, isWanted, waiting),
    )
    objects.push(...found.flatMap((each) => each.objects))
    folders = found.flatMap((each) => each.folders)
  }
  return objects.sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** The folders of the accounts and regions that the bucket has. */
export async function listRegions(
  bucket: LogBucket,
  { accountIds, styles }: Required<Pick<ObjectFilter, 'accountIds' | 'styles'>>,
  waiting: Waiting,
): Promise<readonly TimeFolder[]> {
  const existing = accountIds ? undefined : await listFolders(bucket, bucket.folder, waiting)
  const ids = accountIds ?? existing!.flatMap((folder) => /(\d{12})\/$/.exec(folder)?.[1] ?? [])
  const accounts = styles.flatMap((style) =>
    [...new Set(ids)]
      .map((id) => ({ style, id, folder: bucket.folder + folderName(style, 'aws-account-id', id) }))
      .filter(({ folder }) => !existing || existing.includes(folder)),
  )
  const regions = await inParallel(
    accounts,
    MAX_LISTINGS,
    async ({ style, id: accountId, folder }) => {
      const service = folder + folderName(style, 'aws-service', FLOW_LOG_SERVICE)
      const found = await listFolders(bucket, service, waiting)
      return found.flatMap((prefix) => {
        const region = /([a-z][\w-]*)\/$/.exec(prefix)?.[1] ?? ''
        const isRegion = prefix === service + folderName(style, 'aws-region', region)
        return isRegion ? { style, accountId, region, prefix, times: [] } : []
      })
    },
  )
  return regions.flat()
}

/** The wanted subfolders and objects of a folder. */
async function listFolder(
  bucket: LogBucket,
  folder: TimeFolder,
  isWanted: (span: TimeSpan) => boolean,
  waiting: Waiting,
): Promise<{ readonly folders: readonly TimeFolder[]; readonly objects: readonly LogObject[] }> {
  const { prefix, accountId, region, times } = folder
  const isHour = times.length === TIME_KEYS.length
  // Without folders of hours the folder of a day contains the files.
  const holdsFiles = times.length >= TIME_KEYS.length - 1
  const span = folderSpan(times)
  const folders: TimeFolder[] = []
  const objects: LogObject[] = []
  for await (const page of listPages(bucket, prefix, { folders: !isHour }, waiting)) {
    const { Contents = [], CommonPrefixes = [] } = page
    for (const { Prefix = '' } of CommonPrefixes) {
      const child = childFolder(folder, Prefix)
      if (child && isWanted(folderSpan(child.times)!)) folders.push(child)
    }
    for (const { Key: key = '', Size: size = 0, LastModified: modified } of holdsFiles
      ? Contents
      : []) {
      if (isFolderObject(key)) continue
      const path = key.slice(bucket.folder.length)
      const start = isHour ? undefined : fileStart(key)
      const covered = start ? hourSpan(start) : span!
      if (!isWanted(covered)) continue
      objects.push({ key, path, size, modified, accountId, region, hour: covered.from })
    }
  }
  return { folders, objects }
}
