import type { Notice } from '../lib/engines/engine'
import { humanBytes } from '../lib/human-bytes'
import { listText } from '../lib/list-text'

/** Bytes of one gateway between a client and a far end. */
export interface Addresses {
  readonly id: string
  readonly farEnd: string
  readonly client: string
  readonly bytes: number
}

interface LostBytes {
  readonly id: string
  readonly bytes: number
}

/** Says which gateways are guessed; `all` are those that count. */
export function guessNote(guessed: ReadonlySet<string>, all: readonly string[]): readonly Notice[] {
  if (guessed.size === 0) return []
  return note(
    `some records lack \`interface-type\`, so NAT gateways are guessed from addresses: ${listed([...guessed])}; ` +
      'load balancers and transit gateways may be included; ' +
      `for exact figures, remove those from --param natGateways=${all.join(',')}`,
  )
}

/** Says how much is not counted for lack of proof. */
export function unprovenNote(
  lost: readonly LostBytes[],
  all: readonly string[],
): readonly Notice[] {
  if (lost.length === 0) return []
  const ids = idsOf(lost)
  const isRegionalOnly = ids.every((id) => !id.startsWith('eni-'))
  return note(
    `${bytesOf(lost)} of ${listed(ids)} are not counted, since no end or both ends are inside the private ranges; ` +
      (isRegionalOnly
        ? `the clients' own ranges count them: ${INSIDE}`
        : `if these are NAT gateways: --param natGateways=${all.join(',')}`) +
      ' (details: health/not-counted)',
  )
}

/** Says how much of proven gateways is not counted because only the far end is inside. */
export function vetoNote(lost: readonly Omit<Addresses, 'farEnd'>[]): readonly Notice[] {
  if (lost.length === 0) return []
  const clients = [...new Set(lost.map(({ client }) => client))]
  return note(
    `${bytesOf(lost)} of ${listed(idsOf(lost))} are not counted, since only the far end is inside the private ranges; ` +
      `the ranges of the clients (${listed(clients)}) count them: ${INSIDE}, ` +
      'unless the far ends are secondary addresses: --param natAddresses=ADDRESS,ADDRESS (details: health/not-counted)',
  )
}

/** Says which addresses one gateway shows both as client and as far end. */
export function bothEndsNote(traffic: readonly Addresses[]): readonly Notice[] {
  const nameOf = (id: string, address: string) => `${id} ${address}`
  const farEnds = new Set(traffic.map(({ id, farEnd }) => nameOf(id, farEnd)))
  const doubtful = traffic.filter(({ id, client }) => farEnds.has(nameOf(id, client)))
  if (doubtful.length === 0) return []
  const both = [...new Set(doubtful.map(({ client }) => client))]
  const secondary = [...new Set(doubtful.map(({ farEnd }) => farEnd))]
  return note(
    `${listed(both)} ${both.length === 1 ? 'is' : 'are'} both client and far end of ${listed(idsOf(doubtful))}, ` +
      `so ${bytesOf(doubtful)} may count twice; name the gateway's secondary addresses, such as ` +
      `--param natAddresses=${secondary.slice(0, MAX_ADDRESSES).join(',')}, or the VPC's own ranges: ${INSIDE}`,
  )
}

/** Says which ids of `natGateways` the log lacks. */
export function unknownIdsNote(
  unknown: readonly string[],
  gateways: readonly string[],
): readonly Notice[] {
  if (unknown.length === 0) return []
  const there = [...new Set(gateways)]
  return note(
    `${listed(unknown.map((id) => `\`${id}\``))} ${unknown.length === 1 ? 'is' : 'are'} not among the NAT gateways of this log: ` +
      (there.length === 0 ? 'it has none' : listed(there)),
  )
}

const MAX_LISTED = 8
const MAX_ADDRESSES = 50
const INSIDE = '--param inside=RANGE,RANGE'

function listed(names: readonly string[]): string {
  return listText(names, MAX_LISTED)
}

function idsOf(lost: readonly LostBytes[]): readonly string[] {
  return [...new Set(lost.map(({ id }) => id))]
}

function bytesOf(lost: readonly LostBytes[]): string {
  return humanBytes(lost.reduce((sum, { bytes }) => sum + bytes, 0))
}

function note(message: string): readonly Notice[] {
  return [{ kind: 'note', message }]
}
