import type { Settings } from '../../lib/settings/settings'
import { arn, bucketArn, logGroupArns } from '../../stacks/arn'
import { actionsOf, everywhere, nameIn, type Arguments, type Right } from './right'

/** CloudWatch and flow logs. */
export const LOG_RIGHTS = {
  aws_cloudwatch_log_group: [
    {
      actions: actionsOf(
        'logs',
        `CreateLogGroup DeleteLogGroup PutRetentionPolicy DeleteRetentionPolicy AssociateKmsKey
        DisassociateKmsKey ListTagsForResource TagResource UntagResource`,
      ),
      on: (settings, resource) => logGroupArns(settings, nameIn(resource, 'name')),
    },
    { actions: ['logs:DescribeLogGroups'], on: allLogGroups },
  ],
  aws_cloudwatch_query_definition: [
    {
      actions: actionsOf(
        'logs',
        'PutQueryDefinition DeleteQueryDefinition DescribeQueryDefinitions',
      ),
      on: everywhere,
    },
  ],
  aws_cloudwatch_log_metric_filter: [
    {
      actions: actionsOf('logs', 'PutMetricFilter DeleteMetricFilter DescribeMetricFilters'),
      on: (settings, resource) => logGroupArns(settings, nameIn(resource, 'log_group_name')),
    },
  ],
  aws_cloudwatch_metric_alarm: [
    {
      actions: actionsOf(
        'cloudwatch',
        'PutMetricAlarm DeleteAlarms DescribeAlarms ListTagsForResource TagResource UntagResource',
      ),
      on: (settings, resource) => [alarm(settings, nameIn(resource, 'alarm_name'))],
    },
  ],
  aws_cloudwatch_dashboard: [
    {
      actions: actionsOf('cloudwatch', 'PutDashboard GetDashboard DeleteDashboards'),
      on: ({ partition, account }, resource) => [
        `arn:${partition}:cloudwatch::${account}:dashboard/${nameIn(resource, 'dashboard_name')}`,
      ],
    },
  ],
  aws_flow_log: [
    {
      actions: actionsOf('ec2', 'CreateFlowLogs'),
      on: (settings, resource) => [allFlowLogs(settings), ...targetsOf(settings, resource)],
    },
    {
      actions: actionsOf('ec2', 'DeleteFlowLogs CreateTags DeleteTags'),
      on: (settings) => [allFlowLogs(settings)],
    },
    // CloudWatch Logs also manages the delivery to S3.
    {
      actions: [
        'ec2:DescribeFlowLogs',
        ...actionsOf('logs', 'CreateLogDelivery DeleteLogDelivery'),
      ],
      on: everywhere,
    },
    // AWS adds statements to the policy of an existing bucket.
    { actions: actionsOf('s3', 'GetBucketPolicy PutBucketPolicy'), on: existingBucket },
    // AWS fills in ECS fields only with permissions to list ECS resources.
    {
      actions: actionsOf(
        'ecs',
        'ListClusters ListContainerInstances ListServices ListTaskDefinitions ListTasks',
      ),
      on: (_, { log_format: format }) => (String(format).includes('{ecs-') ? ['*'] : []),
    },
  ],
  aws_nat_gateway: [{ actions: ['ec2:DescribeNatGateways'], on: everywhere }],
} as const satisfies Record<string, readonly Right[]>

function allLogGroups(settings: Settings): readonly string[] {
  return [arn(settings, 'logs', 'log-group:*')]
}

/** One pattern for all resources with the deployment's prefix keeps the policy short. */
function alarm(settings: Settings, name: string): string {
  const { name: prefix } = settings
  return arn(settings, 'cloudwatch', `alarm:${name.startsWith(prefix) ? `${prefix}*` : name}`)
}

/** The id of a flow log is unknown before it exists. */
function allFlowLogs(settings: Settings): string {
  return arn(settings, 'ec2', 'vpc-flow-log/*')
}

/** The target of the flow log; an interface that Terraform looks up can be any. */
function targetsOf(settings: Settings, resource: Arguments): readonly string[] {
  const kinds = {
    vpc_id: 'vpc',
    eni_id: 'network-interface',
    regional_nat_gateway_id: 'natgateway',
  }
  return Object.entries(kinds).flatMap(([key, kind]) => {
    const id = resource[key]
    if (typeof id !== 'string') return []
    return [arn(settings, 'ec2', `${kind}/${id.includes('${') ? '*' : id}`)]
  })
}

function existingBucket(
  { lake, ...accountRegion }: Settings,
  resource: Arguments,
): readonly string[] {
  const isExisting = lake.bucketExisting && resource['log_destination_type'] === 's3'
  return isExisting ? [bucketArn(accountRegion, lake.bucketName)] : []
}
