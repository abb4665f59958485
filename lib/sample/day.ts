import { KINDS, createConversation, endsOf, throughNat } from './conversations'
import type { Conversation, ConversationStart, Kind } from './conversations'
import { S3_ADDRESSES } from './destinations'
import { INSTANCES, NAT_CLIENTS, itself, type Gateway } from './network'
import { mix, random } from './random'

export interface Day {
  /** Unix seconds; `to` is exclusive. */
  readonly from: number
  readonly to: number
  readonly seed: number
  /** Conversations through a NAT gateway; others are added. */
  readonly conversations: number
  readonly gateways: readonly Gateway[]
}

/** The relative traffic of each hour of a day, UTC. */
const HOURS = [3, 2, 2, 2, 2, 3, 4, 6, 8, 10, 11, 11, 10, 11, 12, 12, 11, 10, 8, 7, 6, 5, 4, 4]

/** Returns a function that makes the conversations of a day that start before a time; times must increase. */
export function openDay(day: Day): (before: number) => Generator<Conversation> {
  const spike = spikeOf(day)
  const kinds = (Object.keys(KINDS) as Kind[]).map((kind) => {
    const starts = startsOf(day, kind)
    return { starts, next: starts.next() }
  })
  let isSpikeDue = true

  return function* (before) {
    if (isSpikeDue && spike.start < before) {
      isSpikeDue = false
      yield spike
    }
    for (const kind of kinds) {
      for (
        ;
        kind.next.done !== true && kind.next.value.start < before;
        kind.next = kind.starts.next()
      ) {
        yield createConversation(kind.next.value, {
          seed: day.seed,
          dayEnd: day.to,
          gateways: day.gateways,
        })
      }
    }
  }
}

const SPIKE_SECONDS = 230

/** A failed backup: in four minutes far more bytes than any other conversation. */
export function spikeOf({ from, to, seed, conversations, gateways }: Day): Conversation {
  const key = mix(seed, 0x5b1ce)
  const numbers = random(key)
  const host = itself(INSTANCES[1]!)
  const gateway = gateways[NAT_CLIENTS.findIndex(({ via }) => via === host.via) % gateways.length]!
  const ends = endsOf(gateway, { host, farEnd: S3_ADDRESSES[7]! }, numbers)

  const start = from + Math.floor((to - from) * 0.6) + numbers.below(30)
  const usualBytesPerMinute = (conversations * 40_000_000) / ((to - from) / 60)
  const bytes = Math.floor(Math.max(12e9, 32 * usualBytesPerMinute)) + numbers.below(1_000_000)
  return {
    kind: 'nat',
    start,
    end: start + SPIKE_SECONDS,
    key,
    uploadBytes: bytes,
    downloadBytes: Math.floor(bytes / 50),
    clientPort: 50_000 + numbers.below(9_000),
    natPort: 1024 + numbers.below(9_000),
    ...throughNat(ends.host, gateway, ends.farEnd, numbers),
    protocol: 6,
    serverPort: 443,
  }
}

function* startsOf(day: Day, kind: Kind): Generator<ConversationStart> {
  // The spike is one of the conversations through a NAT gateway.
  const count = Math.max(
    1,
    Math.round(KINDS[kind].share * day.conversations) - (kind === 'nat' ? 1 : 0),
  )
  const hours = Math.round((day.to - day.from) / 3600)
  const total = Array.from({ length: hours }, (_, hour) => HOURS[hour % 24]!).reduce(
    (a, b) => a + b,
  )

  let hour = 0
  let busyBefore = 0
  for (let index = 0; index < count; index++) {
    const busy = ((index + random(day.seed, index).share()) / count) * total
    while (busyBefore + HOURS[hour % 24]! <= busy && hour < hours - 1)
      busyBefore += HOURS[hour++ % 24]!
    const seconds = Math.floor((hour + (busy - busyBefore) / HOURS[hour % 24]!) * 3600)
    yield { kind, index, start: Math.min(day.from + seconds, day.to - 1) }
  }
}
