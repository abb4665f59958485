import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm'
import { Construct } from 'constructs'

export interface NatAlarmsProps {
  /** `nat-…` */
  readonly natGatewayId: string
  /** The prefix of the alarms' names. */
  readonly name: string
  /** GB of 2^30 bytes in an hour. */
  readonly natGBPerHour: number
  readonly topicArns: readonly string[]
}

const GB = 2 ** 30

/**
 * Alarms on the NAT gateway's own metrics: bytes of an hour in both directions, lost connections and packets.
 * https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html
 */
export class NatAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: NatAlarmsProps,
  ) {
    super(scope, id)

    this.alarmOnBytes()
    this.alarmOnLoss('ErrorPortAllocation', 'no source port is available for a new connection')
    this.alarmOnLoss('PacketsDropCount', 'packets were dropped')
  }

  private alarmOnBytes(): void {
    const { name, natGBPerHour, natGatewayId, topicArns } = this.props
    const bytes = (queryId: string, metricName: string) => ({
      id: queryId,
      metric: {
        namespace: 'AWS/NATGateway',
        metricName,
        dimensions: { NatGatewayId: natGatewayId },
        period: 3600,
        stat: 'Sum',
      },
    })
    new CloudwatchMetricAlarm(this, 'bytes', {
      alarmName: `${name}-bytes`,
      alarmDescription: `More than ${natGBPerHour} GB within an hour through ${natGatewayId}`,
      metricQuery: [
        bytes('upload', 'BytesOutToDestination'),
        bytes('download', 'BytesInFromDestination'),
        { id: 'both', expression: 'upload + download', label: 'Bytes', returnData: true },
      ],
      comparisonOperator: 'GreaterThanThreshold',
      threshold: natGBPerHour * GB,
      evaluationPeriods: 1,
      treatMissingData: 'notBreaching',
      alarmActions: [...topicArns],
    })
  }

  private alarmOnLoss(metricName: 'ErrorPortAllocation' | 'PacketsDropCount', what: string): void {
    const { name, natGatewayId, topicArns } = this.props
    new CloudwatchMetricAlarm(this, metricName, {
      alarmName: `${name}-${metricName}`,
      alarmDescription: `${natGatewayId}: ${what}`,
      namespace: 'AWS/NATGateway',
      metricName,
      dimensions: { NatGatewayId: natGatewayId },
      statistic: 'Sum',
      period: 300,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      evaluationPeriods: 3,
      // One dropped packet is normal; packets dropped in three consecutive periods are not.
      datapointsToAlarm: metricName === 'ErrorPortAllocation' ? 1 : 3,
      treatMissingData: 'notBreaching',
      alarmActions: [...topicArns],
    })
  }
}
