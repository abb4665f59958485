import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { replaceFile } from '../atomic-file'
import { retrying, type CallOptions } from '../engines/retry'
import type { Waiting } from '../engines/wait'
import type { Bucket } from './list-pages'
import type { LogObject } from './range-objects'

/** `present`: fetched before; `gone`: expired since it was listed; `archived`: in a storage class that must be restored. */
export type FetchOutcome = 'fetched' | 'present' | 'gone' | 'damaged' | 'archived'

/** Downloads of an object that arrives damaged. */
const MAX_TRIES = 3

/**
 * Downloads an object into a file, which appears when its size and its checksum are right. A file of the same size is
 * complete, since objects of flow logs never change.
 */
export async function fetchObject(
  bucket: Bucket,
  { key, size }: Pick<LogObject, 'key' | 'size'>,
  path: string,
  waiting: Waiting,
): Promise<FetchOutcome> {
  const existing = await stat(path).catch(() => undefined)
  if (existing?.isFile() && existing.size === size) return 'present'

  try {
    const isWhole = await replaceFile(path, async (part) => {
      for (let tries = 1; tries <= MAX_TRIES; tries++) {
        if (await retrying((options) => download(bucket, key, size, part, options), waiting)) {
          return true
        }
      }
      return false
    })
    return isWhole ? 'fetched' : 'damaged'
  } catch (error) {
    const { name } = error as Error
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html
    if (name === 'NoSuchKey' || name === 'InvalidObjectState') {
      return name === 'NoSuchKey' ? 'gone' : 'archived'
    }
    throw error
  }
}

/** Whether the download has the size and the checksum of the object. */
async function download(
  { bucket, s3 }: Bucket,
  key: string,
  size: number,
  part: string,
  options: CallOptions,
): Promise<boolean> {
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' })
  try {
    const response = await s3.send(command, options)
    const body = response.Body as Readable
    const md5 = createHash('md5')
    let bytes = 0
    const count = new Transform({
      transform(piece: Buffer, _encoding, done) {
        md5.update(piece)
        bytes += piece.length
        done(null, piece)
      },
    })
    await pipeline(body, count, createWriteStream(part), {
      ...(options.abortSignal && { signal: options.abortSignal }),
    })
    return bytes === size && isSame(md5.digest('hex'), response)
  } catch (error) {
    if (/^Checksum mismatch/.test((error as Error).message)) return false
    throw error
  }
}

/**
 * The client compares S3's own checksum where there is one; besides, an entity tag is the MD5 of what came in one piece and
 * is not encrypted with a key of KMS.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html
 */
function isSame(md5: string, { ETag = '', ServerSideEncryption }: GetObjectCommandOutput): boolean {
  const tag = /^"?([0-9a-f]{32})"?$/.exec(ETag)?.[1]
  const isMd5 = ServerSideEncryption === undefined || ServerSideEncryption === 'AES256'
  return tag === undefined || !isMd5 || tag === md5
}
