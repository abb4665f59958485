import { closest } from '../closest'
import { formatCidr, parseCidr } from '../flow-log/cidr'
import { fieldByName } from '../flow-log/fields'
import { error, warning } from './messages'
import type { LiteralValue, Value } from './plan'
import { isPending, report, type ResolveState } from './resolving'
import type { Expression, Span } from './syntax'

/** All values of some fields; each can also be `-`. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  action: ['ACCEPT', 'REJECT'],
  logStatus: ['OK', 'NODATA', 'SKIPDATA'],
  flowDirection: ['ingress', 'egress'],
  type: ['IPv4', 'IPv6', 'EFA'],
}

/** Other words for these values, in lower case. */
const OTHER_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  action: {
    accepted: 'ACCEPT', allow: 'ACCEPT', allowed: 'ACCEPT',
    rejected: 'REJECT', deny: 'REJECT', denied: 'REJECT', drop: 'REJECT', block: 'REJECT', blocked: 'REJECT',
  },
  flowDirection: { in: 'ingress', inbound: 'ingress', out: 'egress', outbound: 'egress' },
} // prettier-ignore

const PORTS = { ssh: '22', smtp: '25', dns: '53', http: '80', https: '443', mysql: '3306', rdp: '3389', postgres: '5432' } // prettier-ignore

/** Words for the values of fields that hold a number, in lower case. */
const NUMBERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  protocol: { icmp: '1', tcp: '6', udp: '17', gre: '47', esp: '50', icmpv6: '58' },
  srcPort: PORTS,
  dstPort: PORTS,
  tcpFlags: { fin: '1', syn: '2', rst: '4', 'syn-ack': '18' },
}

/** The value of the field that the word means, as a query writes it. */
export function valueFor(value: Value, word: string): string | undefined {
  if (value.kind !== 'field') return undefined
  const key = word.toLowerCase()
  const number = NUMBERS[value.name]?.[key]
  const text = nearValue(value.name, word)
  return number ?? (text && `"${text}"`)
}

/** Whether the expression is a word without quotes that is a value of the field, which it reports. */
export function reportUnquotedValue(
  state: ResolveState,
  expression: Expression,
  field: Value | undefined,
): boolean {
  if (expression.kind !== 'name' || field === undefined) return false
  const { name, span } = expression
  const { scope, named } = state
  if (scope.columns.has(name) || scope.isOpen || named.has(name) || fieldByName(name)) return false
  const right = valueFor(field, name)
  if (right === undefined) return false
  report(state, error('unknown-field', span, name, `write \`${right}\``))
  return true
}

function nearValue(field: string, word: string): string | undefined {
  const key = word.toLowerCase()
  const values = VALUES[field]
  return (
    OTHER_WORDS[field]?.[key] ??
    values?.find((each) => each.toLowerCase() === key) ??
    (values && closest(word, values))
  )
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
  const near = value.kind === 'field' ? nearValue(value.name, literal.value) : undefined
  report(state, warning('never-a-value', span, name, literal.value, near, values))
}
