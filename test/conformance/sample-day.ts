import { readFile, readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { DeleteBucketPolicyCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { writeSample } from '../../lib/sample/sample'
import type { Truth } from '../../lib/sample/truth'
import type { Deployment } from './deployment'

export interface SampleDay {
  readonly truth: Truth
  readonly records: number
  readonly files: number
}

/** What two zonal NAT gateways log in a day, as Parquet, put into a bucket as AWS's delivery puts it. */
export async function uploadDay(
  folder: string,
  date: string,
  bucket: string,
  endpoint: string,
): Promise<SampleDay> {
  const { records, truthPath } = await writeSample({
    out: folder,
    date,
    as: 'parquet',
    fields: 'v5',
    nat: 'zonal',
    scope: 'nat',
  })
  const s3 = s3At(endpoint)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.name.endsWith('.parquet'))
    .map((entry) => join(entry.parentPath, entry.name))
  for (const path of files) {
    const Key = relative(folder, path)
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: await readFile(path) }))
  }
  const truth = JSON.parse(await readFile(truthPath, 'utf8')) as Truth
  return { truth, records, files: files.length }
}

/** Takes the buckets' policies away: moto does not read the condition of the one that refuses what is not TLS. */
export async function openBuckets({ resources }: Deployment, endpoint: string): Promise<void> {
  for (const { type, values } of resources) {
    if (type !== 'aws_s3_bucket_policy') continue
    await s3At(endpoint).send(new DeleteBucketPolicyCommand({ Bucket: String(values['bucket']) }))
  }
}

/** A client of an S3 that speaks without TLS and knows buckets by paths. */
export function s3At(endpoint: string): S3Client {
  return new S3Client({
    endpoint,
    forcePathStyle: true,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
}
