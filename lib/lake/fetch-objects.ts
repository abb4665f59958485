import { join } from 'node:path'
import { waitForever, type Waiting } from '../engines/wait'
import { LOG_FOLDER } from '../flow-log/object-keys'
import { inParallel } from '../parallel'
import { removeOldParts } from '../atomic-file'
import { fetchObject, type FetchOutcome, type FetchTarget, type StoredObject } from './fetch-object'
import type { Bucket } from './list-pages'
import type { LogObject } from './range-objects'

/** Concurrent downloads. */
const MAX_DOWNLOADS = 8

/** A folder for `--path`, in S3's layout from `AWSLogs/` on. */
export function logTarget(folder: string): FetchTarget<LogObject> {
  const fileOf = ({ path }: LogObject) => join(folder, LOG_FOLDER, ...path.split('/'))
  return { fileOf, keepsTimes: false }
}

/**
 * Downloads objects into files, several at a time, except those that exist there. `onDone` is called for each one, also when
 * a later one fails.
 */
export async function fetchObjects<T extends StoredObject>(
  bucket: Bucket,
  objects: readonly T[],
  target: FetchTarget<T>,
  onDone: (object: T, outcome: FetchOutcome) => void,
  waiting: Waiting = waitForever,
): Promise<void> {
  await removeOldParts(objects.map((object) => target.fileOf(object)))
  await inParallel(objects, MAX_DOWNLOADS, async (object) => {
    onDone(object, await fetchObject(bucket, object, target, waiting))
  })
}
