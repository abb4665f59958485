import { join } from 'node:path'
import { waitForever, type Waiting } from '../engines/wait'
import { LOG_FOLDER } from '../flow-log/object-keys'
import { inParallel } from '../parallel'
import { removeOldParts } from '../atomic-file'
import { fetchObject, type FetchOutcome } from './fetch-object'
import type { LogBucket, LogObject } from './range-objects'

/** Downloads at one time. */
const AT_ONCE = 8

/** Where an object's file lies in a folder that `--path` reads: S3's own layout, from `AWSLogs/` on. */
export function objectFile(folder: string, { path }: Pick<LogObject, 'path'>): string {
  return join(folder, LOG_FOLDER, ...path.split('/'))
}

/**
 * Brings objects into a folder, a few at a time; what is there already stays. Told of each one as soon as it is done, also
 * when a later one fails.
 */
export async function fetchObjects(
  place: LogBucket,
  objects: readonly LogObject[],
  folder: string,
  onDone: (object: LogObject, outcome: FetchOutcome) => void,
  waiting: Waiting = waitForever,
): Promise<void> {
  await removeOldParts(objects.map((object) => objectFile(folder, object)))
  await inParallel(objects, AT_ONCE, async (object) => {
    onDone(object, await fetchObject(place, object, objectFile(folder, object), waiting))
  })
}
