import { DataAwsNatGateway } from '@cdktf/provider-aws/lib/data-aws-nat-gateway'
import type { FlowLogConfig } from '@cdktf/provider-aws/lib/flow-log'
import type { Construct } from 'constructs'
import type { FlowLogTarget } from '../../lib/settings/settings'

/**
 * The provider's argument for the target of a flow log. Terraform looks up the interface of a zonal NAT gateway of which only
 * the id is known.
 */
export function flowLogSource(
  scope: Construct,
  id: string,
  target: FlowLogTarget,
): Pick<FlowLogConfig, 'vpcId' | 'eniId' | 'regionalNatGatewayId'> {
  if (target.kind === 'vpc') return { vpcId: target.vpc.id }

  const { natGateway } = target
  switch (natGateway.kind) {
    case 'interface':
      return { eniId: natGateway.interfaceId }
    case 'zonal':
      return {
        eniId: new DataAwsNatGateway(scope, `${id}-nat-gateway`, { id: natGateway.natGatewayId })
          .networkInterfaceId,
      }
    case 'regional':
      return { regionalNatGatewayId: natGateway.natGatewayId }
  }
}

/** Name tag and construct id of the flow log of a target. */
export function targetName(target: FlowLogTarget): string {
  return target.kind === 'vpc' ? target.vpc.name : target.natGateway.name
}
