import { ListObjectsV2Command, type ListObjectsV2Output, type S3Client } from '@aws-sdk/client-s3'
import { retrying } from '../engines/retry'
import type { Waiting } from '../engines/wait'

export interface Bucket {
  readonly bucket: string
  readonly s3: S3Client
}

/** The pages of a listing, up to 1,000 entries each; with `folders` each subfolder is one entry. */
export async function* listPages(
  { bucket, s3 }: Bucket,
  prefix: string,
  { folders = false }: { readonly folders?: boolean },
  waiting: Waiting,
): AsyncGenerator<ListObjectsV2Output> {
  let token: string | undefined
  do {
    const command = new ListObjectsV2Command({
      Bucket: bucket,
      Prefix: prefix,
      ...(folders ? { Delimiter: '/' } : {}),
      ...(token ? { ContinuationToken: token } : {}),
    })
    const page = await retrying((options) => s3.send(command, options), waiting)
    yield page
    token = page.NextContinuationToken
  } while (token)
}

/** The folders directly in a folder, each with a slash at its end. */
export async function listFolders(
  bucket: Bucket,
  prefix: string,
  waiting: Waiting,
): Promise<readonly string[]> {
  const found: string[] = []
  for await (const { CommonPrefixes = [] } of listPages(
    bucket,
    prefix,
    { folders: true },
    waiting,
  )) {
    for (const { Prefix } of CommonPrefixes) if (Prefix !== undefined) found.push(Prefix)
  }
  return found
}
