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
import { bucketArn, type Place } from '../arn'
import { policyDocument, type Statement } from '../policy'

export interface PrivateBucketProps {
  readonly place: Place
  readonly bucketName: string
  /** Full ARN: S3 takes an alias too, but flow logs are then not delivered. */
  readonly kmsKeyArn: string | undefined
  readonly versioned: boolean
  readonly forceDestroy: boolean
  /** Terraform refuses any plan that would delete the bucket. */
  readonly preventDestroy: boolean
  /** What the bucket's policy allows besides refusing all that does not come over TLS. */
  readonly statements: readonly Statement[]
  /** Besides the one that clears away uploads that were given up. */
  readonly lifecycleRules: readonly S3BucketLifecycleConfigurationRule[]
}

/**
 * A bucket that nobody outside of the account reads, encrypted, over TLS only, without ACLs.
 *
 * Not there on purpose: access logs (CKV_AWS_18: they would need a bucket of their own, which would need the same),
 * replication to another region (CKV_AWS_144) and event notifications (CKV2_AWS_62), which nobody would receive. Without a
 * key of its own a bucket is encrypted with S3's (CKV_AWS_145): the settings choose.
 */
export class PrivateBucket extends Construct {
  readonly bucket: S3Bucket
  /** What the bucket allows; whoever needs it to be in force depends on it. */
  readonly policy: S3BucketPolicy

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id)

    this.bucket = new S3Bucket(this, 'bucket', {
      bucket: props.bucketName,
      forceDestroy: props.forceDestroy,
      ...(props.preventDestroy && { lifecycle: { preventDestroy: true } }),
    })
    const closed = this.closeToThePublic()
    this.encrypt(props.kmsKeyArn)
    if (props.versioned) this.keepVersions()
    this.expire(props.lifecycleRules)
    this.policy = this.allow(props, closed)
  }

  private closeToThePublic(): S3BucketPublicAccessBlock {
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
    { place, bucketName, statements }: PrivateBucketProps,
    closed: S3BucketPublicAccessBlock,
  ): S3BucketPolicy {
    const tlsOnly: Statement = {
      Sid: 'TlsOnly',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [bucketArn(place, bucketName), bucketArn(place, bucketName, '*')],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    }
    return new S3BucketPolicy(this, 'policy', {
      bucket: this.bucket.id,
      policy: policyDocument([...statements, tlsOnly]),
      // S3 refuses two changes of a bucket's access at the same time.
      dependsOn: [closed],
    })
  }
}
