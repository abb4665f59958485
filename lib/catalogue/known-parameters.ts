import { hasField, type Format } from '../flow-log/format'
import { readHeader } from './header'
import type { CatalogueQuery } from './query'

/** The settings' network, as far as a query's parameters come from it. */
export interface Network {
  readonly vpcs: readonly Vpc[]
  readonly natGateways: readonly NatGateway[]
}

interface Vpc {
  readonly id: string
  readonly cidrs: readonly string[]
}

type NatGateway = {
  readonly name: string
  readonly vpcId: string | undefined
  readonly privateAddresses: readonly string[]
} & (
  | { readonly kind: 'interface'; readonly interfaceId: string }
  | { readonly kind: 'zonal' | 'regional'; readonly natGatewayId: string }
)

/** What one flow log captures. */
export type Captured =
  | { readonly kind: 'vpc'; readonly vpc: Vpc }
  | { readonly kind: 'nat-gateway'; readonly natGateway: NatGateway }

/** What is known of a log at synth and a query may ask for, by the names of the catalogue's parameters. */
export interface KnownParameters {
  /** Empty where the log itself tells what a NAT gateway is, or where an interface is not known yet. */
  readonly natGateways: readonly string[]
  readonly natAddresses: readonly string[]
  readonly inside: readonly string[]
}

/** Addresses that are inside whatever the settings say: RFC 1918, and RFC 6598 for shared address space. */
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10']

export function knownParameters(
  { vpcs, natGateways }: Network,
  targets: readonly Captured[],
  format: Format,
): KnownParameters {
  const gateways = natGateways.filter((gateway) => isLogged(gateway, targets))
  return {
    natGateways: mustBeNamed(targets, format) ? idsInRecords(gateways, format) : [],
    natAddresses: addressesOf(gateways),
    inside: [...new Set([...PRIVATE_RANGES, ...loggedVpcs(vpcs, targets).flatMap(cidrsOf)])],
  }
}

/** The settings of `fill` for the parameters that the query has and that are known: `name=a,b`. */
export function parametersOf(query: CatalogueQuery, known: KnownParameters): readonly string[] {
  return query.parameters.flatMap(({ name }) => {
    const values = known[name as keyof KnownParameters] as readonly string[] | undefined
    return values && values.length > 0 ? [`${name}=${values.join(',')}`] : []
  })
}

/** The price that the settings name, for a query that asks for it. */
export function priceParameters(
  { parameters }: CatalogueQuery,
  { usdPerGB }: { readonly usdPerGB: number },
): readonly string[] {
  return parameters.some(({ name }) => name === 'usdPerGB') ? [`usdPerGB=${usdPerGB}`] : []
}

/** Why a query cannot be saved for a log; undefined when it can. */
export function reasonToLeaveOut(
  query: CatalogueQuery,
  format: Format,
  parameters: readonly string[],
): string | undefined {
  const fields = query.needs.filter((name) => !format.some((field) => field.name === name))
  if (fields.length > 0) return `the log format has no ${fields.join(', ')}`

  const given = parameters.map((parameter) => parameter.slice(0, parameter.indexOf('=')))
  const missing = query.parameters.filter(({ name, required }) => required && !given.includes(name))
  if (missing.length === 0) return undefined
  return `the settings do not tell ${missing.map(({ name }) => name).join(', ')}`
}

/** Whether the archive keeps the query's answer of each day: its trailer `Archive: daily`. */
export function isArchived({ text }: Pick<CatalogueQuery, 'text'>): boolean {
  return readHeader(text).trailers.get('Archive')?.[0] === 'daily'
}

/** A log of NAT gateways alone needs no names, nor does one that says of each record what its interface is. */
function mustBeNamed(targets: readonly Captured[], format: Format): boolean {
  return targets.some(({ kind }) => kind === 'vpc') && !hasField(format, 'interface-type')
}

/** As the records show them; none at all unless all are known, since a list leaves out what it does not name. */
function idsInRecords(gateways: readonly NatGateway[], format: Format): readonly string[] {
  const ids = gateways.map((gateway) => {
    switch (gateway.kind) {
      case 'interface':
        return gateway.interfaceId
      case 'zonal':
        return undefined
      case 'regional':
        return hasField(format, 'resource-id') ? gateway.natGatewayId : '-'
    }
  })
  return ids.every((id) => id !== undefined) ? [...new Set(ids)] : []
}

/** None at all unless every gateway's are known. */
function addressesOf(gateways: readonly NatGateway[]): readonly string[] {
  const complete = gateways.every(({ privateAddresses }) => privateAddresses.length > 0)
  return complete ? gateways.flatMap(({ privateAddresses }) => privateAddresses) : []
}

function isLogged(gateway: NatGateway, targets: readonly Captured[]): boolean {
  return targets.some((target) =>
    target.kind === 'vpc'
      ? target.vpc.id === gateway.vpcId
      : target.natGateway.name === gateway.name,
  )
}

function loggedVpcs(vpcs: readonly Vpc[], targets: readonly Captured[]): readonly Vpc[] {
  return vpcs.filter(({ id }) =>
    targets.some((target) =>
      target.kind === 'vpc' ? target.vpc.id === id : target.natGateway.vpcId === id,
    ),
  )
}

function cidrsOf({ cidrs }: Vpc): readonly string[] {
  return cidrs
}
