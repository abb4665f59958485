import { UsageError } from '../../lib/errors'

/** A folder or an object in S3. */
export interface S3Address {
  /** As messages name it, without a slash at its end: `s3://bucket/AWSLogs`. */
  readonly shown: string
  readonly bucket: string
  /** Without slashes at its ends; empty for the whole bucket. */
  readonly path: string
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/

export function isS3Address(path: string): boolean {
  return path.startsWith('s3://')
}

/** @throws {UsageError} for an invalid name of a bucket, and for a glob. */
export function parseS3Address(text: string): S3Address {
  const [bucket = '', ...names] = text.slice('s3://'.length).split('/')
  if (!BUCKET.test(bucket) || bucket.includes('..')) {
    throw new UsageError(`\`${text}\` is not an address in S3`, {
      help: 'write s3://BUCKET or s3://BUCKET/FOLDER',
    })
  }
  if (/[*?]/.test(text)) {
    throw new UsageError(`\`${text}\` is a glob; S3 takes only folders and single objects`, {
      help: 'use a folder, and --from and --to for its hours',
    })
  }
  const path = names.join('/').replace(/^\/+|\/+$/g, '')
  return { shown: `s3://${bucket}${path === '' ? '' : `/${path}`}`, bucket, path }
}
