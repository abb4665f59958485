import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3'
import { readObjectKey } from '../../flow-log/object-keys'
import { inParallel } from '../../parallel'
import { retrying } from '../retry'
import { evenSample, type SeenFlowLogs } from '../seen-flow-logs'
import type { Waiting } from '../wait'

/** Folders that are listed, of all that the range has. */
const MAX_FOLDERS = 24
/** Calls for one folder: one, and one more for each flow log that fills its page. */
const MAX_PAGES = 8
const AT_ONCE = 8

/** The flow logs that the names of objects in some of the folders show: `s3://BUCKET/FOLDER/`. */
export async function listFlowLogs(
  folders: readonly string[],
  s3: S3Client,
  waiting: Waiting,
): Promise<SeenFlowLogs> {
  const sample = evenSample([...folders].sort(), MAX_FOLDERS)
  const seen = await inParallel(sample, AT_ONCE, (folder) => listFolder(folder, s3, waiting))
  return {
    ids: [...new Set(seen.flatMap(({ ids }) => ids))].sort(),
    isComplete: sample.length === folders.length && seen.every(({ isComplete }) => isComplete),
  }
}

async function listFolder(folder: string, s3: S3Client, waiting: Waiting): Promise<SeenFlowLogs> {
  const [, bucket, path = ''] = /^s3[an]?:\/\/([^/]+)\/?(.*)$/.exec(folder) ?? []
  if (bucket === undefined) return { ids: [], isComplete: false }
  const prefix = path === '' || path.endsWith('/') ? path : `${path}/`
  const ids = new Set<string>()
  let after: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      ...(after === undefined ? {} : { StartAfter: after }),
    })
    const { Contents = [], IsTruncated } = await retrying(
      (options) => s3.send(command, options),
      waiting,
    )
    const keys = Contents.flatMap(({ Key }) => Key ?? [])
    for (const key of keys) {
      const { flowLogId } = readObjectKey(key)
      if (flowLogId !== undefined) ids.add(flowLogId)
    }
    const last = keys.at(-1)
    if (!IsTruncated || last === undefined) return { ids: [...ids], isComplete: true }
    after = afterFlowLog(last)
  }
  return { ids: [...ids], isComplete: false }
}

/** A key behind all objects of the same flow log, whose names begin alike. */
function afterFlowLog(key: string): string {
  const { flowLogId } = readObjectKey(key)
  if (flowLogId === undefined) return key
  return `${key.slice(0, key.lastIndexOf(`${flowLogId}_`) + flowLogId.length)}_~`
}
