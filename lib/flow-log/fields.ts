import type { Field, FieldType } from './field'
import { TRANSIT_GATEWAY_FIELDS } from './transit-gateway'

export type { Field, FieldType } from './field'

/**
 * Every field of a VPC flow log record, versions 2 to 11.
 *
 * Four spellings meet here and nowhere else: the token of a format string and of a header line (`pkt-srcaddr`),
 * the name that CloudWatch Logs Insights discovers (`pktSrcAddr`), the column in Parquet and Glue (`pkt_srcaddr`).
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */

/** A type's spellings: in Glue (and Athena), in Parquet (as AWS writes it), in DuckDB. Text files hold text only. */
export const FIELD_TYPES = {
  string: { glue: 'string', parquet: 'BYTE_ARRAY (UTF8)', duckdb: 'VARCHAR', text: 'text' },
  int: { glue: 'int', parquet: 'INT32', duckdb: 'INTEGER', text: 'decimal digits' },
  bigint: { glue: 'bigint', parquet: 'INT64', duckdb: 'BIGINT', text: 'decimal digits' },
} as const satisfies Record<FieldType, Record<'glue' | 'parquet' | 'duckdb' | 'text', string>>

// prettier-ignore
export const FIELDS = [
  { token: 'version', name: 'version', type: 'int', version: 2, meaning: 'Record version: the highest version among the fields of the format.' },
  { token: 'account-id', name: 'accountId', type: 'string', version: 2, meaning: 'Account that owns the interface; `unknown` for some interfaces that a service made.' },
  { token: 'interface-id', name: 'interfaceId', type: 'string', version: 2, meaning: 'Interface that captured the traffic; `-` for a regional NAT gateway.' },
  { token: 'srcaddr', name: 'srcAddr', type: 'string', version: 2, meaning: "Source address as the interface saw it; for outgoing traffic the interface's own private address." },
  { token: 'dstaddr', name: 'dstAddr', type: 'string', version: 2, meaning: "Destination address as the interface saw it; for incoming traffic the interface's own primary private address." },
  { token: 'srcport', name: 'srcPort', type: 'int', version: 2, meaning: 'Source port; 0 for ICMP.' },
  { token: 'dstport', name: 'dstPort', type: 'int', version: 2, meaning: 'Destination port; 0 for ICMP.' },
  { token: 'protocol', name: 'protocol', type: 'int', version: 2, meaning: 'IANA protocol number: 1 ICMP, 6 TCP, 17 UDP, 58 ICMPv6.' },
  { token: 'packets', name: 'packets', type: 'bigint', version: 2, meaning: 'Packets transferred within the aggregation interval.' },
  { token: 'bytes', name: 'bytes', type: 'bigint', version: 2, meaning: 'Bytes transferred within the aggregation interval.' },
  { token: 'start', name: 'startTime', type: 'bigint', version: 2, meaning: 'Time of the first packet, Unix seconds; off by up to 60 seconds.' },
  { token: 'end', name: 'endTime', type: 'bigint', version: 2, meaning: 'Time of the last packet, Unix seconds; off by up to 60 seconds.' },
  { token: 'action', name: 'action', type: 'string', version: 2, meaning: '`ACCEPT` or `REJECT`; `-` where there was no traffic.' },
  { token: 'log-status', name: 'logStatus', type: 'string', version: 2, meaning: '`OK`, `NODATA` (no traffic in the interval) or `SKIPDATA` (records were lost).' },
  { token: 'vpc-id', name: 'vpcId', type: 'string', version: 3, meaning: 'VPC of the interface.' },
  { token: 'subnet-id', name: 'subnetId', type: 'string', version: 3, meaning: 'Subnet of the interface; `-` for a regional NAT gateway.' },
  { token: 'instance-id', name: 'instanceId', type: 'string', version: 3, meaning: 'Instance of the interface; `-` for interfaces that a service manages, NAT gateways among them.' },
  { token: 'tcp-flags', name: 'tcpFlags', type: 'int', version: 3, meaning: 'OR of the TCP flags seen: FIN 1, SYN 2, RST 4, SYN-ACK 18; 0 when none of these was.' },
  { token: 'type', name: 'type', type: 'string', version: 3, meaning: '`IPv4`, `IPv6` or `EFA`.' },
  { token: 'pkt-srcaddr', name: 'pktSrcAddr', type: 'string', version: 3, meaning: 'Source address in the packet itself, whatever interface it passed.' },
  { token: 'pkt-dstaddr', name: 'pktDstAddr', type: 'string', version: 3, meaning: 'Destination address in the packet itself, whatever interface it passed.' },
  { token: 'region', name: 'region', type: 'string', version: 4, meaning: 'Region of the interface.' },
  { token: 'az-id', name: 'azId', type: 'string', version: 4, meaning: 'Availability Zone id of the interface; `-` for a sublocation.' },
  { token: 'sublocation-type', name: 'sublocationType', type: 'string', version: 4, meaning: '`wavelength`, `outpost`, `localzone` or `-`.' },
  { token: 'sublocation-id', name: 'sublocationId', type: 'string', version: 4, meaning: 'Id of the sublocation.' },
  { token: 'pkt-src-aws-service', name: 'pktSrcAwsService', type: 'string', version: 5, meaning: 'AWS service whose address range holds pkt-srcaddr, such as `S3`.' },
  { token: 'pkt-dst-aws-service', name: 'pktDstAwsService', type: 'string', version: 5, meaning: 'AWS service whose address range holds pkt-dstaddr, such as `S3`.' },
  { token: 'flow-direction', name: 'flowDirection', type: 'string', version: 5, meaning: '`ingress` or `egress`, as the capturing interface sees it.' },
  { token: 'traffic-path', name: 'trafficPath', type: 'int', version: 5, meaning: 'Way of outgoing traffic, 1 to 8: 1 inside the VPC, 3 virtual private gateway, 7 gateway endpoint, 8 internet gateway.' },
  { token: 'ecs-cluster-arn', name: 'ecsClusterArn', type: 'string', version: 7, meaning: 'ARN of the ECS cluster of the task.' },
  { token: 'ecs-cluster-name', name: 'ecsClusterName', type: 'string', version: 7, meaning: 'Name of the ECS cluster of the task.' },
  { token: 'ecs-container-instance-arn', name: 'ecsContainerInstanceArn', type: 'string', version: 7, meaning: 'ARN of the ECS container instance; `-` on Fargate.' },
  { token: 'ecs-container-instance-id', name: 'ecsContainerInstanceId', type: 'string', version: 7, meaning: 'Id of the ECS container instance; `-` on Fargate.' },
  { token: 'ecs-container-id', name: 'ecsContainerId', type: 'string', version: 7, meaning: "Runtime id of the task's first container." },
  { token: 'ecs-second-container-id', name: 'ecsSecondContainerId', type: 'string', version: 7, meaning: "Runtime id of the task's second container." },
  { token: 'ecs-service-name', name: 'ecsServiceName', type: 'string', version: 7, meaning: 'Name of the ECS service; `-` for a task without one.' },
  { token: 'ecs-task-definition-arn', name: 'ecsTaskDefinitionArn', type: 'string', version: 7, meaning: 'ARN of the ECS task definition.' },
  { token: 'ecs-task-arn', name: 'ecsTaskArn', type: 'string', version: 7, meaning: 'ARN of the ECS task.' },
  { token: 'ecs-task-id', name: 'ecsTaskId', type: 'string', version: 7, meaning: 'Id of the ECS task.' },
  { token: 'reject-reason', name: 'rejectReason', type: 'string', version: 8, meaning: '`BPA` (VPC Block Public Access) or `EC` (VPC encryption controls) where that refused the traffic.' },
  { token: 'resource-id', name: 'resourceId', type: 'string', version: 9, meaning: 'Id of the regional NAT gateway that the record belongs to, else `-`.' },
  { token: 'encryption-status', name: 'encryptionStatus', type: 'int', version: 10, meaning: '0 not encrypted, 1 by Nitro, 2 by the application, 3 by both.' },
  { token: 'instance-tag', name: 'instanceTag', type: 'string', version: 11, meaning: "Value of the instance's first chosen tag, percent-encoded." },
  { token: 'instance-tag-2', name: 'instanceTag2', type: 'string', version: 11, meaning: "Value of the instance's second chosen tag, percent-encoded." },
  { token: 'interface-tag', name: 'interfaceTag', type: 'string', version: 11, meaning: "Value of the interface's first chosen tag, percent-encoded." },
  { token: 'interface-tag-2', name: 'interfaceTag2', type: 'string', version: 11, meaning: "Value of the interface's second chosen tag, percent-encoded." },
  { token: 'asg-tag', name: 'asgTag', type: 'string', version: 11, meaning: "Value of the Auto Scaling group's first chosen tag, percent-encoded." },
  { token: 'asg-tag-2', name: 'asgTag2', type: 'string', version: 11, meaning: "Value of the Auto Scaling group's second chosen tag, percent-encoded." },
  { token: 'interface-type', name: 'interfaceType', type: 'string', version: 11, meaning: 'Kind of the capturing interface: `nat_gateway`, `regional_nat_gateway`, `network_load_balancer`, `transit_gateway`, `vpc_endpoint` or `-`.' },
  { token: 'next-hop-interface-id', name: 'nextHopInterfaceId', type: 'string', version: 11, meaning: 'Interface that receives outgoing traffic, or sent incoming traffic.' },
  { token: 'next-hop-subnet-id', name: 'nextHopSubnetId', type: 'string', version: 11, meaning: 'Subnet of the next hop.' },
  { token: 'next-hop-az-id', name: 'nextHopAzId', type: 'string', version: 11, meaning: 'Availability Zone id of the next hop.' },
  { token: 'next-hop-vpc-id', name: 'nextHopVpcId', type: 'string', version: 11, meaning: 'VPC of the next hop.' },
  { token: 'next-hop-interface-type', name: 'nextHopInterfaceType', type: 'string', version: 11, meaning: "Kind of the next hop's interface, in the words of interface-type." },
] as const satisfies readonly Field[]

