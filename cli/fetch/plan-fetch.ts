import { dirname, join } from 'node:path'
import { countText } from '../../lib/count-text'
import { UserError } from '../../lib/errors'
import type { ListedFiles } from '../../lib/engines/listed-files'
import type { Waiting } from '../../lib/engines/wait'
import type { FetchTarget, StoredObject } from '../../lib/lake/fetch-object'
import type { Bucket } from '../../lib/lake/list-pages'
import type { PathFilter } from '../../lib/lake/path-objects'
import { inParallel } from '../../lib/parallel'
import { humanBytes } from '../../lib/human-bytes'
import { progressBar } from '../progress'
import type { Terminal } from '../terminal'
import type { S3Address } from './s3-address'

/** The objects of an address, and which of them must be fetched. */
export interface FetchPlan {
  readonly address: S3Address
  readonly bucket: Bucket
  /** The folder that stands for the bucket. */
  readonly folder: string
  /** The address is that of one object. */
  readonly isObject: boolean
  readonly objects: readonly StoredObject[]
  readonly missing: readonly StoredObject[]
  /** Lines for stderr. */
  readonly warnings: readonly string[]
}

/** Files that are looked at together. */
const MAX_LOOKS = 32

/** Lists the objects of an address; `root` is the folder of all buckets. */
export async function planFetch(
  address: S3Address,
  root: string,
  filter: PathFilter,
  { s3, waiting }: Pick<Bucket, 's3'> & { readonly waiting: Waiting },
): Promise<FetchPlan> {
  const [{ pathObjects }, { isSafeKey }, { isPresent }] = await Promise.all([
    import('../../lib/lake/path-objects'),
    import('../../lib/lake/safe-key'),
    import('../../lib/lake/fetch-object'),
  ])
  const bucket = { bucket: address.bucket, s3 }
  const folder = join(root, address.bucket)
  const listing = await pathObjects(bucket, address.path, filter, waiting)
  const objects = listing.objects.filter(({ key }) => isSafeKey(key))
  const unsafe = listing.objects.filter(({ key }) => !isSafeKey(key))
  const isThere = await inParallel(objects, MAX_LOOKS, (object) =>
    isPresent(object, targetIn(folder)),
  )
  return {
    address,
    bucket,
    folder,
    isObject: listing.isObject,
    objects,
    missing: objects.filter((_, index) => !isThere[index]),
    warnings: [
      ...unsafeWarning(address, unsafe),
      ...(listing.objects.length === 0 ? [emptyNote(address, filter)] : []),
    ],
  }
}

/** Fetches what is missing. @throws {UserError} when an object could not be fetched. */
export async function fetchPlan(
  { address: { shown }, bucket, folder, objects, missing }: FetchPlan,
  { waiting, isKept }: { readonly waiting: Waiting; readonly isKept: boolean },
  terminal: Terminal,
): Promise<void> {
  if (missing.length === 0) return
  const { fetchObjects } = await import('../../lib/lake/fetch-objects')
  const total = bytesOf(missing)
  const bar = progressBar('s3', terminal)
  const outcomes = new Map<string, number>()
  let bytes = 0
  const count = (outcome: string) => outcomes.get(outcome) ?? 0
  const present = () => objects.length - missing.length + count('fetched') + count('present')
  const resume = () =>
    isKept
      ? `the cache has ${countText(present())} of ${countText(objects.length, 'object')}; run it again to resume`
      : 'run it again'
  try {
    const onDone = ({ size }: StoredObject, outcome: string) => {
      outcomes.set(outcome, count(outcome) + 1)
      bar.update((bytes += size) / Math.max(1, total))
    }
    await fetchObjects(bucket, missing, targetIn(folder), onDone, waiting)
  } catch (error) {
    bar.end()
    if (isKept) terminal.say(`stopped: ${resume()}`)
    throw error
  } finally {
    bar.end()
  }
  for (const [outcome, problem] of FAILURES) {
    if (count(outcome) === 0) continue
    throw new UserError(`\`${shown}\`: ${countText(count(outcome), 'object')} ${problem}`, {
      help: resume(),
    })
  }
  terminal.say(`fetched ${countText(missing.length, 'object')} of \`${shown}\`: ${humanBytes(total)}`) // prettier-ignore
}

const FAILURES = [
  ['archived', 'in a storage class that requires a restore first'],
  ['damaged', 'arrived damaged three times'],
  ['gone', 'expired after the listing'],
] as const

/** The files of the objects, for an engine. */
export function listedFiles({ address, folder, isObject, objects }: FetchPlan): ListedFiles {
  const { bucket, path } = address
  const above = isObject ? path.slice(0, Math.max(0, path.lastIndexOf('/'))) : path
  const start = above === '' ? 0 : above.length + 1
  return {
    folder: join(folder, ...above.split('/')),
    shown: `s3://${bucket}${above === '' ? '' : `/${above}`}`,
    files: objects.map(({ key }) => key.slice(start)),
    isNamed: isObject,
  }
}

/** The folders of the files. */
export function foldersOf({ folder, objects }: FetchPlan): readonly string[] {
  const { fileOf } = targetIn(folder)
  return [...new Set(objects.map((object) => dirname(fileOf(object))))]
}

export function missingBytes({ missing }: FetchPlan): number {
  return bytesOf(missing)
}

export function bytesOf(objects: readonly StoredObject[]): number {
  return objects.reduce((sum, { size }) => sum + size, 0)
}

function targetIn(folder: string): FetchTarget {
  return { fileOf: ({ key }) => join(folder, ...key.split('/')), keepsTimes: true }
}

function unsafeWarning({ shown }: S3Address, objects: readonly StoredObject[]): readonly string[] {
  const [first] = objects
  if (!first) return []
  return [
    `warning: skipped ${countText(objects.length, 'object')} of \`${shown}\` whose names cannot be paths (first: \`${first.key}\`)`,
  ]
}

function emptyNote({ shown }: S3Address, { range }: PathFilter): string {
  return `note: \`${shown}\` has no objects${range ? ' that can hold records of the range' : ''}`
}
