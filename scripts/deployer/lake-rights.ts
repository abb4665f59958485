import type { Settings } from '../../lib/settings/settings'
import { arn, bucketArn, glueArns } from '../../stacks/arn'
import { actionsOf, nameIn, type Arguments, type Right } from './right'

/** S3, Glue and Athena. */
export const LAKE_RIGHTS = {
  aws_s3_bucket: [
    {
      // The provider reads all settings of a bucket, also those of other resources.
      actions: actionsOf(
        's3',
        `CreateBucket DeleteBucket ListBucket GetBucketLocation GetBucketTagging PutBucketTagging
        ListTagsForResource TagResource UntagResource GetBucketAcl GetBucketCORS GetBucketWebsite
        GetBucketVersioning GetAccelerateConfiguration GetBucketRequestPayment GetBucketLogging
        GetLifecycleConfiguration GetReplicationConfiguration GetEncryptionConfiguration
        GetBucketObjectLockConfiguration GetBucketPolicy`,
      ),
      on: (settings, resource) => [bucketArn(settings, nameIn(resource, 'bucket'))],
    },
    // Only when the settings permit destroying a bucket with objects.
    {
      actions: ['s3:ListBucketVersions'],
      on: (settings, resource) => forceDestroyArns(resource, (name) => bucketArn(settings, name)),
    },
    {
      actions: actionsOf('s3', 'DeleteObject DeleteObjectVersion'),
      on: (settings, resource) =>
        forceDestroyArns(resource, (name) => bucketArn(settings, name, '*')),
    },
  ],
  aws_s3_bucket_lifecycle_configuration: bucketRight('PutLifecycleConfiguration'),
  aws_s3_bucket_ownership_controls: bucketRight(
    'GetBucketOwnershipControls PutBucketOwnershipControls',
  ),
  aws_s3_bucket_policy: bucketRight('PutBucketPolicy DeleteBucketPolicy'),
  aws_s3_bucket_public_access_block: bucketRight(
    'GetBucketPublicAccessBlock PutBucketPublicAccessBlock',
  ),
  aws_s3_bucket_server_side_encryption_configuration: bucketRight('PutEncryptionConfiguration'),
  aws_s3_bucket_versioning: bucketRight('PutBucketVersioning'),
  aws_glue_catalog_database: [
    {
      actions: actionsOf(
        'glue',
        'CreateDatabase GetDatabase UpdateDatabase DeleteDatabase GetTags',
      ),
      // Deleting a database requires permissions on its tables and functions.
      on: (settings, resource) => {
        const database = nameIn(resource, 'name')
        return [
          ...glueArns(settings, { database, tables: ['*'] }),
          arn(settings, 'glue', `userDefinedFunction/${database}/*`),
        ]
      },
    },
    {
      actions: actionsOf('glue', 'TagResource UntagResource'),
      on: (settings, resource) => [arn(settings, 'glue', `database/${nameIn(resource, 'name')}`)],
    },
  ],
  aws_glue_catalog_table: [
    {
      actions: actionsOf(
        'glue',
        'CreateTable GetTable UpdateTable DeleteTable GetPartitionIndexes',
      ),
      on: (settings, resource) =>
        glueArns(settings, {
          database: nameIn(resource, 'database_name'),
          tables: [nameIn(resource, 'name')],
        }),
    },
  ],
  aws_athena_workgroup: [
    {
      actions: actionsOf(
        'athena',
        `CreateWorkGroup GetWorkGroup UpdateWorkGroup DeleteWorkGroup ListTagsForResource TagResource
        UntagResource`,
      ),
      on: workgroup,
    },
  ],
  aws_athena_named_query: [
    {
      actions: actionsOf(
        'athena',
        'CreateNamedQuery GetNamedQuery UpdateNamedQuery DeleteNamedQuery',
      ),
      on: (settings) => workgroup(settings),
    },
  ],
} as const satisfies Record<string, readonly Right[]>

/** The buckets of this stack: other resources refer to them by an expression. */
function bucketRight(names: string): readonly Right[] {
  return [
    {
      actions: actionsOf('s3', names),
      on: (settings) => {
        const { bucketName, bucketExisting, archiveBucketName } = settings.lake
        const own = [...(bucketExisting ? [] : [bucketName]), archiveBucketName]
        return own.map((name) => bucketArn(settings, name))
      },
    },
  ]
}

function forceDestroyArns(resource: Arguments, arnOf: (name: string) => string): readonly string[] {
  return resource['force_destroy'] === true ? [arnOf(nameIn(resource, 'bucket'))] : []
}

function workgroup(settings: Settings): readonly string[] {
  return [arn(settings, 'athena', `workgroup/${settings.lake.workgroupName}`)]
}
