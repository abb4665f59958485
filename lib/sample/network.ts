import type { FieldToken } from '../flow-log/fields'
import { mix } from './random'

export const ACCOUNT = '123456789012'
export const REGION = 'eu-central-1'
export const VPC = 'vpc-0a1b2c3d4e5f60718'

export interface Subnet {
  readonly id: string
  readonly azId: string
}

/** What writes records: an interface of the VPC, or a regional NAT gateway, which has no interface. */
export interface Observer {
  /** `-` for a regional NAT gateway. */
  readonly interfaceId: string
  /** The primary private address; a regional NAT gateway has no address. */
  readonly address: string
  readonly subnet: Subnet
  readonly instanceId: string
  readonly interfaceType: string
  readonly resourceId: string
  /** Different for each observer. */
  readonly key: number
  /** Seconds past the minute at which its aggregation intervals begin. */
  readonly phase: number
  /** Fields of later versions that this one fills: tags, ECS. */
  readonly extra: Readonly<Partial<Record<FieldToken, string>>>
}

export interface Gateway extends Observer {
  readonly kind: 'zonal' | 'regional'
  /** The addresses it translates to: private ones of its interface, or public ones when it is regional. */
  readonly translated: readonly string[]
  /** Whether its records have a flow-direction: AWS does not document a regional gateway's, so the sample has both. */
  readonly hasDirection: boolean
  /** Clients and far ends of its own; without it they are those of the whole VPC, and destinations on the internet. */
  readonly network?: GatewayNetwork
}

export interface GatewayNetwork {
  readonly clients: readonly Host[]
  /** As the clients address them: for NAT64 in 64:ff9b::/96. */
  readonly farEnds: readonly string[]
  /** Where translated packets go; default: the internet. */
  readonly exit?: Observer
  /** For NAT64: records show the far end where others show the gateway's own address. */
  readonly showsFarEnd?: boolean
}

/** Something with a private address of its own, and the interface that carries its packets. */
export interface Host {
  readonly address: string
  readonly via: Observer
}

export const SUBNETS = {
  publicA: { id: 'subnet-0a100000000000b01', azId: 'euc1-az2' },
  publicB: { id: 'subnet-0a100000000000b02', azId: 'euc1-az3' },
  privateA: { id: 'subnet-0a100000000000c01', azId: 'euc1-az2' },
  privateB: { id: 'subnet-0a100000000000c02', azId: 'euc1-az3' },
  privateC: { id: 'subnet-0a100000000000c03', azId: 'euc1-az1' },
  isolated: { id: 'subnet-0a100000000000d01', azId: 'euc1-az2' },
} as const satisfies Record<string, Subnet>

const NO_SUBNET: Subnet = { id: '-', azId: '-' }

export const ZONAL_GATEWAYS: readonly Gateway[] = [
  zonal('eni-0a1f6c2d3e4b5a601', SUBNETS.publicA, ['10.0.0.220', '10.0.0.221', '10.0.0.222']),
  zonal('eni-0b2f6c2d3e4b5a602', SUBNETS.publicB, ['10.0.1.220', '10.0.1.221']),
]

export const REGIONAL_GATEWAYS: readonly Gateway[] = [
  regional('nat-0c3f6c2d3e4b5a603', ['192.0.2.11', '192.0.2.12'], true),
  regional('nat-0d4f6c2d3e4b5a604', ['192.0.2.21'], false),
]

const TEAMS = ['checkout', 'search', 'data%2Dplatform', 'billing'] as const

const PRIVATE_SUBNETS = [
  { subnet: SUBNETS.privateA, prefix: '10.0.16.' },
  { subnet: SUBNETS.privateB, prefix: '10.0.32.' },
  { subnet: SUBNETS.privateC, prefix: '10.0.48.' },
] as const

/** Instances in private subnets. */
export const INSTANCES: readonly Observer[] = Array.from({ length: 24 }, (_, index) => {
  const { subnet, prefix } = PRIVATE_SUBNETS[index % 3]!
  return instance(100 + index, `${prefix}${10 + 7 * index}`, subnet, {
    'instance-tag': TEAMS[index % 4]!,
    'instance-tag-2': 'production',
  })
})

/** EKS nodes: pods have secondary addresses of the node's interface, without translation. */
export const NODES: readonly Observer[] = Array.from({ length: 4 }, (_, index) => {
  const { subnet, prefix } = PRIVATE_SUBNETS[index % 3]!
  return instance(200 + index, `${prefix}${200 + index}`, subnet, {
    'instance-tag': 'eks%2Dworkers',
    'instance-tag-2': 'production',
    'asg-tag': 'eks%2Dworkers',
  })
})

export const PODS: readonly Host[] = NODES.flatMap((node, index) =>
  Array.from({ length: 6 }, (_, pod) => ({
    address: node.address.replace(
      /\d+\.\d+$/,
      `${16 * (index % 3) + 20}.${40 * index + 6 * pod + 5}`,
    ),
    via: node,
  })),
)

