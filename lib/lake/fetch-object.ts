import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { partOf } from '../part-file'
import { retrying, type CallOptions } from '../engines/retry'
import type { Waiting } from '../engines/wait'
import type { Bucket } from './list-pages'
import type { LogObject } from './range-objects'

/** What became of an object: `present` was fetched before, `gone` has expired since it was listed. */
export type FetchOutcome = 'fetched' | 'present' | 'gone' | 'damaged' | 'archived'

/** How often an object that arrives damaged is asked for. */
const TRIES = 3

/**
 * Brings an object into a file, whole or not at all: under another name until its size and its checksum are right. A file of
 * the right size is there already, as objects of flow logs never change.
 */
export async function fetchObject(
  place: Bucket,
  { key, size }: Pick<LogObject, 'key' | 'size'>,
  path: string,
  waiting: Waiting,
): Promise<FetchOutcome> {
  const there = await stat(path).catch(() => undefined)
  if (there?.isFile() && there.size === size) return 'present'

  await mkdir(dirname(path), { recursive: true })
  const part = partOf(path)
  try {
    for (let tries = 1; tries <= TRIES; tries++) {
      if (await retrying((options) => download(place, key, size, part, options), waiting)) {
        await rename(part, path)
        return 'fetched'
      }
    }
    return 'damaged'
  } catch (error) {
    const { name } = error as Error
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/restoring-objects.html
    if (name === 'NoSuchKey' || name === 'InvalidObjectState') {
      return name === 'NoSuchKey' ? 'gone' : 'archived'
    }
    throw error
  } finally {
    await rm(part, { force: true })
  }
}

/** Whether what came has the size and the checksum that S3 tells. */
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
