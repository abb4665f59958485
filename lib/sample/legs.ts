import { afterNat64 } from './nat64'
import type { Gateway, Host, Observer } from './network'

/** One half of a conversation: what the host inside sends, or what it receives. */
export type Half = 'upload' | 'download'

/** One half of a conversation as one observer records it. */
export interface Leg {
  readonly at: Observer
  readonly half: Half
  readonly direction: 'ingress' | 'egress' | '-'
  readonly src: string
  readonly dst: string
  readonly pktSrc: string
  readonly pktDst: string
  /** traffic-path of outgoing traffic; `-` for incoming. */
  readonly path: string
  /** The sender or receiver, where records name it. */
  readonly hop: Observer | undefined
  /** Whether the client's port is the one that a NAT gateway chose. */
  readonly translated: boolean
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html, traffic-path. */
const INSIDE_VPC = '1'
const GATEWAY_ENDPOINT = '7'
const INTERNET_GATEWAY = '8'

interface Route {
  readonly path: string
  readonly hop?: Observer
}

/** A packet leaves an interface: the record's srcaddr is the interface's primary address, not the sender's. */
function egress(at: Observer, half: Half, pktSrc: string, pktDst: string, route: Route): Leg {
  const { path, hop } = route
  const addresses = { src: at.address, dst: pktDst, pktSrc, pktDst }
  return { at, half, direction: 'egress', ...addresses, path, hop, translated: false }
}

/** A packet reaches an interface: the record's dstaddr is the interface's primary address, not the receiver's. */
function ingress(at: Observer, half: Half, pktSrc: string, pktDst: string, hop?: Observer): Leg {
  const addresses = { src: pktSrc, dst: at.address, pktSrc, pktDst }
  return { at, half, direction: 'ingress', ...addresses, path: '-', hop, translated: false }
}

/** The four legs of a NAT gateway and the two of the client's interface. */
export function throughNat(
  client: Host,
  gateway: Gateway,
  publicAddress: string,
  translated: string,
): readonly Leg[] {
  const legs = gateway.kind === 'zonal' ? zonalLegs : regionalLegs
  return [
    ...legs(client, gateway, publicAddress, translated),
    ...exitLegs(gateway, publicAddress, translated),
    ...ownLegs(client, publicAddress, { path: INSIDE_VPC, hop: gateway }),
  ]
}

/** What the interface records that carries translated packets to other networks. */
function exitLegs(gateway: Gateway, outside: string, translated: string): readonly Leg[] {
  const exit = gateway.network?.exit
  if (!exit) return []
  return [
    ingress(exit, 'upload', translated, outside, gateway),
    egress(exit, 'download', outside, translated, { path: INSIDE_VPC, hop: gateway }),
  ]
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-records-examples.html, NAT gateway. */
function zonalLegs(client: Host, gateway: Gateway, outside: string, translated: string): Leg[] {
  const inside = client.address
  const sender = recordedSender(client.via)
  const back = { path: INSIDE_VPC, hop: client.via }
  const { exit, showsFarEnd = false } = gateway.network ?? {}
  const farEnd = afterNat64(outside)
  const out = exit ? { path: INSIDE_VPC, hop: exit } : TO_INTERNET
  return [
    {
      ...ingress(gateway, 'upload', inside, outside, sender),
      ...(showsFarEnd && { dst: outside }),
    },
    { ...egress(gateway, 'upload', translated, farEnd, out), translated: true },
    { ...ingress(gateway, 'download', farEnd, translated), translated: true },
    { ...egress(gateway, 'download', outside, inside, back), ...(showsFarEnd && { src: outside }) },
  ]
}

/** A regional gateway has no address: each record shows the packet's addresses; translated ones are public. */
function regionalLegs(client: Host, gateway: Gateway, outside: string, translated: string): Leg[] {
  return zonalLegs(client, gateway, outside, translated).map((leg) => {
    const direction = gateway.hasDirection ? {} : ({ direction: '-', path: '-' } as const)
    return { ...leg, ...direction, src: leg.pktSrc, dst: leg.pktDst }
  })
}

const TO_INTERNET: Route = { path: INTERNET_GATEWAY }

function ownLegs(client: Host, outside: string, route: Route): Leg[] {
  return [
    egress(client.via, 'upload', client.address, outside, route),
    ingress(
      client.via,
      'download',
      outside,
      client.address,
      route.hop && recordedSender(route.hop),
    ),
  ]
}

/** Records of incoming traffic do not name a transit gateway or a network load balancer as the sender. */
function recordedSender(sender: Observer): Observer | undefined {
  return /transit_gateway|network_load_balancer/.test(sender.interfaceType) ? undefined : sender
}

/** A host with a public or an IPv6 address, through the internet gateway. */
export function direct(client: Host, outside: string): readonly Leg[] {
  return ownLegs(client, outside, TO_INTERNET)
}

export function throughGatewayEndpoint(client: Host, outside: string): readonly Leg[] {
  return ownLegs(client, outside, { path: GATEWAY_ENDPOINT })
}

/** From one host of the VPC to another; both interfaces see it. */
export function insideVpc(client: Host, server: Host): readonly Leg[] {
  const [from, to] = [client.address, server.address]
  return [
    egress(client.via, 'upload', from, to, { path: INSIDE_VPC, hop: server.via }),
    ingress(server.via, 'upload', from, to, recordedSender(client.via)),
    egress(server.via, 'download', to, from, { path: INSIDE_VPC, hop: client.via }),
    ingress(client.via, 'download', to, from, recordedSender(server.via)),
  ]
}

/** Out through an interface that forwards without translating; its records look like the first and fourth leg of a NAT gateway. */
export function throughForwarder(
  client: Host,
  forwarder: Observer,
  outside: string,
): readonly Leg[] {
  return [
    ingress(forwarder, 'upload', client.address, outside, client.via),
    egress(forwarder, 'download', outside, client.address, { path: INSIDE_VPC, hop: client.via }),
    ...ownLegs(client, outside, { path: INSIDE_VPC, hop: forwarder }),
  ]
}

/** A visitor to a load balancer that keeps client addresses; `upload` is what the target answers. */
export function throughLoadBalancer(
  visitor: string,
  balancer: Observer,
  target: Host,
): readonly Leg[] {
  return [
    ingress(balancer, 'download', visitor, balancer.address),
    egress(balancer, 'upload', balancer.address, visitor, TO_INTERNET),
    ...throughForwarder(target, balancer, visitor),
  ]
}

/** Packets from outside that security groups or network ACLs refused, for `dst` behind `at`. */
export function refusedFromOutside(at: Observer, outside: string, dst: string): readonly Leg[] {
  const leg = ingress(at, 'download', outside, dst)
  return [at.interfaceId === '-' ? { ...leg, dst } : leg]
}

/** Packets of a client that the NAT gateway's subnet refused. */
export function refusedAtNat(client: Host, gateway: Gateway, outside: string): readonly Leg[] {
  const translated = gateway.translated[0]!
  const legs = gateway.kind === 'zonal' ? zonalLegs : regionalLegs
  return legs(client, gateway, outside, translated).slice(0, 1)
}

/** An interval without traffic. */
export function silence(at: Observer): readonly Leg[] {
  const nothing = { src: '-', dst: '-', pktSrc: '-', pktDst: '-', path: '-' }
  return [{ at, half: 'upload', direction: '-', ...nothing, hop: undefined, translated: false }]
}
