import { MIN_BYTES } from './cut'
import { DESTINATIONS, S3_ADDRESSES, STRANGERS, pickByRank, serviceOf, zipf } from './destinations'
import * as legs from './legs'
import type { Half, Leg } from './legs'
import * as network from './network'
import { itself, type Gateway, type Host } from './network'
import { mix, random, type Random } from './random'

/** A simulated conversation: records and truth are computed from it. */
export interface Conversation extends Participants {
  readonly kind: Kind
  /** Unix seconds, both included. */
  readonly start: number
  readonly end: number
  readonly key: number
  readonly uploadBytes: number
  readonly downloadBytes: number
  readonly clientPort: number
  readonly natPort: number
}

/** The part of a conversation that its kind determines. */
interface Participants {
  readonly legs: readonly Leg[]
  /** Only for traffic that a NAT gateway translates. */
  readonly nat?: NatTraffic
  readonly protocol?: number
  readonly serverPort?: number
  /** The half of the side that opened the conversation. */
  readonly openedBy?: Half
  readonly service?: string
}

export interface NatTraffic {
  readonly gateway: Gateway
  readonly privateAddress: string
  readonly publicAddress: string
}

export type Kind = keyof typeof KINDS

interface KindOfConversation {
  /** Conversations of this kind for each conversation through a NAT gateway. */
  readonly share: number
  readonly length?: 'interval' | 'moment'
  readonly choose: (random: Random, gateways: readonly Gateway[]) => Participants
}

const CLIENT_SUMS = zipf(network.NAT_CLIENTS.length)
const DESTINATION_SUMS = zipf(DESTINATIONS.length)
const instances = network.INSTANCES.map(itself)
const visitors = network.PUBLIC_INSTANCES.map(itself)

export const KINDS = {
  nat: { share: 1, choose: natTraffic },
  internetGateway: {
    share: 0.06,
    choose: (random) => ({ legs: legs.direct(random.pick(visitors), destination(random)) }),
  },
  gatewayEndpoint: {
    share: 0.08,
    choose: (random) => ({
      legs: legs.throughGatewayEndpoint(random.pick(instances), random.pick(S3_ADDRESSES)),
      service: 'S3',
    }),
  },
  insideVpc: {
    share: 0.1,
    choose: (random) => ({ legs: betweenTwo(random, instances), serverPort: 5432 }),
  },
  interfaceEndpoint: {
    share: 0.03,
    choose: (random) => ({
      legs: legs.insideVpc(random.pick(instances), itself(network.INTERFACE_ENDPOINT)),
    }),
  },
  spoke: {
    share: 0.04,
    choose: (random) => ({
      legs: legs.insideVpc(random.pick(network.SPOKE_HOSTS), random.pick(instances)),
    }),
  },
  pods: {
    share: 0.08,
    choose: (random) => ({ legs: betweenTwo(random, network.PODS), serverPort: 8080 }),
  },
  transitGateway: {
    share: 0.03,
    choose: (random) => ({
      legs: legs.throughForwarder(
        itself(random.pick(network.ISOLATED)),
        network.TRANSIT_GATEWAY,
        destination(random),
      ),
    }),
  },
  loadBalancer: {
    share: 0.05,
    choose: (random) => ({
      legs: legs.throughLoadBalancer(
        random.pick(STRANGERS),
        network.LOAD_BALANCER,
        random.pick(instances),
      ),
      openedBy: 'download',
    }),
  },
  firewallEndpoint: {
    share: 0.03,
    choose: (random) => ({
      legs: legs.throughForwarder(
        random.pick(visitors),
        network.FIREWALL_ENDPOINT,
        destination(random),
      ),
    }),
  },
  ping: {
    share: 0.02,
    choose: (random) => ({ legs: betweenTwo(random, instances), protocol: 1 }),
  },
  ipv6: {
    share: 0.04,
    choose: (random) => {
      const client = random.pick(network.PUBLIC_INSTANCES)
      const address = `2001:db8:1234:a1${client.subnet.id.slice(-2)}::${random.below(99) + 1}`
      const via = { ...client, address }
      return {
        legs: legs.direct({ address, via }, `2001:db8:ffff:${random.below(9) + 1}::80`),
        protocol: random.below(10) === 0 ? 58 : 6,
      }
    },
  },
  scan: { share: 0.25, length: 'moment', choose: scan },
  refused: {
    share: 0.03,
    length: 'moment',
    choose: (random, gateways) => {
      const host = client(random)
      const gateway = random.pick(gateways)
      const ends = endsOf(gateway, { host, farEnd: destination(random) }, random)
      return { legs: legs.refusedAtNat(ends.host, gateway, ends.farEnd), serverPort: 25 }
    },
  },
  noData: { share: 0.12, length: 'interval', choose: silence },
  skipData: { share: 0.02, length: 'interval', choose: silence },
} as const satisfies Record<string, KindOfConversation>

/** Whether a conversation stands for an interval without traffic, or with lost records. */
export function isSilent({ kind }: Conversation): boolean {
  return kind === 'noData' || kind === 'skipData'
}

/** A conversation of which only the start is known. */
export interface ConversationStart {
  readonly kind: Kind
  readonly index: number
  readonly start: number
}

