import type { Random } from './random'

/** Public address ranges of the sample (documentation ranges only) and the AWS service that owns each. */
const RANGES = [
  { prefix: '198.51.100.', first: 1, last: 60, service: 'S3' },
  { prefix: '198.51.100.', first: 65, last: 90, service: 'DYNAMODB' },
  { prefix: '198.51.100.', first: 97, last: 126, service: 'EC2' },
  { prefix: '198.51.100.', first: 129, last: 190, service: 'CLOUDFRONT' },
  { prefix: '198.51.100.', first: 193, last: 254, service: 'AMAZON' },
  { prefix: '203.0.113.', first: 1, last: 254, service: '-' },
  // Elastic addresses of the VPC itself lie in the range of EC2.
  { prefix: '192.0.2.', first: 1, last: 60, service: 'EC2' },
  { prefix: '192.0.2.', first: 129, last: 254, service: '-' },
] as const

type Service = (typeof RANGES)[number]['service']

/** The service of every n-th destination. */
const CYCLE: readonly Service[] = [
  'S3',
  '-',
  'EC2',
  '-',
  'DYNAMODB',
  'S3',
  '-',
  'CLOUDFRONT',
  'AMAZON',
  '-',
]

const PREFIXES = { visited: ['198.51.100.', '203.0.113.'], strangers: ['192.0.2.'] } as const

const SERVICE_OF: ReadonlyMap<string, string> = new Map(
  RANGES.flatMap((range) => addresses(range).map((address) => [address, range.service] as const)),
)

/** Destinations of the VPC's traffic, the most frequent first: the n-th is about 1/n as frequent as the first. */
export const DESTINATIONS: readonly string[] = byRank()

export const S3_ADDRESSES: readonly string[] = ofService('S3')

/** Hosts outside that open connections: visitors and port scanners. */
export const STRANGERS: readonly string[] = RANGES.filter(
  ({ prefix, service }) =>
    (PREFIXES.strangers as readonly string[]).includes(prefix) && service === '-',
).flatMap(addresses)

/** The AWS service whose range holds a public address, as pkt-dst-aws-service writes it; `-` for any other address. */
export function serviceOf(address: string): string {
  return SERVICE_OF.get(address) ?? '-'
}

/** The shares 1, 1/2, 1/3, … of `count` things, added up. */
export function zipf(count: number): readonly number[] {
  let sum = 0
  return Array.from({ length: count }, (_, rank) => (sum += 1 / (rank + 1)))
}

/** Picks by the shares that {@link zipf} added up. */
export function pickByRank<T>(items: readonly T[], sums: readonly number[], random: Random): T {
  const wanted = random.share() * sums[items.length - 1]!
  let low = 0
  let high = items.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (sums[middle]! > wanted) high = middle
    else low = middle + 1
  }
  return items[low]!
}

function addresses({ prefix, first, last }: (typeof RANGES)[number]): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `${prefix}${first + index}`)
}

function ofService(service: Service): string[] {
  return RANGES.filter(
    (range) =>
      range.service === service && (PREFIXES.visited as readonly string[]).includes(range.prefix),
  ).flatMap(addresses)
}

function byRank(): string[] {
  const left = new Map(CYCLE.map((service) => [service, ofService(service)]))
  const ranked: string[] = []
  for (let found = true; found;) {
    found = false
    for (const service of CYCLE) {
      const next = left.get(service)!.shift()
      if (next === undefined) continue
      ranked.push(next)
      found = true
    }
  }
  return ranked
}
