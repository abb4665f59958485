import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { stat, utimes } from 'node:fs/promises'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { replaceFile } from '../atomic-file'
import { retrying, type CallOptions } from '../engines/retry'
import type { Waiting } from '../engines/wait'
import type { Bucket } from './list-pages'

/** `present`: fetched before; `gone`: expired since it was listed; `archived`: in a storage class that must be restored. */
export type FetchOutcome = 'fetched' | 'present' | 'gone' | 'damaged' | 'archived'

/** An object of a bucket, from a listing. */
export interface StoredObject {
  readonly key: string
  readonly size: number
  /** When it was written. */
  readonly modified: Date | undefined
}

/** The files that objects are fetched into. */
export interface FetchTarget<T extends StoredObject = StoredObject> {
  readonly fileOf: (object: T) => string
  /**
   * Files get the time of their objects, and a file with another time is fetched again. Without it a file of the same size is
   * complete: objects of flow logs never change.
   */
  readonly keepsTimes: boolean
}

/** Downloads of an object that arrives damaged. */
const MAX_TRIES = 3

/** Whether the file of an object was fetched before. */
export async function isPresent<T extends StoredObject>(
  object: T,
  { fileOf, keepsTimes }: FetchTarget<T>,
): Promise<boolean> {
  const file = await stat(fileOf(object)).catch(() => undefined)
  if (!file?.isFile() || file.size !== object.size) return false
  return !keepsTimes || secondsOf(file.mtimeMs) === secondsOf(object.modified?.getTime())
}

/** Some servers list milliseconds, which a download lacks. */
function secondsOf(milliseconds = NaN): number {
  return Math.floor(milliseconds / 1000)
}

/** Downloads an object into its file, which appears when its size and its checksum are right. */
export async function fetchObject<T extends StoredObject>(
  bucket: Bucket,
  object: T,
  target: FetchTarget<T>,
  waiting: Waiting,
): Promise<FetchOutcome> {
  if (await isPresent(object, target)) return 'present'

  try {
    const isWhole = await replaceFile(target.fileOf(object), async (part) => {
      for (let tries = 1; tries <= MAX_TRIES; tries++) {
        const get = (options: CallOptions) => download(bucket, object, part, target, options)
        if (await retrying(get, waiting)) return true
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
  { key, size }: StoredObject,
  part: string,
  { keepsTimes }: Pick<FetchTarget, 'keepsTimes'>,
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
    // That of the download: the object may be newer than the listing.
    const { LastModified } = response
    if (keepsTimes && LastModified) await utimes(part, LastModified, LastModified)
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
