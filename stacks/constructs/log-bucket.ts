import { Construct } from 'constructs'
import { arn, bucketArn, type Place } from '../arn'
import { fromSource, type Statement } from '../policy'
import { PrivateBucket } from './private-bucket'

export interface LogBucketProps {
  readonly place: Place
  readonly bucketName: string
  /** Where `AWSLogs/` lies: empty, or a path that ends with a slash. */
  readonly prefix: string
  readonly retentionDays: number
  readonly kmsKeyArn: string | undefined
  readonly forceDestroy: boolean
}

/**
 * The bucket that flow logs are delivered to. Objects expire at midnight UTC after `retentionDays`.
 *
 * Objects have no versions (CKV_AWS_21): flow logs write each once, and a version would outlive the retention.
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
 * What AWS itself writes into the policy of a bucket without these, under these very names: with others every apply
 * would find its own policy changed.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html
 */
function deliveryStatements({ place, bucketName, prefix }: LogBucketProps): readonly Statement[] {
  const principal = { Service: 'delivery.logs.amazonaws.com' }
  const source = fromSource(place.account, arn(place, 'logs', '*'))
  return [
    {
      Sid: 'AWSLogDeliveryWrite',
      Effect: 'Allow',
      Principal: principal,
      Action: 's3:PutObject',
      Resource: bucketArn(place, bucketName, `${prefix}AWSLogs/aws-account-id=${place.account}/*`),
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
      Resource: bucketArn(place, bucketName),
      Condition: source,
    },
  ]
}
