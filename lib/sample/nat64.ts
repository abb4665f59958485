const PREFIX = '64:ff9b::'

/** The IPv6 address that stands for an IPv4 one: `64:ff9b::cb00:7164`. https://www.rfc-editor.org/rfc/rfc6052 */
export function toNat64(ipv4: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = ipv4.split('.').map(Number)
  return `${PREFIX}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
}

/** The address after translation: the IPv4 address that an IPv6 one stands for, or the address itself. */
export function afterNat64(address: string): string {
  if (!address.startsWith(PREFIX)) return address
  const groups = address.slice(PREFIX.length).split(':')
  const octets = groups.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255])
  return octets.join('.')
}
