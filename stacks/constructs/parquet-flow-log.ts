import { FlowLog } from '@cdktf/provider-aws/lib/flow-log'
import type { ITerraformDependable } from 'cdktf'
import { Construct } from 'constructs'
import { formatString, type Format } from '../../lib/flow-log/format'
import type { AggregationInterval, FlowLogTarget, TrafficType } from '../../lib/settings/settings'
import { terraformText } from '../terraform-text'
import { flowLogSource } from './flow-log-source'

export interface ParquetFlowLogProps {
  readonly target: FlowLogTarget
  /** Name tag. */
  readonly name: string
  /** ARN of the bucket with the parent folder of `AWSLogs/`. */
  readonly destinationArn: string
  readonly logFormat: Format
  readonly trafficType: TrafficType
  readonly aggregationIntervalSeconds: AggregationInterval
  /** The bucket's policy: without it AWS creates one. */
  readonly dependsOn: readonly ITerraformDependable[]
}

/** A flow log to S3: Parquet in Hive's layout, a folder for each hour. The bucket's policy permits it, without a role. */
export class ParquetFlowLog extends Construct {
  constructor(scope: Construct, id: string, props: ParquetFlowLogProps) {
    super(scope, id)

    new FlowLog(this, 'flow-log', {
      ...flowLogSource(this, 'source', props.target),
      logDestinationType: 's3',
      logDestination: props.destinationArn,
      destinationOptions: {
        fileFormat: 'parquet',
        hiveCompatiblePartitions: true,
        perHourPartition: true,
      },
      logFormat: terraformText(formatString(props.logFormat)),
      trafficType: props.trafficType,
      maxAggregationInterval: props.aggregationIntervalSeconds,
      tags: { Name: props.name },
      dependsOn: [...props.dependsOn],
    })
  }
}
