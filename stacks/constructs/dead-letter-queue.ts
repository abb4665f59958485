import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue'
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy'
import { Construct } from 'constructs'
import { arn, type AccountRegion } from '../arn'
import { policyDocument } from '../policy'

export interface DeadLetterQueueProps {
  readonly accountRegion: AccountRegion
  readonly queueName: string
}

const TWO_WEEKS_SECONDS = 14 * 24 * 60 * 60

/** The queue of events whose runs failed finally: SQS's longest retention, encrypted, TLS only. */
export class DeadLetterQueue extends Construct {
  /** The ARN, known after the queue is created. */
  readonly arn: string

  constructor(scope: Construct, id: string, { accountRegion, queueName }: DeadLetterQueueProps) {
    super(scope, id)

    const queue = new SqsQueue(this, 'queue', {
      name: queueName,
      messageRetentionSeconds: TWO_WEEKS_SECONDS,
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
          Resource: arn(accountRegion, 'sqs', queueName),
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ]),
    })
  }
}