type KnownField = (typeof FIELDS)[number] | (typeof TRANSIT_GATEWAY_FIELDS)[number]
export type FieldName = KnownField['name']
export type FieldToken = KnownField['token']

const ALL_FIELDS: readonly Field[] = [...FIELDS, ...TRANSIT_GATEWAY_FIELDS]
const BY_NAME: ReadonlyMap<string, Field> = new Map(ALL_FIELDS.map((field) => [field.name, field]))
const BY_TOKEN: ReadonlyMap<string, Field> = new Map(ALL_FIELDS.map((each) => [each.token, each]))
const BY_COLUMN: ReadonlyMap<string, Field> = new Map(
  ALL_FIELDS.map((each) => [column(each), each]),
)

/** Column names of the table in AWS's earlier manual for Athena. */
const EARLIER_COLUMNS: Readonly<Record<string, FieldToken>> = {
  account: 'account-id',
  sourceaddress: 'srcaddr',
  destinationaddress: 'dstaddr',
  sourceport: 'srcport',
  destinationport: 'dstport',
  numpackets: 'packets',
  numbytes: 'bytes',
}

const BY_SPELLING: ReadonlyMap<string, Field> = new Map(
  [
    ...ALL_FIELDS.flatMap((field) => [[field.name, field] as const, [field.token, field] as const]),
    ...Object.entries(EARLIER_COLUMNS).map(
      ([spelling, token]) => [spelling, BY_TOKEN.get(token)!] as const,
    ),
  ].map(([spelling, field]) => [withoutSeparators(spelling), field]),
)

/** The column of Parquet files and of the Glue table: underscores where the token has hyphens. */
export function column(field: Pick<Field, 'token'>): string {
  return field.token.replaceAll('-', '_')
}

/** Whether `CreateFlowLogs` takes the field without `TagFieldSpecifications`. */
export function isDeployable(field: Pick<Field, 'token'>): boolean {
  return !/-tag(-2)?$/.test(field.token)
}

export function fieldByName(name: FieldName): Field
export function fieldByName(name: string): Field | undefined
export function fieldByName(name: string): Field | undefined {
  return BY_NAME.get(name)
}

export function fieldByToken(token: FieldToken): Field
export function fieldByToken(token: string): Field | undefined
export function fieldByToken(token: string): Field | undefined {
  return BY_TOKEN.get(token)
}

/** Finds a field by its token, name or column, in upper or lower case, with or without hyphens and underscores. */
export function fieldBySpelling(text: string): Field | undefined {
  return BY_SPELLING.get(withoutSeparators(text))
}

function withoutSeparators(text: string): string {
  return text.toLowerCase().replace(/[-_]/g, '')
}

export function fieldByColumn(column: string): Field | undefined {
  return BY_COLUMN.get(column)
}
