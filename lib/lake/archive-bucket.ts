import { createHash } from 'node:crypto'
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { UserError } from '../errors'
import { retrying } from '../engines/retry'
import { waitForever, type Waiting } from '../engines/wait'
import { archiveFolder } from './archive-query'
import { listFolders, type Bucket } from './list-pages'

export type ArchiveBucket = Bucket

/**
 * Writes a day's file with a checksum for S3. An empty day never replaces a file: after retention every day is empty.
 * @returns whether the file was written.
 */
export async function putFile(
  { bucket, s3 }: ArchiveBucket,
  file: { readonly key: string; readonly text: string; readonly rows: number },
  waiting: Waiting = waitForever,
): Promise<boolean> {
  const body = Buffer.from(file.text)
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: file.key,
    Body: body,
    ContentType: 'text/csv; charset=utf-8',
    ChecksumSHA256: createHash('sha256').update(body).digest('base64'),
    ...(file.rows === 0 ? { IfNoneMatch: '*' } : {}),
  })
  try {
    await retrying((options) => s3.send(command, options), waiting)
    return true
  } catch (error) {
    if (file.rows === 0 && (error as Error).name === 'PreconditionFailed') return false
    throw error
  }
}

/**
 * Reads a day's file and compares S3's checksum.
 * @throws {UserError} when the file does not exist.
 */
export async function getFile(
  { bucket, s3 }: ArchiveBucket,
  key: string,
  waiting: Waiting = waitForever,
): Promise<Uint8Array> {
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' })
  return retrying(async (options) => {
    const { Body } = await s3.send(command, options)
    return (await Body?.transformToByteArray()) ?? new Uint8Array()
  }, waiting).catch((error: Error) => {
    if (error.name !== 'NoSuchKey') throw error
    throw new UserError(`\`s3://${bucket}/${key}\` is not in the archive`, { cause: error })
  })
}

/** The sorted dates of a query's folders in the archive. */
export async function archivedDates(
  bucket: ArchiveBucket,
  query: string,
  waiting: Waiting = waitForever,
): Promise<readonly string[]> {
  const { prefix, dateOf } = archiveFolder(query)
  const dates: string[] = []
  for (const folder of await listFolders(bucket, prefix, waiting)) {
    const date = dateOf(folder)
    if (date !== undefined) dates.push(date)
  }
  return dates.sort()
}
