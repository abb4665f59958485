import { closest } from '../closest'
import { formatCidr, parseCidr } from '../flow-log/cidr'
import { warning } from './messages'
import type { LiteralValue, Value } from './plan'
import { isPending, report, type ResolveState } from './resolving'
import type { Span } from './syntax'

/** All values of some fields; each can also be `-`. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  action: ['ACCEPT', 'REJECT'],
  logStatus: ['OK', 'NODATA', 'SKIPDATA'],
  flowDirection: ['ingress', 'egress'],
  type: ['IPv4', 'IPv6', 'EFA'],
}

/** Warns about a text that the value never equals: a block of addresses, or another spelling. */
export function warnAboutText(
  state: ResolveState,
  value: Value,
  name: string,
  literal: LiteralValue,
  span: Span,
): void {
  if (literal.type !== 'text' || isPending(literal) || value.kind === 'literal') return
  const cidr = literal.value.includes('/') ? parseCidr(literal.value) : undefined
  if (cidr) {
    const right = `isIpv${cidr.version}InSubnet(${name}, "${formatCidr(cidr)}")`
    report(state, warning('cidr-as-text', span, literal.value, right))
    return
  }
  const values = value.kind === 'field' ? VALUES[value.name] : undefined
  if (!values || literal.value === '-' || values.includes(literal.value)) return
  const near =
    values.find((each) => each.toLowerCase() === literal.value.toLowerCase()) ??
    closest(literal.value, values)
  report(state, warning('never-a-value', span, name, literal.value, near, values))
}
