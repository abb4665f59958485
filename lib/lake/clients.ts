import { AthenaClient } from '@aws-sdk/client-athena'
import { GlueClient } from '@aws-sdk/client-glue'
import { S3Client } from '@aws-sdk/client-s3'
import { ONCE } from '../engines/retry'

/** What the environment says (region, credentials, endpoint), as for every AWS SDK, unless it is named. */
export interface ClientOptions {
  readonly region?: string
  readonly profile?: string
}

export function glueClient(options: ClientOptions = {}): GlueClient {
  return new GlueClient({ ...ONCE, ...options })
}

export function athenaClient(options: ClientOptions = {}): AthenaClient {
  return new AthenaClient({ ...ONCE, ...options })
}

/** A bucket may lie in another region than what else is asked: S3 tells which. */
export function s3Client(options: ClientOptions = {}): S3Client {
  return new S3Client({ ...ONCE, followRegionRedirects: true, ...options })
}