/** Creates a conversation: equal arguments make an equal one. Its traffic ends before `dayEnd`. */
export function createConversation(
  { kind, index, start }: ConversationStart,
  { seed, dayEnd, gateways }: { seed: number; dayEnd: number; gateways: readonly Gateway[] },
): Conversation {
  const { length, choose }: KindOfConversation = KINDS[kind]
  const key = mix(seed, Object.keys(KINDS).indexOf(kind), index)
  const numbers = random(key)
  const participants = choose(numbers, gateways)

  const seconds =
    length === 'moment' ? numbers.below(3) : length === 'interval' ? 59 : duration(index, numbers)
  // A record without traffic may end after the day; it is delivered on the next day.
  const end = length === 'interval' ? start + seconds : Math.min(start + seconds, dayEnd - 1)
  const ports = { clientPort: port(numbers), natPort: port(numbers) }
  const traffic =
    length === undefined
      ? sizes(participants, end - start, numbers)
      : { uploadBytes: 60 * (1 + numbers.below(3)), downloadBytes: 40 * (1 + numbers.below(3)) }
  return { kind, start, end, key, ...ports, ...traffic, ...participants }
}

function natTraffic(random: Random, gateways: readonly Gateway[]): Participants {
  const host = client(random)
  // Route tables change during the day: sometimes a client uses its second gateway.
  const usual = network.NAT_CLIENTS.indexOf(host) % gateways.length
  const gateway = gateways[(usual + (random.below(5) === 0 ? 1 : 0)) % gateways.length]!
  const ends = endsOf(gateway, { host, farEnd: destination(random) }, random)
  return throughNat(ends.host, gateway, ends.farEnd, random)
}

interface Ends {
  readonly host: Host
  readonly farEnd: string
}

/** The ends of a conversation through a gateway: `usual`, or some of the gateway's own network. */
export function endsOf({ network }: Gateway, usual: Ends, random: Random): Ends {
  if (!network) return usual
  return { host: random.pick(network.clients), farEnd: random.pick(network.farEnds) }
}

export function throughNat(
  host: Host,
  gateway: Gateway,
  publicAddress: string,
  random: Random,
): Participants {
  const [protocol, serverPort] = random.pick(APPLICATIONS)
  return {
    legs: legs.throughNat(host, gateway, publicAddress, random.pick(gateway.translated)),
    nat: { gateway, privateAddress: host.address, publicAddress },
    protocol,
    serverPort,
    service: serviceOf(publicAddress),
  }
}

/** Protocol and port of traffic through a NAT gateway. */
const APPLICATIONS = [
  ...Array.from({ length: 24 }, () => [6, 443] as const),
  ...([
    [6, 80],
    [6, 80],
    [6, 22],
    [6, 587],
    [17, 443],
    [17, 443],
    [17, 123],
    [1, 0],
  ] as const),
] as const

function scan(random: Random, gateways: readonly Gateway[]): Participants {
  const gateway = random.pick(gateways)
  const target = random.below(3) === 0 ? itself(gateway) : random.pick(visitors)
  const dst = target.via === gateway ? random.pick(gateway.translated) : target.address
  return {
    legs: legs.refusedFromOutside(target.via, random.pick(STRANGERS), dst),
    serverPort: random.pick([22, 23, 80, 445, 1433, 3389, 5900, 8080, 9200]),
    openedBy: 'download',
  }
}

function silence(random: Random, gateways: readonly Gateway[]): Participants {
  const observers = random.below(3) === 0 ? gateways : network.INTERFACES
  return { legs: legs.silence(random.pick(observers)) }
}

function client(random: Random): Host {
  return pickByRank(network.NAT_CLIENTS, CLIENT_SUMS, random)
}

function destination(random: Random): string {
  return pickByRank(DESTINATIONS, DESTINATION_SUMS, random)
}

function betweenTwo(random: Random, hosts: readonly Host[]): readonly Leg[] {
  const client = random.pick(hosts)
  // Traffic between pods of one node does not pass its interface.
  return legs.insideVpc(client, random.pick(hosts.filter(({ via }) => via !== client.via)))
}

function port(random: Random): number {
  return 1024 + random.below(64_000)
}

/** Seconds: mostly below a minute, sometimes minutes, rarely hours; by the index, so that a small sample has all lengths. */
function duration(index: number, random: Random): number {
  const rank = (index * 0.618_033_988_75 + 0.2) % 1
  if (rank < 0.7) return random.below(45)
  if (rank < 0.94) return 60 + random.below(180)
  if (rank < 0.994) return 300 + random.below(1500)
  return 3600 + random.below(7200)
}

const MAX_BYTES = 1_000_000_000

function sizes({ service = '-', protocol = 6 }: Participants, seconds: number, random: Random) {
  const [up, down] =
    protocol === 1 || protocol === 58
      ? [2_000, 2_000]
      : service === 'S3'
        ? [8_000_000, 24_000_000]
        : [400_000, 4_000_000]
  // Every interval has at least one packet, at any phase.
  const min = MIN_BYTES * (Math.floor(seconds / 60) + 2)
  const bytes = (median: number) =>
    Math.max(min, Math.min(MAX_BYTES, Math.floor(random.around(median, 3))))
  return { uploadBytes: bytes(up), downloadBytes: bytes(down) }
}
