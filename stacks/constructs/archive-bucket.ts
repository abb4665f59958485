import { Construct } from 'constructs'
import type { AccountRegion } from '../arn'
import { PrivateBucket } from './private-bucket'

export interface ArchiveBucketProps {
  readonly accountRegion: AccountRegion
  readonly bucketName: string
  /** The prefix of Athena's results, ending with a slash; they expire after a day. */
  readonly resultsPrefix: string
  /** Undefined: the archive never expires. */
  readonly retentionDays: number | undefined
  readonly kmsKeyArn: string | undefined
  /** Also removes the protection against deletion, without which the stack can be destroyed. */
  readonly forceDestroy: boolean
}

/** The bucket of the daily archive and of Athena's results. */
export class ArchiveBucket extends Construct {
  readonly bucket: PrivateBucket

  constructor(scope: Construct, id: string, props: ArchiveBucketProps) {
    super(scope, id)

    const { retentionDays } = props
    this.bucket = new PrivateBucket(this, 'bucket', {
      ...props,
      versioned: true,
      preventDestroy: !props.forceDestroy,
      statements: [],
      lifecycleRules: [
        // In a bucket with versions expiry only hides an object: its versions must expire as well.
        {
          id: 'athena-results',
          status: 'Enabled',
          filter: [{ prefix: props.resultsPrefix }],
          expiration: [{ days: 1 }],
          noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
        },
        // The folders of days have no common prefix, so the rule is for all objects; of two rules the earlier one applies.
        ...(retentionDays === undefined
          ? []
          : [
              {
                id: 'archive',
                status: 'Enabled',
                filter: [{ prefix: '' }],
                expiration: [{ days: retentionDays }],
                noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
              },
            ]),
      ],
    })
  }
}
