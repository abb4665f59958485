import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket'
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration'
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls'
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy'
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block'
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration'
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning'
import { Construct } from 'constructs'
import { bucketArn, type AccountRegion } from '../arn'
import { policyDocument, type Statement } from '../policy'

export interface PrivateBucketProps {
  readonly accountRegion: AccountRegion
  readonly bucketName: string
  /** The full ARN: S3 also accepts an alias, but then flow logs are not delivered. */
  readonly kmsKeyArn: string | undefined
  readonly versioned: boolean
  readonly forceDestroy: boolean
  /** Terraform rejects a plan that deletes the bucket. */
  readonly preventDestroy: boolean
  /** Statements of the bucket's policy besides the one that denies access without TLS. */
  readonly statements: readonly Statement[]
  /** Rules besides the one that removes incomplete uploads. */
  readonly lifecycleRules: readonly S3BucketLifecycleConfigurationRule[]
}

/**
 * A bucket without public access: encrypted, TLS only, without ACLs.
 *
 * Omitted on purpose: access logs (CKV_AWS_18: they need a second bucket, which needs access logs too), replication to another
 * region (CKV_AWS_144) and event notifications (CKV2_AWS_62), which have no receiver. The key is a setting; the default is
 * S3's (CKV_AWS_145).
 */
export class PrivateBucket extends Construct {
  readonly bucket: S3Bucket
  /** The bucket's policy, for resources that depend on it. */
  readonly policy: S3BucketPolicy

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id)

    this.bucket = new S3Bucket(this, 'bucket', {
      bucket: props.bucketName,
      forceDestroy: props.forceDestroy,
      ...(props.preventDestroy && { lifecycle: { preventDestroy: true } }),
    })
    const publicAccessBlock = this.blockPublicAccess()
    this.encrypt(props.kmsKeyArn)
    if (props.versioned) this.keepVersions()
    this.expire(props.lifecycleRules)
    this.policy = this.allow(props, publicAccessBlock)
  }

  private blockPublicAccess(): S3BucketPublicAccessBlock {
    new S3BucketOwnershipControls(this, 'ownership', {
      bucket: this.bucket.id,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    })
    return new S3BucketPublicAccessBlock(this, 'public-access', {
      bucket: this.bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    })
  }

  private encrypt(kmsKeyArn: string | undefined): void {
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket: this.bucket.id,
      rule: [
        kmsKeyArn === undefined
          ? { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }
          : {
              applyServerSideEncryptionByDefault: {
                sseAlgorithm: 'aws:kms',
                kmsMasterKeyId: kmsKeyArn,
              },
              bucketKeyEnabled: true,
            },
      ],
    })
  }

  private keepVersions(): void {
    new S3BucketVersioningA(this, 'versioning', {
      bucket: this.bucket.id,
      versioningConfiguration: { status: 'Enabled' },
    })
  }

  private expire(rules: readonly S3BucketLifecycleConfigurationRule[]): void {
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: this.bucket.id,
      rule: [
        ...rules,
        {
          id: 'aborted-uploads',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
    })
  }

  private allow(
    { accountRegion, bucketName, statements }: PrivateBucketProps,
    publicAccessBlock: S3BucketPublicAccessBlock,
  ): S3BucketPolicy {
    const tlsOnly: Statement = {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [bucketArn(accountRegion, bucketName), bucketArn(accountRegion, bucketName, '*')],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }
    return new S3BucketPolicy(this, 'policy', {
      bucket: this.bucket.id,
      policy: policyDocument([...statements, tlsOnly]),
      // S3 rejects two changes of a bucket's access at the same time.
      dependsOn: [publicAccessBlock],
    })
  }
}
