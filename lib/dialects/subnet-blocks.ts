import { parseCidr, type Cidr } from '../flow-log/cidr'
import type { Ipv4Block } from './ipv4-pattern'

/** The blocks by address family: each has its own test. */
export function subnetBlocks(cidrs: readonly string[]): {
  readonly ipv4: readonly Ipv4Block[]
  readonly ipv6: readonly Cidr[]
} {
  const blocks = cidrs.map((text) => {
    const block = parseCidr(text)
    if (!block) throw new Error(`${text} is not a CIDR block`)
    return block
  })
  return {
    ipv4: blocks
      .filter(({ version }) => version === 4)
      .map(({ base, prefix }) => ({ base: Number(base), prefix })),
    ipv6: blocks.filter(({ version }) => version === 6),
  }
}

/** The first and the last address of an IPv6 block as 32 hexadecimal digits each. */
export function ipv6Bounds({ base, prefix }: Cidr): readonly [low: string, high: string] {
  const size = 1n << BigInt(128 - prefix)
  const digits = (value: bigint) => value.toString(16).padStart(32, '0')
  return [digits(base), digits(base + size - 1n)]
}
