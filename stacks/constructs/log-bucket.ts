import { Construct } from 'constructs'
import { arn, bucketArn, type AccountRegion } from '../arn'
import { fromSource, type Statement } from '../policy'
import { PrivateBucket } from './private-bucket'

export interface LogBucketProps {
  readonly accountRegion: AccountRegion
  readonly bucketName: string
  /** The path of `AWSLogs/`: empty, or ending with a slash. */
  readonly prefix: string
  readonly retentionDays: number
  readonly kmsKeyArn: string | undefined
  readonly forceDestroy: boolean
}

/**
 * The bucket that flow logs are delivered to. Objects expire at midnight UTC after `retentionDays`.
 *
 * The bucket has no versions (CKV_AWS_21): flow logs write each object once, and a version would stay after the retention.
 */
export class LogBucket extends Construct {
  readonly bucket: PrivateBucket

  constructor(scope: Construct, id: string, props: LogBucketProps) {
    super(scope, id)

    this.bucket = new PrivateBucket(this, 'bucket', {
      ...props,
      versioned: false,
      preventDestroy: false,
      statements: deliveryStatements(props),
      lifecycleRules: [
        {
          id: 'retention',
          status: 'Enabled',
          filter: [{ prefix: `${props.prefix}AWSLogs/` }],
          expiration: [{ days: props.retentionDays }],
        },
      ],
    })
  }
}

/**
 * The statements that AWS adds to a bucket's policy when they are missing. With other names every apply would find the policy
 * changed.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
 */
function deliveryStatements({
  accountRegion,
  bucketName,
  prefix,
}: LogBucketProps): readonly Statement[] {
  const principal = { Service: 'delivery.logs.amazonaws.com' }
  const source = fromSource(accountRegion.account, arn(accountRegion, 'logs', '*'))
  return [
    {
      Sid: 'AWSLogDeliveryWrite',
      Effect: 'Allow',
      Principal: principal,
      Action: 's3:PutObject',
      Resource: bucketArn(
        accountRegion,
        bucketName,
        `${prefix}AWSLogs/aws-account-id=${accountRegion.account}/*`,
      ),
      Condition: {
        ...source,
        StringEquals: { ...source['StringEquals'], 's3:x-amz-acl': 'bucket-owner-full-control' },
      },
    },
    {
      Sid: 'AWSLogDeliveryAclCheck',
      Effect: 'Allow',
      Principal: principal,
      Action: ['s3:GetBucketAcl', 's3:ListBucket'],
      Resource: bucketArn(accountRegion, bucketName),
      Condition: source,
    },
  ]
}