/** Fargate tasks: their interfaces have no instance, like a NAT gateway's. */
const TASKS: readonly Observer[] = [task(300, '10.0.16.240'), task(301, '10.0.16.241')]

export const PUBLIC_INSTANCES: readonly Observer[] = [
  instance(400, '10.0.0.50', SUBNETS.publicA, { 'instance-tag': 'bastion' }),
  instance(401, '10.0.0.51', SUBNETS.publicA, { 'instance-tag': 'web' }),
  instance(402, '10.0.1.50', SUBNETS.publicB, { 'instance-tag': 'web' }),
]

/** Instances that reach the internet through the transit gateway, not through a NAT gateway of this VPC. */
export const ISOLATED: readonly Observer[] = [
  instance(500, '10.0.64.10', SUBNETS.isolated, { 'instance-tag': 'vault' }),
  instance(501, '10.0.64.11', SUBNETS.isolated, { 'instance-tag': 'vault' }),
]

export const TRANSIT_GATEWAY = managed(600, '10.0.64.250', SUBNETS.isolated, 'transit_gateway')
export const LOAD_BALANCER = managed(601, '10.0.0.80', SUBNETS.publicA, 'network_load_balancer')
export const FIREWALL_ENDPOINT = managed(602, '10.0.0.90', SUBNETS.publicA, 'vpc_endpoint')
export const INTERFACE_ENDPOINT = managed(603, '10.0.16.99', SUBNETS.privateA, 'vpc_endpoint')

/** Hosts of another VPC; this one sees them through its transit gateway attachment. */
export const SPOKE_HOSTS: readonly Host[] = ['10.20.33.164', '10.20.33.165', '10.20.40.7'].map(
  (address) => ({ address, via: TRANSIT_GATEWAY }),
)

/** Everything that goes out through a NAT gateway, the busiest first. */
export const NAT_CLIENTS: readonly Host[] = [
  ...INSTANCES.slice(0, 6).map(itself),
  ...PODS.slice(0, 12),
  ...TASKS.map(itself),
  ...SPOKE_HOSTS,
  ...INSTANCES.slice(6).map(itself),
  ...PODS.slice(12),
]

/** Every observer that can write a line without traffic. */
export const INTERFACES: readonly Observer[] = [
  ...INSTANCES,
  ...NODES,
  ...TASKS,
  ...PUBLIC_INSTANCES,
  ...ISOLATED,
  TRANSIT_GATEWAY,
  LOAD_BALANCER,
  FIREWALL_ENDPOINT,
  INTERFACE_ENDPOINT,
]

/** A host with the address of its interface. */
export function itself(observer: Observer): Host {
  return { address: observer.address, via: observer }
}

/** An id as AWS writes them: 17 hexadecimal digits, the first a 0. */
export function awsId(prefix: string, number: number): string {
  const digits = [mix(number, 1), mix(number, 2)].map((half) => half.toString(16).padStart(8, '0'))
  return `${prefix}-0${digits.join('')}`
}

function observer(interfaceId: string, address: string, subnet: Subnet): Observer {
  const key = mix(...Array.from(`${interfaceId}${address}`, (sign) => sign.charCodeAt(0)))
  const nothing = { instanceId: '-', interfaceType: '-', resourceId: '-', extra: {} }
  return { interfaceId, address, subnet, key, phase: key % 60, ...nothing }
}

export function instance(
  number: number,
  address: string,
  subnet: Subnet,
  extra: Observer['extra'],
): Observer {
  const base = observer(awsId('eni', number), address, subnet)
  return { ...base, instanceId: awsId('i', number), extra }
}

function managed(number: number, address: string, subnet: Subnet, interfaceType: string): Observer {
  return { ...observer(awsId('eni', number), address, subnet), interfaceType }
}

function task(number: number, address: string): Observer {
  const id = awsId('', number).slice(1)
  const arn = (kind: string, name: string) => `arn:aws:ecs:${REGION}:${ACCOUNT}:${kind}/${name}`
  return {
    ...observer(awsId('eni', number), address, SUBNETS.privateA),
    extra: {
      'ecs-cluster-arn': arn('cluster', 'jobs'),
      'ecs-cluster-name': 'jobs',
      'ecs-container-id': `${id}-0000000001`,
      'ecs-service-name': 'importer',
      'ecs-task-definition-arn': arn('task-definition', 'importer:7'),
      'ecs-task-arn': arn('task', `jobs/${id}`),
      'ecs-task-id': id,
    },
  }
}

export function zonal(interfaceId: string, subnet: Subnet, translated: readonly string[]): Gateway {
  const base = observer(interfaceId, translated[0]!, subnet)
  return { ...base, kind: 'zonal', interfaceType: 'nat_gateway', translated, hasDirection: true }
}

function regional(
  resourceId: string,
  translated: readonly string[],
  hasDirection: boolean,
): Gateway {
  const base = observer('-', translated[0]!, NO_SUBNET)
  const interfaceType = 'regional_nat_gateway'
  return { ...base, kind: 'regional', resourceId, interfaceType, translated, hasDirection }
}
