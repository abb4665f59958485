import { closest } from '../closest'
import type { Problem } from './problems'
import type { WrittenSettings } from './schema'
import type { FlowLogTarget, LogGroup, NatGateway, SettingsNetwork, Vpc } from './settings'

type WrittenTargets = WrittenSettings['lake']['targets']
type Destination = 'cloudwatch' | 'lake'

/** The id of a target in the settings: of the VPC or of the NAT gateway. */
export function targetId(target: FlowLogTarget): string {
  return target.kind === 'vpc' ? target.vpc.id : gatewayId(target.natGateway)
}

export function targetVpcId(target: FlowLogTarget): string | undefined {
  return target.kind === 'vpc' ? target.vpc.id : target.natGateway.vpcId
}

/** The targets of a destination's flow logs. Default: the preferred list, or the other when that is empty. */
export function resolveTargets(
  destination: Destination,
  written: WrittenTargets,
  preferred: 'vpcs' | 'natGateways',
  network: SettingsNetwork,
  problems: Problem[],
): readonly FlowLogTarget[] {
  const path = [destination, 'targets']
  const vpcs = network.vpcs.map((vpc) => ({ kind: 'vpc', vpc }) as const)
  const natGateways = network.natGateways.map(
    (natGateway) => ({ kind: 'nat-gateway', natGateway }) as const,
  )
  const lists = { vpcs, natGateways }
  if (!Array.isArray(written)) {
    const other = preferred === 'vpcs' ? 'natGateways' : 'vpcs'
    const choice = written ?? (lists[preferred].length > 0 ? preferred : other)
    if (lists[choice].length === 0) problems.push(nothing(destination, written, choice))
    return lists[choice]
  }

  const all: readonly FlowLogTarget[] = [...vpcs, ...natGateways]
  const found = [...new Set(written)].flatMap((id) => {
    const target = all.find((candidate) => targetId(candidate) === id)
    if (!target) problems.push(unknownId(path, written.indexOf(id), id, all.map(targetId)))
    return target ?? []
  })
  if (written.length === 0) problems.push(nothing(destination, written, preferred))
  problems.push(...storedTwice(path, found))
  return found
}

/** One group for all targets, or one for each of several VPCs when natlens creates the groups. */
export function resolveLogGroups(
  { logGroupName, logGroupExisting }: WrittenSettings['cloudwatch'],
  written: WrittenSettings['vpcs'],
  vpcs: readonly Vpc[],
  targets: readonly FlowLogTarget[],
): readonly LogGroup[] {
  const logged = vpcs.filter(({ id }) => targets.some((target) => targetVpcId(target) === id))
  const own = new Map(written.map((vpc) => [vpc.id, vpc.logGroupName]))
  const isShared = logGroupExisting && logged.every(({ id }) => own.get(id) === undefined)
  if (logged.length === 0 || (logged.length > 1 && isShared)) {
    return [{ name: logGroupName, existing: logGroupExisting, vpc: undefined, targets }]
  }
  return logged.map((vpc) => ({
    name: own.get(vpc.id) ?? (logged.length === 1 ? logGroupName : `${logGroupName}/${vpc.name}`),
    existing: logGroupExisting,
    vpc,
    targets: targets.filter((target) => targetVpcId(target) === vpc.id),
  }))
}

function gatewayId(gateway: NatGateway): string {
  return gateway.kind === 'interface' ? gateway.interfaceId : gateway.natGatewayId
}

/** A flow log of a VPC contains the records of its NAT gateways. */
function storedTwice(path: Problem['path'], targets: readonly FlowLogTarget[]): Problem[] {
  const vpcIds = targets.flatMap((target) => (target.kind === 'vpc' ? target.vpc.id : []))
  return targets.flatMap((target) => {
    if (target.kind === 'vpc' || vpcIds.length === 0) return []
    const id = targetId(target)
    const { vpcId } = target.natGateway
    if (vpcId === undefined || !vpcIds.includes(vpcId)) return []
    return {
      path,
      finding: `has both '${vpcId}' and '${id}', a NAT gateway in it`,
      help: 'each byte would be stored twice; name only one of them',
    }
  })
}

function nothing(destination: Destination, written: WrittenTargets, list: string): Problem {
  const path = [destination, 'targets']
  if (written === undefined) {
    const help = `list what to log in \`vpcs\` or \`natGateways\`, or set \`${destination}.enabled\` to false`
    return { path, finding: 'is missing', help }
  }
  if (typeof written === 'string') {
    return { path, finding: `is '${written}'`, help: `\`${list}\` is empty` }
  }
  return { path, finding: 'is []', help: `name one id, or set \`${destination}.enabled\` to false` }
}

function unknownId(
  path: Problem['path'],
  index: number,
  id: string,
  known: readonly string[],
): Problem {
  const near = closest(id, known)
  return {
    path: [...path, index],
    finding: `is '${id}'`,
    help: near
      ? `Did you mean \`${near}\`?`
      : `the ids are ${known.map((each) => `'${each}'`).join(', ') || 'missing'}`,
  }
}
