import type { S3Client } from '@aws-sdk/client-s3'
import type { AthenaClients } from './execution'
import type { GlueClients } from './flow-log-table'

/** What queries and partitions of the lake are called with. */
export interface LakeClients extends AthenaClients, GlueClients {
  readonly s3: S3Client
}
