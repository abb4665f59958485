import type { Field, FieldToken } from '../flow-log/fields'
import { formatVersion, type Format } from '../flow-log/format'
import { isSilent, type Conversation } from './conversations'
import type { IntervalCount } from './cut'
import { serviceOf } from './destinations'
import type { Leg } from './legs'
import { ACCOUNT, REGION, VPC, type Observer } from './network'

/** Returns the function that renders the record of a leg's n-th interval, without a line end. */
export type Renderer = (
  conversation: Conversation,
  leg: Leg,
  intervals: readonly IntervalCount[],
) => (index: number) => string

type FlowField = (conversation: Conversation, leg: Leg) => string

const TCP = 6
const ICMP = [1, 58]
const [FIN, SYN, RST, SYN_ACK] = [1, 2, 4, 18]

/** The fields that are equal in all records of an observer. */
const OBSERVER_FIELDS: Readonly<Partial<Record<FieldToken, (at: Observer) => string>>> = {
  'account-id': () => ACCOUNT,
  'interface-id': (at) => at.interfaceId,
  'vpc-id': () => VPC,
  'subnet-id': (at) => at.subnet.id,
  'instance-id': (at) => at.instanceId,
  region: () => REGION,
  'az-id': (at) => at.subnet.azId,
  'resource-id': (at) => at.resourceId,
  'interface-type': (at) => at.interfaceType,
}

/** The fields that are equal in all records of a leg; a line without traffic has only the log status. */
const FLOW_FIELDS: Readonly<Partial<Record<FieldToken, FlowField>>> = {
  srcaddr: (_, leg) => leg.src,
  dstaddr: (_, leg) => leg.dst,
  srcport: (conversation, leg) => portOf(conversation, leg, 'source'),
  dstport: (conversation, leg) => portOf(conversation, leg, 'destination'),
  protocol: ({ protocol = TCP }) => `${protocol}`,
  action: ({ kind }) => (kind === 'scan' || kind === 'refused' ? 'REJECT' : 'ACCEPT'),
  'log-status': ({ kind }) =>
    kind === 'noData' ? 'NODATA' : kind === 'skipData' ? 'SKIPDATA' : 'OK',
  type: (_, leg) => (leg.pktSrc.includes(':') ? 'IPv6' : 'IPv4'),
  'pkt-srcaddr': (_, leg) => leg.pktSrc,
  'pkt-dstaddr': (_, leg) => leg.pktDst,
  'pkt-src-aws-service': (_, leg) => serviceOf(leg.pktSrc),
  'pkt-dst-aws-service': (_, leg) => serviceOf(leg.pktDst),
  'flow-direction': (_, leg) => leg.direction,
  'traffic-path': (_, leg) => leg.path,
  'next-hop-interface-id': (_, { hop }) => hop?.interfaceId ?? '-',
  'next-hop-subnet-id': (_, { hop }) => hop?.subnet.id ?? '-',
  'next-hop-az-id': (_, { hop }) => hop?.subnet.azId ?? '-',
  'next-hop-vpc-id': (_, { hop }) => (hop ? VPC : '-'),
  'next-hop-interface-type': (_, { hop }) => hop?.interfaceType ?? '-',
}

/** The fields that differ between intervals; in a line their index here stands for them. */
const INTERVAL_TOKENS: readonly FieldToken[] = ['packets', 'bytes', 'start', 'end', 'tcp-flags']
const START = INTERVAL_TOKENS.indexOf('start')
const END = INTERVAL_TOKENS.indexOf('end')

/** Fills a line in three steps, so that a field is computed only where it changes. */
export function rendererOf(format: Format): Renderer {
  const version = `${formatVersion(format)}`
  const observed = new Map<number, readonly (string | number | FlowField)[]>()

  return (conversation, leg, intervals) => {
    const { at } = leg
    const parts = observed.get(at.key) ?? joined(format.map((field) => partOf(field, at, version)))
    observed.set(at.key, parts)

    const silent = isSilent(conversation)
    const ofFlow = (part: string | number | FlowField) => {
      if (typeof part === 'string') return part
      if (typeof part === 'number') return silent && part !== START && part !== END ? '-' : part
      return silent && part !== FLOW_FIELDS['log-status'] ? '-' : part(conversation, leg)
    }
    const pieces: (string | number | undefined)[] = [...merged(parts.map(ofFlow))]
    const positions = pieces.flatMap((piece, at) =>
      typeof piece === 'number' ? [{ at, of: piece }] : [],
    )
    const flagsOf = tcpFlags(conversation, leg, intervals.length - 1)
    return (index) => {
      const { packets, bytes, start, end } = intervals[index]!
      // Translated packets may leave in fragments, so the legs of one half need not agree to the byte.
      const fragments = leg.translated ? packets % 3 : 0
      const values = [packets + fragments, bytes + 20 * fragments, start, end, flagsOf(index)]
      // Joining makes a flat string; adding would make a tree of all pieces.
      for (const { at, of } of positions) pieces[at] = values[of]
      return pieces.join('')
    }
  }
}

function partOf({ token }: Field, at: Observer, version: string): string | number | FlowField {
  if (token === 'version') return version
  const name = token as FieldToken
  const index = INTERVAL_TOKENS.indexOf(name)
  return index >= 0
    ? index
    : (FLOW_FIELDS[name] ?? OBSERVER_FIELDS[name]?.(at) ?? at.extra[name] ?? '-')
}

/** The parts of a line with spaces between them; adjacent texts are merged. */
function joined<T>(fields: readonly (string | T)[]): readonly (string | T)[] {
  return merged(fields.flatMap((field, index) => (index === 0 ? [field] : [' ', field])))
}

function merged<T>(parts: readonly (string | T)[]): readonly (string | T)[] {
  const result: (string | T)[] = []
  let text = ''
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part
    } else {
      if (text !== '') result.push(text)
      text = ''
      result.push(part)
    }
  }
  if (text !== '') result.push(text)
  return result
}

function tcpFlags(conversation: Conversation, leg: Leg, last: number): (index: number) => number {
  const { kind, protocol = TCP, openedBy = 'upload', key } = conversation
  if (protocol !== TCP) return () => 0

  const opening = leg.half === openedBy ? SYN : SYN_ACK
  const isRefused = kind === 'scan' || kind === 'refused'
  const closing = isRefused ? 0 : key % 16 === 0 && leg.half === 'download' ? RST : FIN
  return (index) => (index === 0 ? opening : 0) | (index === last ? closing : 0)
}

function portOf(conversation: Conversation, leg: Leg, side: 'source' | 'destination'): string {
  const { protocol = TCP, openedBy = 'upload', serverPort = 443 } = conversation
  if (ICMP.includes(protocol)) return '0'

  const isClient = (leg.half === openedBy) === (side === 'source')
  return `${isClient ? (leg.translated ? conversation.natPort : conversation.clientPort) : serverPort}`
}
