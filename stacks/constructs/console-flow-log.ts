import { FlowLog } from '@cdktf/provider-aws/lib/flow-log'
import type { ITerraformDependable } from 'cdktf'
import { Construct } from 'constructs'
import { formatString, type Format } from '../../lib/flow-log/format'
import type { AggregationInterval, FlowLogTarget, TrafficType } from '../../lib/settings/settings'
import { terraformText } from '../terraform-text'
import { flowLogSource } from './flow-log-source'

export interface ConsoleFlowLogProps {
  readonly target: FlowLogTarget
  /** Name tag. */
  readonly name: string
  readonly logGroupArn: string
  readonly roleArn: string
  readonly logFormat: Format
  readonly trafficType: TrafficType
  readonly aggregationIntervalSeconds: AggregationInterval
  /** The role's policy: AWS checks the role when it creates the flow log. */
  readonly dependsOn: readonly ITerraformDependable[]
}

/** A flow log to CloudWatch Logs. */
export class ConsoleFlowLog extends Construct {
  constructor(scope: Construct, id: string, props: ConsoleFlowLogProps) {
    super(scope, id)

    new FlowLog(this, 'flow-log', {
      ...flowLogSource(this, 'source', props.target),
      logDestinationType: 'cloud-watch-logs',
      logDestination: props.logGroupArn,
      iamRoleArn: props.roleArn,
      logFormat: terraformText(formatString(props.logFormat)),
      trafficType: props.trafficType,
      maxAggregationInterval: props.aggregationIntervalSeconds,
      tags: { Name: props.name },
      dependsOn: [...props.dependsOn],
    })
  }
}
