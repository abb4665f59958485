import { toNat64 } from './nat64'
import * as network from './network'
import { awsId, instance, zonal, type Gateway, type Host, type Subnet } from './network'

// Gateways whose clients or far ends are not a private address and a public one.

const SUBNET: Subnet = { id: 'subnet-0a100000000000e01', azId: 'euc1-az2' }

const numbered = (count: number, of: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => of(index))

/** Clients in a range that overlaps with other networks, and servers of those networks behind the transit gateway. */
export const PRIVATE_GATEWAY: Gateway = {
  ...zonal('eni-0e5f6c2d3e4b5a605', SUBNET, ['10.0.80.220', '10.0.80.221', '10.0.80.222']),
  network: {
    clients: hosts(
      700,
      numbered(6, (index) => `100.64.7.${9 + index}`),
    ),
    farEnds: numbered(20, (index) => `10.200.1.${1 + index}`),
    exit: network.TRANSIT_GATEWAY,
  },
}

/** A VPC with a block of public addresses, which its instances and the gateway's interface have. */
export const PUBLIC_RANGE_GATEWAY: Gateway = {
  ...zonal('eni-0f6f6c2d3e4b5a606', SUBNET, ['192.0.2.65', '192.0.2.66', '192.0.2.67']),
  network: {
    clients: hosts(
      710,
      numbered(6, (index) => `192.0.2.${70 + index}`),
    ),
    farEnds: numbered(40, (index) => `203.0.113.${10 + index}`),
  },
}

/** The public block of {@link PUBLIC_RANGE_GATEWAY}'s VPC. */
export const PUBLIC_RANGE = '192.0.2.64/26'

/** Clients with IPv6 only. AWS does not document `dstaddr` of their records, so the two gateways show both forms. */
export const NAT64_GATEWAYS: readonly Gateway[] = [
  nat64('eni-0a7f6c2d3e4b5a607', 720, ['10.0.81.220', '10.0.81.221'], false),
  nat64('eni-0b8f6c2d3e4b5a608', 730, ['10.0.82.220'], true),
]

function nat64(
  interfaceId: string,
  number: number,
  translated: readonly string[],
  showsFarEnd: boolean,
): Gateway {
  const addresses = numbered(4, (index) => `2001:db8:1234:c1::${(number + index).toString(16)}`)
  return {
    ...zonal(interfaceId, SUBNET, translated),
    network: {
      clients: hosts(number, addresses),
      farEnds: numbered(30, (index) => toNat64(`203.0.113.${100 + index}`)),
      showsFarEnd,
    },
  }
}

function hosts(number: number, addresses: readonly string[]): readonly Host[] {
  return addresses.map((address, index) => {
    const via = instance(number + index, address, SUBNET, { 'instance-tag': awsId('host', number) })
    return { address, via }
  })
}
