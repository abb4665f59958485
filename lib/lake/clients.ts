import { AthenaClient } from '@aws-sdk/client-athena'
import { GlueClient } from '@aws-sdk/client-glue'
import { S3Client } from '@aws-sdk/client-s3'
import { ONCE } from '../engines/retry'

/** Defaults: region, credentials and endpoint of the environment, as for every AWS SDK. */
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

/** The bucket may be in another region than the other resources; S3 redirects to it. */
export function s3Client(options: ClientOptions = {}): S3Client {
  return new S3Client({ ...ONCE, followRegionRedirects: true, ...options })
}
