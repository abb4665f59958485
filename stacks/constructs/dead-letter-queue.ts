import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue'
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy'
import { Construct } from 'constructs'
import { arn, type Place } from '../arn'
import { policyDocument } from '../policy'

export interface DeadLetterQueueProps {
  readonly place: Place
  readonly queueName: string
}

const TWO_WEEKS = 14 * 24 * 60 * 60

/** Keeps the events of jobs that failed for good, for as long as SQS can, encrypted and over TLS only. */
export class DeadLetterQueue extends Construct {
  /** The ARN, once the queue is there. */
  readonly arn: string

  constructor(scope: Construct, id: string, { place, queueName }: DeadLetterQueueProps) {
    super(scope, id)

    const queue = new SqsQueue(this, 'queue', {
      name: queueName,
      messageRetentionSeconds: TWO_WEEKS,
      sqsManagedSseEnabled: true,
    })
    this.arn = queue.arn
    new SqsQueuePolicy(this, 'policy', {
      queueUrl: queue.id,
      policy: policyDocument([
        {
          Sid: 'TlsOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: 'sqs:*',
          Resource: arn(place, 'sqs', queueName),
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]),
    })
  }
}
