import { Construct } from 'constructs'
import type { Place } from '../arn'
import { PrivateBucket } from './private-bucket'

export interface ArchiveBucketProps {
  readonly place: Place
  readonly bucketName: string
  /** Where Athena writes its results, ending with a slash: kept for a day. */
  readonly resultsPrefix: string
  /** Undefined: the archive never expires. */
  readonly retentionDays: number | undefined
  readonly kmsKeyArn: string | undefined
  /** Undoes the protection against deletion too: only then can the stack be destroyed. */
  readonly forceDestroy: boolean
}

/** The bucket of the daily archive, which outlives the logs, and of Athena's results, which do not. */
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
        // In a bucket with versions an expired object is only hidden: what it hides must expire as well.
        {
          id: 'athena-results',
          status: 'Enabled',
          filter: [{ prefix: props.resultsPrefix }],
          expiration: [{ days: 1 }],
          noncurrentVersionExpiration: [{ noncurrentDays: 1 }],
        },
        // Days lie at the root: of two rules for the results the sooner one counts.
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
