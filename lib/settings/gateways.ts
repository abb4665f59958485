import type { Problem } from './problems'
import type { WrittenSettings } from './schema'
import type { NatGateway, Vpc } from './settings'

type WrittenGateway = WrittenSettings['natGateways'][number]

/** The VPCs with their names; duplicate ids and names are problems. */
export function resolveVpcs(written: WrittenSettings['vpcs'], problems: Problem[]): readonly Vpc[] {
  const vpcs = written.map(({ id, name = id, cidrs }) => ({ id, name, cidrs }))
  twice(vpcs, 'id', 'vpcs', problems)
  twice(vpcs, 'name', 'vpcs', problems)
  return vpcs
}

/** The NAT gateways, each with its VPC and with the kind that its id shows. */
export function resolveNatGateways(
  written: WrittenSettings['natGateways'],
  vpcs: readonly Vpc[],
  problems: Problem[],
): readonly NatGateway[] {
  const gateways = written.map((gateway, index) => {
    const { id, name = id, privateAddresses } = gateway
    const vpcId = vpcOf(gateway, index, vpcs, problems)
    const basis = { name, vpcId, privateAddresses }
    if (id.startsWith('eni-')) {
      if (gateway.regional) problems.push(regionalInterface(index, id))
      const { natGatewayId } = gateway
      return { ...basis, kind: 'interface', interfaceId: id, natGatewayId } as const
    }
    if (gateway.natGatewayId !== undefined) problems.push(twoIds(index, gateway.natGatewayId))
    return { ...basis, kind: gateway.regional ? 'regional' : 'zonal', natGatewayId: id } as const
  })
  twice(written, 'id', 'natGateways', problems)
  twice(gateways, 'name', 'natGateways', problems)
  return gateways
}

function vpcOf(
  { vpcId }: WrittenGateway,
  index: number,
  vpcs: readonly Vpc[],
  problems: Problem[],
): string | undefined {
  const path = ['natGateways', index, 'vpcId']
  if (vpcId === undefined) {
    if (vpcs.length <= 1) return vpcs[0]?.id
    const help = `with several VPCs each NAT gateway needs a vpcId: one of ${ids(vpcs)}`
    problems.push({ path, finding: 'is missing', help })
  } else if (vpcs.length > 0 && !vpcs.some(({ id }) => id === vpcId)) {
    problems.push({ path, finding: `is '${vpcId}'`, help: `\`vpcs\` has ${ids(vpcs)}` })
  }
  return vpcId
}

function regionalInterface(index: number, id: string): Problem {
  return {
    path: ['natGateways', index, 'id'],
    finding: `is '${id}'`,
    help: 'a regional NAT gateway has no interface; use its `nat-…` id',
  }
}

function twoIds(index: number, id: string): Problem {
  return {
    path: ['natGateways', index, 'natGatewayId'],
    finding: `is '${id}'`,
    help: 'only an `eni-…` id needs it; `id` is already the NAT gateway',
  }
}

function twice<Key extends string>(
  items: readonly Readonly<Record<Key, string>>[],
  key: Key,
  list: string,
  problems: Problem[],
): void {
  items.forEach((item, index) => {
    const first = items.findIndex((other) => other[key] === item[key])
    if (first === index) return
    problems.push({
      path: [list, index, key],
      finding: `is '${item[key]}'`,
      help: `\`${list}[${first}]\` has the same value`,
    })
  })
}

function ids(vpcs: readonly Vpc[]): string {
  return vpcs.map(({ id }) => `'${id}'`).join(', ')
}
