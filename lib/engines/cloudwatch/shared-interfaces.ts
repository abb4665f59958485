import { DescribeLogStreamsCommand, type LogStream } from '@aws-sdk/client-cloudwatch-logs'
import { InterruptedError } from '../../errors'
import { listText } from '../../list-text'
import type { Notice } from '../engine'
import { damage, note } from '../notices'
import type { CallContext } from './calls'
import type { DescribedGroup } from './log-groups'
import type { QueryWindow } from './query-window'

/** The log groups that are compared, of up to 50. */
const MAX_COMPARED = 10
/** CloudWatch's largest page. */
const PAGE_SIZE = 50
/** How much older than a stream's newest record its description can be. */
const STALE_SECONDS = 3600

/** `eni-0a1b-all`: the stream of an interface, and the traffic that its flow log records. */
const STREAM = /^(eni-[0-9a-f]+)-(all|accept|reject)$/

interface Stream {
  readonly interfaceId: string
  readonly traffic: string
}

/**
 * Warns of log groups that hold the same interfaces in the window, since their records are added up. Compares the first streams of
 * each by name, so that it can miss some.
 */
export async function sharedInterfaceNotices(
  groups: readonly DescribedGroup[],
  window: QueryWindow,
  context: CallContext,
): Promise<readonly Notice[]> {
  if (groups.length < 2) return []
  const streams: (readonly Stream[])[] = []
  for (const group of groups.slice(0, MAX_COMPARED)) {
    try {
      streams.push(await streamsOf(group, window, context))
    } catch (error) {
      if (!(error instanceof Error) || error instanceof InterruptedError) throw error
      return [unlisted(error.name)]
    }
  }
  return groups.flatMap(({ name }, first) =>
    groups.slice(first + 1).flatMap((other, index) => {
      const shared = sharedBy(streams[first] ?? [], streams[first + 1 + index] ?? [])
      return shared.length === 0 ? [] : [sharing(name, other.name, shared)]
    }),
  )
}

async function streamsOf(
  { identifier }: DescribedGroup,
  window: QueryWindow,
  { clients: { logs }, calls, waiting }: CallContext,
): Promise<readonly Stream[]> {
  const command = new DescribeLogStreamsCommand({
    logGroupIdentifier: identifier,
    limit: PAGE_SIZE,
  })
  const { logStreams = [] } = await calls((options) => logs.send(command, options), waiting)
  return logStreams
    .filter((stream) => canHold(stream, window))
    .flatMap(({ logStreamName = '' }) => {
      const [, interfaceId, traffic] = STREAM.exec(logStreamName) ?? []
      return interfaceId && traffic ? { interfaceId, traffic } : []
    })
}

function canHold(
  { firstEventTimestamp = 0, lastEventTimestamp = Infinity }: LogStream,
  { startTime, endTime }: QueryWindow,
): boolean {
  const isOver = lastEventTimestamp / 1000 < startTime - STALE_SECONDS
  return !isOver && firstEventTimestamp / 1000 <= endTime
}

/** The interfaces whose records are in both; accepted and rejected traffic complement each other. */
function sharedBy(one: readonly Stream[], other: readonly Stream[]): readonly string[] {
  const isSame = (a: Stream, b: Stream) =>
    a.interfaceId === b.interfaceId &&
    (a.traffic === b.traffic || a.traffic === 'all' || b.traffic === 'all')
  const shared = one.filter((stream) => other.some((each) => isSame(stream, each)))
  return [...new Set(shared.map(({ interfaceId }) => interfaceId))]
}

const MAX_LISTED = 3

function sharing(one: string, other: string, interfaces: readonly string[]): Notice {
  return damage(
    `log groups \`${one}\` and \`${other}\` both have records of ${listText(interfaces, MAX_LISTED)}: ` +
      'their traffic counts twice; query only one of them with --log-group',
  )
}

function unlisted(reason: string): Notice {
  return note(
    `the streams of the log groups are not compared (${reason}): ` +
      'where two have records of one interface, its traffic counts twice',
  )
}
