import { isIPv4, isIPv6 } from 'node:net'

/** A block of addresses: the first address as a number of 32 or 128 bits, and the length of the prefix. */
export interface Cidr {
  readonly version: 4 | 6
  readonly base: bigint
  readonly prefix: number
}

/** A block as it was written: `strict` is false where the address had bits outside of the prefix. */
export interface ParsedCidr extends Cidr {
  readonly strict: boolean
}

/** Reads `10.0.0.0/8`, `2001:db8::/32` or a single address; undefined for anything else. */
export function parseCidr(text: string): ParsedCidr | undefined {
  const match = /^([^/]+)(?:\/(0|[1-9][0-9]{0,2}))?$/.exec(text)
  const address = match && parseAddress(match[1]!)
  if (!match || !address) return undefined

  const bits = address.version === 4 ? 32 : 128
  const prefix = match[2] === undefined ? bits : Number(match[2])
  if (prefix > bits) return undefined
  const host = BigInt(bits - prefix)
  const base = (address.value >> host) << host
  return { version: address.version, base, prefix, strict: base === address.value }
}

/** The block in its usual spelling, from its first address on. */
export function formatCidr({ version, base, prefix }: Cidr): string {
  return `${version === 4 ? formatIpv4(base) : formatIpv6(base)}/${prefix}`
}

function parseAddress(text: string): { version: 4 | 6; value: bigint } | undefined {
  if (isIPv4(text)) return { version: 4, value: ipv4Value(text) }
  if (!isIPv6(text) || text.includes('%')) return undefined

  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  const hexadecimal = dotted
    ? `${dotted[1]}${(ipv4Value(dotted[2]!) >> 16n).toString(16)}:${(ipv4Value(dotted[2]!) & 0xffffn).toString(16)}`
    : text
  const [head = '', tail] = hexadecimal.split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':'))
  const before = groups(head)
  const after = tail === undefined ? [] : groups(tail)
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0')
  const digits = [...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join('')
  return { version: 6, value: BigInt(`0x${digits}`) }
}

function ipv4Value(text: string): bigint {
  return text.split('.').reduce((value, octet) => (value << 8n) | BigInt(octet), 0n)
}

function formatIpv4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.')
}

/** RFC 5952: lower case, the longest run of zero groups (the first of equals, two at least) as `::`. */
function formatIpv6(value: bigint): string {
  const groups = value.toString(16).padStart(32, '0').match(/.{4}/g)!
  const plain = groups.map((group) => group.replace(/^0{1,3}/, '')).join(':')
  const runs = [...plain.matchAll(/(?:^|(?<=:))0(?::0)+(?=:|$)/g)]
  const longest = runs.reduce<RegExpExecArray | undefined>(
    (best, run) => (best && best[0].length >= run[0].length ? best : run),
    undefined,
  )
  if (!longest) return plain
  const before = plain.slice(0, longest.index).replace(/:$/, '')
  const after = plain.slice(longest.index + longest[0].length).replace(/^:/, '')
  return `${before}::${after}`
}
