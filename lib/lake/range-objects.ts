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
import { listFolders, listPages, type Bucket } from './list-pages'
import { childFolder, type TimeFolder } from './time-folders'

/** Where flow logs lie, in any of the layouts that AWS delivers in. */
export interface LogBucket extends Bucket {
  /** What stands before the account in every key: empty, or with a slash at its end. */
  readonly folder: string
}

/** An object of flow logs. */
export interface LogObject {
  readonly key: string
  /** From the account on. */
  readonly path: string
  readonly size: number
  readonly accountId: string
  readonly region: string
  /** The first moment of the hour that its folder or its name tells; of the day where neither does. */
  readonly hour: Date
}

/** Of whom, and how late, records are looked for. */
export interface Looking {
  /** All that the bucket holds unless told. */
  readonly accountIds?: readonly string[] | undefined
  readonly latenessSeconds: number
  /** Both unless told. */
  readonly styles?: readonly KeyStyle[]
}

/** Listings at one time: far below what S3 takes. */
const AT_ONCE = 16

/** The folder of the logs in a bucket with such a prefix, which has no slashes at its ends. */
export function logFolder(prefix: string): string {
  return `${prefix === '' ? '' : `${prefix}/`}${LOG_FOLDER}`
}

/**
 * The objects that can hold records of a span, in the order of their keys: those of its hours, and of the hours in which a
 * late record may be delivered. Only folders that are there, and that lead to these hours, are listed.
 */
export async function rangeObjects(
  place: LogBucket,
  { from, to }: TimeSpan,
  { accountIds, latenessSeconds, styles = ['hive', 'plain'] }: Looking,
  waiting: Waiting = waitForever,
): Promise<readonly LogObject[]> {
  const first = hourSpan(from).from
  const last = new Date(to.getTime() + latenessSeconds * 1000)
  const isWanted = (span: TimeSpan) => span.from < last && span.to > first

  const objects: LogObject[] = []
  let folders = await originsIn(place, accountIds, styles, waiting)
  while (folders.length > 0) {
    const found = await inParallel(folders, AT_ONCE, (folder) =>
      inFolder(place, folder, isWanted, waiting),
    )
    objects.push(...found.flatMap((each) => each.objects))
    folders = found.flatMap((each) => each.folders)
  }
  return objects.sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** The folders of the accounts and regions that the bucket has. */
async function originsIn(
  place: LogBucket,
  accountIds: readonly string[] | undefined,
  styles: readonly KeyStyle[],
  waiting: Waiting,
): Promise<readonly TimeFolder[]> {
  const there = accountIds ? undefined : await listFolders(place, place.folder, waiting)
  const ids = accountIds ?? there!.flatMap((folder) => /(\d{12})\/$/.exec(folder)?.[1] ?? [])
  const accounts = styles.flatMap((style) =>
    [...new Set(ids)]
      .map((id) => ({ style, id, folder: place.folder + folderName(style, 'aws-account-id', id) }))
      .filter(({ folder }) => !there || there.includes(folder)),
  )
  const origins = await inParallel(accounts, AT_ONCE, async ({ style, id: accountId, folder }) => {
    const service = folder + folderName(style, 'aws-service', FLOW_LOG_SERVICE)
    const found = await listFolders(place, service, waiting)
    return found.flatMap((prefix) => {
      const region = /([a-z][\w-]*)\/$/.exec(prefix)?.[1] ?? ''
      const isRegion = prefix === service + folderName(style, 'aws-region', region)
      return isRegion ? { style, accountId, region, prefix, times: [] } : []
    })
  })
  return origins.flat()
}

/** What is wanted of a folder: folders that lead further, and objects. */
async function inFolder(
  place: LogBucket,
  folder: TimeFolder,
  isWanted: (span: TimeSpan) => boolean,
  waiting: Waiting,
): Promise<{ readonly folders: readonly TimeFolder[]; readonly objects: readonly LogObject[] }> {
  const { prefix, accountId, region, times } = folder
  const isHour = times.length === TIME_KEYS.length
  // Without folders of hours the files lie in that of their day.
  const holdsFiles = times.length >= TIME_KEYS.length - 1
  const span = folderSpan(times)
  const folders: TimeFolder[] = []
  const objects: LogObject[] = []
  for await (const page of listPages(place, prefix, { folders: !isHour }, waiting)) {
    const { Contents = [], CommonPrefixes = [] } = page
    for (const { Prefix = '' } of CommonPrefixes) {
      const child = childFolder(folder, Prefix)
      if (child && isWanted(folderSpan(child.times)!)) folders.push(child)
    }
    for (const { Key: key = '', Size: size = 0 } of holdsFiles ? Contents : []) {
      const path = key.slice(place.folder.length)
      // A key becomes a path: a console's folder object, or one that would lead elsewhere, is no flow log.
      if (/\/$|(^|\/)\.|[\\\0]/.test(path)) continue
      const start = isHour ? undefined : fileStart(key)
      const covered = start ? hourSpan(start) : span!
      if (!isWanted(covered)) continue
      objects.push({ key, path, size, accountId, region, hour: covered.from })
    }
  }
  return { folders, objects }
}
