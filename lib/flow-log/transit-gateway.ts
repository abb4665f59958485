import type { Field } from './field'

/**
 * The fields that only transit-gateway flow logs have; they share the others with VPC flow logs.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-flow-logs.html
 */
// prettier-ignore
export const TRANSIT_GATEWAY_FIELDS = [
  { token: 'resource-type', name: 'resourceType', type: 'string', version: 6, meaning: '`TransitGateway` or `TransitGatewayAttachment`.' },
  { token: 'tgw-id', name: 'tgwId', type: 'string', version: 6, meaning: 'Transit gateway.' },
  { token: 'tgw-attachment-id', name: 'tgwAttachmentId', type: 'string', version: 6, meaning: 'Attachment that captured the traffic.' },
  { token: 'tgw-src-vpc-account-id', name: 'tgwSrcVpcAccountId', type: 'string', version: 6, meaning: 'Account of the source VPC.' },
  { token: 'tgw-dst-vpc-account-id', name: 'tgwDstVpcAccountId', type: 'string', version: 6, meaning: 'Account of the destination VPC.' },
  { token: 'tgw-src-vpc-id', name: 'tgwSrcVpcId', type: 'string', version: 6, meaning: 'Source VPC.' },
  { token: 'tgw-dst-vpc-id', name: 'tgwDstVpcId', type: 'string', version: 6, meaning: 'Destination VPC.' },
  { token: 'tgw-src-subnet-id', name: 'tgwSrcSubnetId', type: 'string', version: 6, meaning: 'Subnet of the source.' },
  { token: 'tgw-dst-subnet-id', name: 'tgwDstSubnetId', type: 'string', version: 6, meaning: 'Subnet of the destination.' },
  { token: 'tgw-src-eni', name: 'tgwSrcEni', type: 'string', version: 6, meaning: 'Interface of the source attachment.' },
  { token: 'tgw-dst-eni', name: 'tgwDstEni', type: 'string', version: 6, meaning: 'Interface of the destination attachment.' },
  { token: 'tgw-src-az-id', name: 'tgwSrcAzId', type: 'string', version: 6, meaning: 'Availability Zone id of the source attachment.' },
  { token: 'tgw-dst-az-id', name: 'tgwDstAzId', type: 'string', version: 6, meaning: 'Availability Zone id of the destination attachment.' },
  { token: 'tgw-pair-attachment-id', name: 'tgwPairAttachmentId', type: 'string', version: 6, meaning: 'Attachment at the other end.' },
  { token: 'packets-lost-no-route', name: 'packetsLostNoRoute', type: 'bigint', version: 6, meaning: 'Packets lost because no route exists.' },
  { token: 'packets-lost-blackhole', name: 'packetsLostBlackhole', type: 'bigint', version: 6, meaning: 'Packets lost in a blackhole route.' },
  { token: 'packets-lost-mtu-exceeded', name: 'packetsLostMtuExceeded', type: 'bigint', version: 6, meaning: 'Packets lost because they exceed the MTU.' },
  { token: 'packets-lost-ttl-expired', name: 'packetsLostTtlExpired', type: 'bigint', version: 6, meaning: 'Packets lost because their time to live expired.' },
] as const satisfies readonly Field[]

/** What a flow log is about. */
export const FLOW_LOG_KINDS = ['vpc', 'transit-gateway'] as const
export type FlowLogKind = (typeof FLOW_LOG_KINDS)[number]

/** The fields in AWS's default order. */
const DEFAULT_ORDER =
  'version resource-type account-id tgw-id tgw-attachment-id tgw-src-vpc-account-id tgw-dst-vpc-account-id ' +
  'tgw-src-vpc-id tgw-dst-vpc-id tgw-src-subnet-id tgw-dst-subnet-id tgw-src-eni tgw-dst-eni tgw-src-az-id ' +
  'tgw-dst-az-id tgw-pair-attachment-id srcaddr dstaddr srcport dstport protocol packets bytes start end ' +
  'log-status type packets-lost-no-route packets-lost-blackhole packets-lost-mtu-exceeded ' +
  'packets-lost-ttl-expired tcp-flags region flow-direction pkt-src-aws-service pkt-dst-aws-service'

export const TRANSIT_GATEWAY_TOKENS: readonly string[] = DEFAULT_ORDER.split(' ')

const OWN_TOKENS: ReadonlySet<string> = new Set(TRANSIT_GATEWAY_FIELDS.map(({ token }) => token))

/** What a flow log with these fields is about. */
export function kindOfFields(fields: Iterable<Field | undefined>): FlowLogKind {
  for (const field of fields) if (field && OWN_TOKENS.has(field.token)) return 'transit-gateway'
  return 'vpc'
}
