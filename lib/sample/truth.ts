import { hasField, type Format } from '../flow-log/format'
import type { Conversation } from './conversations'
import type { Gateway } from './network'
import { intervalsOf } from './records'

/** What `truth.json` holds: NAT traffic only, bytes as integers, times in ISO 8601 UTC. */
export interface Truth {
  /** As the records show them; `-` for regional ones in a format without resource-id. */
  readonly natGateways: readonly string[]
  /** The secondary private addresses of zonal gateways. */
  readonly natAddresses: readonly string[]
  /** One for each gateway, private and public address; the most bytes first. */
  readonly conversations: readonly TrueConversation[]
  readonly total: Bytes
  /** A record belongs to the minute it starts in. */
  readonly peakMinute: { readonly start: string; readonly bytes: number }
  readonly spike: {
    readonly start: string
    readonly end: string
    readonly natGateway: string | null
    readonly privateAddress: string
    readonly publicAddress: string
    readonly bytes: number
  }
}

export interface Bytes {
  readonly uploadBytes: number
  readonly downloadBytes: number
}

export interface TrueConversation extends Bytes {
  /** Null for a regional gateway in a format without resource-id. */
  readonly natGateway: string | null
  readonly privateAddress: string
  readonly publicAddress: string
}

/** Sums conversations, not records: a test that compares both covers the whole chain. */
export interface TruthKeeper {
  add(conversation: Conversation): void
  /** The totals of all conversations; `spike` is one of them. */
  summarize(spike: Conversation): Truth
}

export function keepTruth(
  day: { readonly from: number; readonly to: number; readonly gateways: readonly Gateway[] },
  format: Format,
): TruthKeeper {
  const byParties = new Map<
    string,
    { -readonly [K in keyof TrueConversation]: TrueConversation[K] }
  >()
  const minutes = new Float64Array(Math.ceil((day.to - day.from) / 60))

  return {
    add(conversation) {
      const { nat, uploadBytes, downloadBytes } = conversation
      if (!nat) return
      const natGateway = idIn(format, nat.gateway)
      const { privateAddress, publicAddress } = nat
      const name = `${natGateway} ${privateAddress} ${publicAddress}`
      const sum = byParties.get(name)
      if (sum) {
        sum.uploadBytes += uploadBytes
        sum.downloadBytes += downloadBytes
      } else {
        byParties.set(name, {
          natGateway,
          privateAddress,
          publicAddress,
          uploadBytes,
          downloadBytes,
        })
      }
      for (const half of ['upload', 'download'] as const) {
        for (const { start, bytes } of intervalsOf(conversation, half, nat.gateway.phase)) {
          minutes[Math.floor((start - day.from) / 60)]! += bytes
        }
      }
    },

    summarize(spike) {
      const conversations = [...byParties.values()].sort(byTotalThenIds)
      const peak = minutes.reduce((best, bytes, at) => (bytes > minutes[best]! ? at : best), 0)
      const { gateway, privateAddress, publicAddress } = spike.nat!
      return {
        natGateways: [...new Set(day.gateways.map((each) => idIn(format, each) ?? '-'))],
        natAddresses: day.gateways.flatMap(({ kind, translated }) =>
          kind === 'zonal' ? translated.slice(1) : [],
        ),
        conversations,
        total: {
          uploadBytes: conversations.reduce((sum, { uploadBytes }) => sum + uploadBytes, 0),
          downloadBytes: conversations.reduce((sum, { downloadBytes }) => sum + downloadBytes, 0),
        },
        peakMinute: { start: iso(day.from + 60 * peak), bytes: minutes[peak]! },
        spike: {
          start: iso(spike.start),
          end: iso(spike.end),
          natGateway: idIn(format, gateway),
          privateAddress,
          publicAddress,
          bytes: spike.uploadBytes + spike.downloadBytes,
        },
      }
    },
  }
}

function idIn(format: Format, gateway: Gateway): string | null {
  if (gateway.kind === 'zonal') return gateway.interfaceId
  return hasField(format, 'resource-id') ? gateway.resourceId : null
}

function byTotalThenIds(a: TrueConversation, b: TrueConversation): number {
  const bytes = b.uploadBytes + b.downloadBytes - (a.uploadBytes + a.downloadBytes)
  return bytes !== 0 ? bytes : ids(a) < ids(b) ? -1 : 1
}

function ids({ natGateway, privateAddress, publicAddress }: TrueConversation): string {
  return `${natGateway ?? '-'} ${privateAddress} ${publicAddress}`
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
