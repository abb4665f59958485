import { hasField, type Format } from '../flow-log/format'
import type { ParameterExpression, ParameterValue } from '../language/parameters'
import type { GivenValues } from './fill'

/** A flow log of a deployment, and the network around it, as the settings describe them. */
export interface DeployedLog {
  readonly logFormat: Format
  readonly targets: readonly DeployedTarget[]
  readonly vpcs: readonly DeployedVpc[]
  readonly natGateways: readonly DeployedNatGateway[]
  readonly usdPerGB: number
  /** By the ids of zonal NAT gateways, what Terraform looks up when it plans. */
  readonly lookups?: ReadonlyMap<string, NatGatewayLookup>
}

export interface NatGatewayLookup {
  readonly interfaceId: ParameterExpression
  readonly privateAddress: ParameterExpression
}

interface DeployedVpc {
  readonly id: string
  readonly cidrs: readonly string[]
}

type DeployedNatGateway = {
  readonly name: string
  readonly vpcId: string | undefined
  readonly privateAddresses: readonly string[]
} & (
  | { readonly kind: 'interface'; readonly interfaceId: string }
  | { readonly kind: 'zonal' | 'regional'; readonly natGatewayId: string }
)

/** The VPC or the NAT gateway whose records the log contains. */
export type DeployedTarget =
  | { readonly kind: 'vpc'; readonly vpc: DeployedVpc }
  | { readonly kind: 'nat-gateway'; readonly natGateway: DeployedNatGateway }

/** Addresses that are inside every network: RFC 1918, and RFC 6598 for shared address space. */
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10']

/** The values of the catalogue's parameters that a deployment knows; an unknown one has no entry. */
export function deployedValues(log: DeployedLog): GivenValues {
  const { logFormat, targets, vpcs, natGateways, usdPerGB, lookups = new Map() } = log
  const gateways = natGateways.filter((gateway) => isLogged(gateway, targets))
  const values: readonly (readonly [string, readonly ParameterValue[]])[] = [
    ['natGateways', needsIds(targets, logFormat) ? idsInRecords(gateways, logFormat, lookups) : []],
    ['natAddresses', privateAddresses(gateways, lookups)],
    ['inside', insideRanges(vpcs, targets)],
    ['usdPerGB', [String(usdPerGB)]],
  ]
  return new Map(values.filter(([, list]) => list.length > 0))
}

/** A log of NAT gateways alone needs no ids, nor does a format with the type of each record's interface. */
function needsIds(targets: readonly DeployedTarget[], format: Format): boolean {
  return targets.some(({ kind }) => kind === 'vpc') && !hasField(format, 'interface-type')
}

/** The ids that the records contain. Empty unless all are known: a list excludes every other gateway. */
function idsInRecords(
  gateways: readonly DeployedNatGateway[],
  format: Format,
  lookups: ReadonlyMap<string, NatGatewayLookup>,
): readonly ParameterValue[] {
  const ids = gateways.map((gateway) => {
    switch (gateway.kind) {
      case 'interface':
        return gateway.interfaceId
      case 'zonal':
        return lookups.get(gateway.natGatewayId)?.interfaceId
      case 'regional':
        return hasField(format, 'resource-id') ? gateway.natGatewayId : '-'
    }
  })
  return ids.every((id) => id !== undefined) ? [...new Set(ids)] : []
}

/** Empty unless the addresses of every gateway are known. */
function privateAddresses(
  gateways: readonly DeployedNatGateway[],
  lookups: ReadonlyMap<string, NatGatewayLookup>,
): readonly ParameterValue[] {
  const addresses = gateways.map((gateway): readonly ParameterValue[] => {
    if (gateway.privateAddresses.length > 0 || gateway.kind !== 'zonal')
      return gateway.privateAddresses
    const lookup = lookups.get(gateway.natGatewayId)
    return lookup ? [lookup.privateAddress] : []
  })
  return addresses.every((list) => list.length > 0) ? addresses.flat() : []
}

function insideRanges(
  vpcs: readonly DeployedVpc[],
  targets: readonly DeployedTarget[],
): readonly string[] {
  const logged = vpcs.filter(({ id }) =>
    targets.some((target) =>
      target.kind === 'vpc' ? target.vpc.id === id : target.natGateway.vpcId === id,
    ),
  )
  return [...new Set([...PRIVATE_RANGES, ...logged.flatMap(({ cidrs }) => cidrs)])]
}

function isLogged(gateway: DeployedNatGateway, targets: readonly DeployedTarget[]): boolean {
  return targets.some((target) =>
    target.kind === 'vpc'
      ? target.vpc.id === gateway.vpcId
      : target.natGateway.name === gateway.name,
  )
}
