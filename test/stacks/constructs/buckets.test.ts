import { ArchiveBucket, type ArchiveBucketProps } from '../../../stacks/constructs/archive-bucket'
import { LogBucket, type LogBucketProps } from '../../../stacks/constructs/log-bucket'
import { EXAMPLE_PLACE, synthConstruct } from '../synth-construct'

const ABORTED_UPLOADS = {
  id: 'aborted-uploads',
  status: 'Enabled',
  filter: [{ prefix: '' }],
  abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
}

describe('the bucket of the logs', () => {
  const synth = (props: Partial<LogBucketProps> = {}) =>
    synthConstruct(
      (scope) =>
        new LogBucket(scope, 'logs', {
          accountRegion: EXAMPLE_PLACE,
          bucketName: 'logs',
          prefix: '',
          retentionDays: 7,
          kmsKeyArn: undefined,
          forceDestroy: false,
          ...props,
        }),
    )

  it('has the two statements that AWS would write itself, under their names, and refuses all but TLS', () => {
    const source = {
      StringEquals: { 'aws:SourceAccount': '123456789012' },
      ArnLike: { 'aws:SourceArn': 'arn:aws:logs:eu-central-1:123456789012:*' },
    }

    expect(JSON.parse(synth().one('aws_s3_bucket_policy')['policy'] as string)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'AWSLogDeliveryWrite',
          Effect: 'Allow',
          Principal: { Service: 'delivery.logs.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: 'arn:aws:s3:::logs/AWSLogs/aws-account-id=123456789012/*',
          Condition: {
            StringEquals: {
              'aws:SourceAccount': '123456789012',
              's3:x-amz-acl': 'bucket-owner-full-control',
            },
            ArnLike: source.ArnLike,
          },
        },
        {
          Sid: 'AWSLogDeliveryAclCheck',
          Effect: 'Allow',
          Principal: { Service: 'delivery.logs.amazonaws.com' },
          Action: ['s3:GetBucketAcl', 's3:ListBucket'],
          Resource: 'arn:aws:s3:::logs',
          Condition: source,
        },
        {
          Sid: 'TlsOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: ['arn:aws:s3:::logs', 'arn:aws:s3:::logs/*'],
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    })
  })

  it('is closed to the public, without ACLs, encrypted', () => {
    const stack = synth()

    expect(stack.one('aws_s3_bucket_public_access_block')).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    })
    expect(stack.one('aws_s3_bucket_ownership_controls')['rule']).toEqual({
      object_ownership: 'BucketOwnerEnforced',
    })
    expect(stack.one('aws_s3_bucket_server_side_encryption_configuration')['rule']).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: 'AES256' } },
    ])
    expect(stack.all('aws_s3_bucket_versioning')).toEqual({})
  })

  it('lets records expire after the retention, and uploads that were given up after a day', () => {
    const stack = synth({ prefix: 'network/', retentionDays: 30 })

    expect(stack.one('aws_s3_bucket_lifecycle_configuration')['rule']).toEqual([
      {
        id: 'retention',
        status: 'Enabled',
        filter: [{ prefix: 'network/AWSLogs/' }],
        expiration: [{ days: 30 }],
      },
      ABORTED_UPLOADS,
    ])
  })

  it('encrypts under a key by its full ARN, with a key of the bucket', () => {
    const kmsKeyArn = 'arn:aws:kms:eu-central-1:123456789012:key/1111'
    const stack = synth({ kmsKeyArn })

    expect(stack.one('aws_s3_bucket_server_side_encryption_configuration')['rule']).toEqual([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: 'aws:kms',
          kms_master_key_id: kmsKeyArn,
        },
        bucket_key_enabled: true,
      },
    ])
  })
})

describe('the bucket of the archive', () => {
  const synth = (props: Partial<ArchiveBucketProps> = {}) =>
    synthConstruct(
      (scope) =>
        new ArchiveBucket(scope, 'archive', {
          accountRegion: EXAMPLE_PLACE,
          bucketName: 'archive',
          resultsPrefix: 'athena-results/',
          retentionDays: undefined,
          kmsKeyArn: undefined,
          forceDestroy: false,
          ...props,
        }),
    )
  const results = {
    id: 'athena-results',
    status: 'Enabled',
    filter: [{ prefix: 'athena-results/' }],
    expiration: [{ days: 1 }],
    noncurrent_version_expiration: [{ noncurrent_days: 1 }],
  }

  it('keeps versions and cannot be destroyed by mistake', () => {
    const stack = synth()

    expect(stack.one('aws_s3_bucket_versioning')['versioning_configuration']).toEqual({
      status: 'Enabled',
    })
    expect(stack.one('aws_s3_bucket')).toMatchObject({
      bucket: 'archive',
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    })
  })

  it('is destroyed with all that is in it once the settings say so', () => {
    const bucket = synth({ forceDestroy: true }).one('aws_s3_bucket')

    expect(bucket['force_destroy']).toBe(true)
    expect(bucket).not.toHaveProperty('lifecycle')
  })

  it('never expires unless told; results of queries go after a day, hidden versions too', () => {
    const rules = (retentionDays: number | undefined) =>
      synth({ retentionDays }).one('aws_s3_bucket_lifecycle_configuration')['rule']

    expect(rules(undefined)).toEqual([results, ABORTED_UPLOADS])
    expect(rules(365)).toEqual([
      results,
      {
        id: 'archive',
        status: 'Enabled',
        filter: [{ prefix: '' }],
        expiration: [{ days: 365 }],
        noncurrent_version_expiration: [{ noncurrent_days: 1 }],
      },
      ABORTED_UPLOADS,
    ])
  })
})
