import type { Field, FieldToken } from '../flow-log/fields'
import { formatVersion, type Format } from '../flow-log/format'
import { isSilent, type Conversation } from './conversations'
import type { Window } from './cut'
import { serviceOf } from './destinations'
import type { Leg } from './legs'
import { ACCOUNT, REGION, VPC, type Observer } from './network'

/** Gives the function that renders the record of a leg's n-th window, without a line end. */
export type Renderer = (
  conversation: Conversation,
  leg: Leg,
  windows: readonly Window[],
) => (index: number) => string

type OfFlow = (conversation: Conversation, leg: Leg) => string

const TCP = 6
const ICMP = [1, 58]
const [FIN, SYN, RST, SYN_ACK] = [1, 2, 4, 18]

/** What the records of one observer have in common, whatever they are about. */
const OF_OBSERVER: Readonly<Partial<Record<FieldToken, (at: Observer) => string>>> = {
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

/** What the records of one leg have in common; `-` in a line without traffic, but for the log status. */
const OF_FLOW: Readonly<Partial<Record<FieldToken, OfFlow>>> = {
  srcaddr: (_, leg) => leg.src,
  dstaddr: (_, leg) => leg.dst,
  srcport: (conversation, leg) => portOf(conversation, leg, 'source'),
  dstport: (conversation, leg) => portOf(conversation, leg, 'destination'),
  protocol: ({ protocol = TCP }) => `${protocol}`,
  action: ({ kind }) => (kind === 'scan' || kind === 'refused' ? 'REJECT' : 'ACCEPT'),
  'log-status': ({ kind }) =>
    kind === 'noData' ? 'NODATA' : kind === 'skipData' ? 'SKIPDATA' : 'OK',
  type: (_, leg) => (leg.src.includes(':') ? 'IPv6' : 'IPv4'),
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

/** What changes from window to window; its place here stands for it in a line. */
const OF_WINDOW: readonly FieldToken[] = ['packets', 'bytes', 'start', 'end', 'tcp-flags']
const START = OF_WINDOW.indexOf('start')
const END = OF_WINDOW.indexOf('end')

/** Fills a line in three steps, so that no field is looked at more often than it changes. */
export function rendererOf(format: Format): Renderer {
  const version = `${formatVersion(format)}`
  const observed = new Map<number, readonly (string | number | OfFlow)[]>()

  return (conversation, leg, windows) => {
    const { at } = leg
    const parts = observed.get(at.key) ?? joined(format.map((field) => partOf(field, at, version)))
    observed.set(at.key, parts)

    const silent = isSilent(conversation)
    const ofFlow = (part: string | number | OfFlow) => {
      if (typeof part === 'string') return part
      if (typeof part === 'number') return silent && part !== START && part !== END ? '-' : part
      return silent && part !== OF_FLOW['log-status'] ? '-' : part(conversation, leg)
    }
    const pieces: (string | number | undefined)[] = [...merged(parts.map(ofFlow))]
    const places = pieces.flatMap((piece, at) =>
      typeof piece === 'number' ? [{ at, of: piece }] : [],
    )
    const flagsOf = tcpFlags(conversation, leg, windows.length - 1)
    return (index) => {
      const { packets, bytes, start, end } = windows[index]!
      // Translated packets may leave in fragments, so the legs of one half need not agree to the byte.
      const fragments = leg.translated ? packets % 3 : 0
      const values = [packets + fragments, bytes + 20 * fragments, start, end, flagsOf(index)]
      // Joining makes a flat string; adding would make a tree of all pieces.
      for (const { at, of } of places) pieces[at] = values[of]
      return pieces.join('')
    }
  }
}

function partOf({ token }: Field, at: Observer, version: string): string | number | OfFlow {
  if (token === 'version') return version
  const name = token as FieldToken
  const place = OF_WINDOW.indexOf(name)
  return place >= 0 ? place : (OF_FLOW[name] ?? OF_OBSERVER[name]?.(at) ?? at.extra[name] ?? '-')
}

/** The parts of a line with spaces between them, neighbouring texts made one. */
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
  const { kind, protocol = TCP, begun = 'upload', key } = conversation
  if (protocol !== TCP) return () => 0

  const opening = leg.half === begun ? SYN : SYN_ACK
  const isRefused = kind === 'scan' || kind === 'refused'
  const closing = isRefused ? 0 : key % 16 === 0 && leg.half === 'download' ? RST : FIN
  return (index) => (index === 0 ? opening : 0) | (index === last ? closing : 0)
}

function portOf(conversation: Conversation, leg: Leg, side: 'source' | 'destination'): string {
  const { protocol = TCP, begun = 'upload', serverPort = 443 } = conversation
  if (ICMP.includes(protocol)) return '0'

  const isClient = (leg.half === begun) === (side === 'source')
  return `${isClient ? (leg.translated ? conversation.natPort : conversation.clientPort) : serverPort}`
}
