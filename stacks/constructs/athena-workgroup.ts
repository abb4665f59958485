import { AthenaWorkgroup as Workgroup } from '@cdktf/provider-aws/lib/athena-workgroup'
import { Construct } from 'constructs'

export interface AthenaWorkgroupProps {
  readonly workgroupName: string
  /** `s3://…/` */
  readonly resultsLocation: string
  /** The account that must own the bucket of the results. */
  readonly account: string
  readonly bytesScannedCutoff: number
  readonly kmsKeyArn: string | undefined
}

/** The workgroup of the queries. It enforces encrypted results, their location and a limit for each scan. */
export class AthenaWorkgroup extends Construct {
  readonly workgroup: Workgroup

  constructor(scope: Construct, id: string, props: AthenaWorkgroupProps) {
    super(scope, id)

    this.workgroup = new Workgroup(this, 'workgroup', {
      name: props.workgroupName,
      description: 'VPC flow logs: NAT gateway traffic and what it costs',
      // A workgroup with earlier queries is not empty; Terraform deletes it only with this.
      forceDestroy: true,
      configuration: {
        enforceWorkgroupConfiguration: true,
        publishCloudwatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: props.bytesScannedCutoff,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: props.resultsLocation,
          expectedBucketOwner: props.account,
          encryptionConfiguration:
            props.kmsKeyArn === undefined
              ? { encryptionOption: 'SSE_S3' }
              : { encryptionOption: 'SSE_KMS', kmsKeyArn: props.kmsKeyArn },
        },
      },
    })
  }
}
