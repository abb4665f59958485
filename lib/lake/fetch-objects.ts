import { join } from 'node:path'
import { waitForever, type Waiting } from '../engines/wait'
import { LOG_FOLDER } from '../flow-log/object-keys'
import { inParallel } from '../parallel'
import { removeOldParts } from '../atomic-file'
import { fetchObject, type FetchOutcome } from './fetch-object'
import type { LogBucket, LogObject } from './range-objects'

/** Concurrent downloads. */
const MAX_DOWNLOADS = 8

/** The path of an object's file in a folder for `--path`: S3's layout, from `AWSLogs/` on. */
export function objectFile(folder: string, { path }: Pick<LogObject, 'path'>): string {
  return join(folder, LOG_FOLDER, ...path.split('/'))
}

/**
 * Downloads objects into a folder, several at a time, except those that exist there. `onDone` is called for each one, also
 * when a later one fails.
 */
export async function fetchObjects(
  bucket: LogBucket,
  objects: readonly LogObject[],
  folder: string,
  onDone: (object: LogObject, outcome: FetchOutcome) => void,
  waiting: Waiting = waitForever,
): Promise<void> {
  await removeOldParts(objects.map((object) => objectFile(folder, object)))
  await inParallel(objects, MAX_DOWNLOADS, async (object) => {
    onDone(object, await fetchObject(bucket, object, objectFile(folder, object), waiting))
  })
}
