import { isIPv4, isIPv6 } from 'node:net'

/** Whether an address lies in a block (`10.0.0.0/8`, `2001:db8::/32`); never for what is no address of the block's family. */
export function isInBlock(address: string, block: string): boolean {
  const [base = '', prefix = ''] = block.split('/')
  const [own, other] = [bitsOf(base), bitsOf(address)]
  if (own === undefined) throw new Error(`${block} is no block`)
  return own.length === other?.length && other.startsWith(own.slice(0, Number(prefix)))
}

const MAPPED = /^::ffff:([0-9.]+)$/i

/** The 32 or 128 bits of an address; undefined for what is none. */
function bitsOf(address: string): string | undefined {
  if (isIPv4(address)) return address.split('.').map((octet) => bits(Number(octet), 8)).join('') // prettier-ignore
  const mapped = MAPPED.exec(address)?.[1]
  if (mapped !== undefined) return `${'0'.repeat(80)}${'1'.repeat(16)}${bitsOf(mapped)}`
  if (!isIPv6(address) || /[%.]/.test(address)) return undefined

  const [head = '', tail] = address.split('::')
  const groups = (part: string) => (part === '' ? [] : part.split(':'))
  const after = groups(tail ?? '')
  const zeros = Array<string>(8 - groups(head).length - after.length).fill('0')
  return [...groups(head), ...zeros, ...after].map((group) => bits(parseInt(group, 16), 16)).join('') // prettier-ignore
}

const bits = (value: number, width: number): string => value.toString(2).padStart(width, '0')

/** An IPv4 address as the number that its 32 bits are; null for what is none. */
export function addressNumber(address: string): bigint | null {
  return isIPv4(address) ? BigInt(`0b${bitsOf(address)}`) : null
}

export const isAddress = {
  isValidIp: (text: string) => isIPv4(text) || isPlainIpv6(text),
  isValidIpV4: (text: string) => isIPv4(text),
  isValidIpV6: (text: string) => isPlainIpv6(text),
}

function isPlainIpv6(text: string): boolean {
  return isIPv6(text) && (!/[%.]/.test(text) || MAPPED.test(text))
}
