import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter'
import { Construct } from 'constructs'
import type { Format } from '../../lib/flow-log/format'
import { recordPattern } from '../record-pattern'

export interface FlowLogMetricsProps {
  readonly logGroupName: string
  readonly logFormat: Format
  readonly namespace: string
  /** The prefix of the filters' names. */
  readonly name: string
  /** Zonal NAT gateways, whose records have an interface. */
  readonly natInterfaces: readonly { readonly name: string; readonly interfaceId: string }[]
}

const REJECTED = 'RejectedRecords'
const NAT_BYTES = 'NatBytes'

/** Metrics of the records: rejected ones of the group, and bytes of each NAT gateway if the format has the direction. */
export class FlowLogMetrics extends Construct {
  /** Name of the metric of rejected records; undefined when the format has no action. */
  readonly rejectedMetric: string | undefined

  constructor(
    scope: Construct,
    id: string,
    private readonly props: FlowLogMetricsProps,
  ) {
    super(scope, id)

    this.rejectedMetric = this.countRejected()
    for (const nat of props.natInterfaces) this.sumBytes(nat.name, nat.interfaceId)
  }

  private countRejected(): string | undefined {
    const { logGroupName, logFormat, namespace, name } = this.props
    const pattern = recordPattern(logFormat, { action: 'REJECT' })
    if (pattern === undefined) return undefined

    const metric = `${REJECTED}/${logGroupName}`
    new CloudwatchLogMetricFilter(this, 'rejected', {
      name: `${name}-rejected-records`,
      logGroupName,
      pattern,
      metricTransformation: { name: metric, namespace, value: '1', defaultValue: '0' },
    })
    return metric
  }

  /** Traffic into the interface, from clients and from the internet: each byte once. */
  private sumBytes(natName: string, interfaceId: string): void {
    const { logGroupName, logFormat, namespace, name } = this.props
    const pattern = recordPattern(logFormat, {
      'interface-id': interfaceId,
      bytes: '',
      action: 'ACCEPT',
      'flow-direction': 'ingress',
    })
    if (pattern === undefined) return

    new CloudwatchLogMetricFilter(this, `nat-bytes-${natName}`, {
      name: `${name}-nat-bytes-${natName}`,
      logGroupName,
      pattern,
      metricTransformation: {
        name: NAT_BYTES,
        namespace,
        value: '$bytes',
        unit: 'Bytes',
        dimensions: { InterfaceId: '$interface_id' },
      },
    })
  }
}
