import { FLOW_LOG_SERVICE, folderName, LOG_FOLDER, type KeyStyle } from '../flow-log/object-keys'
import { REGION } from '../flow-log/region'
import { canHold, fileSpans, timeNamesOf, type FileSpan } from '../flow-log/time-span'
import type { TimeRange } from '../time'
import type { Waiting } from '../engines/wait'
import type { StoredObject } from './fetch-object'
import { listFolders, listPages, type Bucket } from './list-pages'
import { listRegions, objectsBelow, type LogBucket } from './range-objects'
import { isFolderObject } from './safe-key'
import { childFolder, type TimeFolder } from './time-folders'

/** The objects that a path of a bucket names. */
export interface PathObjects {
  /** The path is the key of one object. */
  readonly isObject: boolean
  /** Sorted by key. */
  readonly objects: readonly StoredObject[]
}

export interface PathFilter {
  /** Undefined: any time. */
  readonly range: TimeRange | undefined
  readonly latenessSeconds: number
}

const STYLES: readonly KeyStyle[] = ['hive', 'plain']

/**
 * Lists the objects below a folder that can contain records of a range. In AWS's layout, where the folder can be at any depth,
 * only the folders of flow logs and of the range are listed; elsewhere all objects are.
 *
 * @param path of the folder or of one object, without slashes at its ends; empty for the whole bucket.
 */
export async function pathObjects(
  bucket: Bucket,
  path: string,
  { range, latenessSeconds }: PathFilter,
  waiting: Waiting,
): Promise<PathObjects> {
  const folder = path === '' ? '' : `${path}/`
  const isWanted = (span: FileSpan | undefined) => canHold(span, range, latenessSeconds)

  const regions = await findRegions(bucket, folder, waiting)
  const objects = regions
    ? await objectsBelow(regions.logs, regions.folders, isWanted, waiting)
    : await allObjects(bucket, folder, isWanted, waiting)
  if (objects.length > 0 || path === '') return { isObject: false, objects }

  const object = await findObject(bucket, path, waiting)
  return { isObject: object !== undefined, objects: object ? [object] : [] }
}

interface Regions {
  readonly logs: LogBucket
  readonly folders: readonly TimeFolder[]
}

/** The folders of regions, or deeper ones, where a folder has AWS's layout or is in it; else undefined. */
async function findRegions(
  bucket: Bucket,
  folder: string,
  waiting: Waiting,
): Promise<Regions | undefined> {
  const above = /^(?:.*\/)?AWSLogs\//.exec(folder)?.[0]
  if (above === undefined) {
    const logs = { ...bucket, folder: folder + LOG_FOLDER }
    if (!(await listFolders(bucket, folder, waiting)).includes(logs.folder)) return undefined
    return { logs, folders: await listRegions(logs, { accountIds: undefined, styles: STYLES }, waiting) } // prettier-ignore
  }

  const logs = { ...bucket, folder: above }
  if (folder === above) {
    return { logs, folders: await listRegions(logs, { accountIds: undefined, styles: STYLES }, waiting) } // prettier-ignore
  }
  for (const style of STYLES) {
    const place = readFolder(folder, above, style)
    if (place?.kind === 'account') {
      const accountIds = [place.accountId]
      return { logs, folders: await listRegions(logs, { accountIds, styles: [style] }, waiting) }
    }
    if (place?.kind === 'time') return { logs, folders: [place.folder] }
  }
  return undefined
}

type Place =
  | { readonly kind: 'account'; readonly accountId: string }
  | { readonly kind: 'time'; readonly folder: TimeFolder }

/** Reads the account, region and time of a folder; undefined where it is not one of flow logs in this style. */
function readFolder(folder: string, above: string, style: KeyStyle): Place | undefined {
  const values = folder
    .slice(above.length, -1)
    .split('/')
    .map((name) => (style === 'hive' ? name.slice(name.indexOf('=') + 1) : name))
  const [accountId = '', service, region, ...times] = values
  const account = above + folderName(style, 'aws-account-id', accountId)
  const ofService = account + folderName(style, 'aws-service', FLOW_LOG_SERVICE)
  if (!/^\d{12}$/.test(accountId) || !folder.startsWith(account)) return undefined
  if (service === undefined) return { kind: 'account', accountId }
  if (!folder.startsWith(ofService)) return undefined
  if (region === undefined) return { kind: 'account', accountId }

  const prefix = ofService + folderName(style, 'aws-region', region)
  if (!REGION.test(region) || !folder.startsWith(prefix)) return undefined
  const start: TimeFolder = { style, accountId, region, prefix, times: [] }
  const names = folder.slice(prefix.length).split('/').slice(0, times.length)
  const found = names.reduce<TimeFolder | undefined>(
    (parent, name) => parent && childFolder(parent, `${parent.prefix}${name}/`),
    start,
  )
  return found && { kind: 'time', folder: found }
}

async function allObjects(
  bucket: Bucket,
  folder: string,
  isWanted: (span: FileSpan | undefined) => boolean,
  waiting: Waiting,
): Promise<readonly StoredObject[]> {
  const objects: StoredObject[] = []
  for await (const { Contents = [] } of listPages(bucket, folder, {}, waiting)) {
    for (const { Key: key = '', Size: size = 0, LastModified: modified } of Contents) {
      if (isFolderObject(key)) continue
      objects.push({ key, size, modified })
    }
  }
  const spans = fileSpans(objects, ({ key }) => timeNamesOf(key, key.slice(folder.length)))
  return objects.filter((object) => isWanted(spans.get(object)))
}

/** The object with exactly this key, which sorts before all keys that it begins. */
async function findObject(
  bucket: Bucket,
  key: string,
  waiting: Waiting,
): Promise<StoredObject | undefined> {
  for await (const { Contents: [first] = [] } of listPages(bucket, key, {}, waiting)) {
    if (first?.Key !== key) return undefined
    return { key, size: first.Size ?? 0, modified: first.LastModified }
  }
  return undefined
}
