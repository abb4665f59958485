import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { FilterLogEventsCommand, type FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs'
import { throwIfAborted, UserError } from '../../errors'
import { replaceFile } from '../../atomic-file'
import type { Asking } from './calls'
import { missing, type IdentifiedGroup } from './log-groups'

/** Ten minutes of a log group, which become one file. */
export interface EventSlice {
  /** As it was named. */
  readonly logGroup: string
  readonly from: Date
  readonly to: Date
  /** Below the folder: `123456789012_eu-west-1_%2Fvpc%2Fflow-logs/2026/03/14/10/1020.gz`; names of folders tell readers the hour. */
  readonly path: string
}

/** What became of a slice; `empty` leaves no file, and is asked for again. */
export interface FetchedSlice {
  readonly outcome: 'fetched' | 'present' | 'empty'
  readonly events: number
}

/** Files are whole slices, so that ranges which overlap bring no record twice. */
const SLICE = 600_000

/** Whole slices that hold a range. */
export function slicesOf(
  { identifier: logGroup, arn }: IdentifiedGroup,
  { from, to }: { readonly from: Date; readonly to: Date },
): readonly EventSlice[] {
  const slices: EventSlice[] = []
  for (let time = Math.floor(from.getTime() / SLICE) * SLICE; time < to.getTime(); time += SLICE) {
    const [date = '', clock = ''] = new Date(time).toISOString().split('T')
    const [hour = '', minute = ''] = clock.split(':')
    slices.push({
      logGroup,
      from: new Date(time),
      to: new Date(time + SLICE),
      path: [folderOf(arn), ...date.split('-'), hour, `${hour}${minute}.gz`].join('/'),
    })
  }
  return slices
}

/** One folder for a log group, however it is named: two would have each of its records counted twice. */
function folderOf(arn: string): string {
  const [, , , region = '', accountId = '', , name = ''] = arn.split(':')
  return [accountId, region, encodeURIComponent(name)].join('_')
}

/**
 * Brings the events of a slice into a file of the form in which CloudWatch Logs exports them, whole or not at all.
 *
 * @param onShare told the share that has come, 0 to 1, page by page.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export async function fetchSlice(
  slice: EventSlice,
  folder: string,
  latenessSeconds: number,
  asking: Asking,
  onShare: (share: number) => void = () => undefined,
): Promise<FetchedSlice> {
  if (await isFetched(slice, folder, latenessSeconds)) return { outcome: 'present', events: 0 }

  const path = fileOf(slice, folder)
  const asked = asking.waiting.clock.now()
  let events = 0
  const lines = async function* () {
    for await (const page of eventPages(slice, asking)) {
      events += page.length
      if (page.length === 0) continue
      onShare(shareOf(slice, page.at(-1)!))
      yield page.map(lineOf).join('')
    }
  }
  const isWritten = await replaceFile(path, async (part) => {
    await pipeline(Readable.from(lines()), createGzip({ level: 5 }), createWriteStream(part))
    if (events > 0) await noteFetched(part, asked)
    return events > 0
  })
  return { outcome: isWritten ? 'fetched' : 'empty', events }
}

/** Whether a slice was fetched after the last of its records could have come. */
export async function isFetched(
  slice: EventSlice,
  folder: string,
  latenessSeconds: number,
): Promise<boolean> {
  const complete = slice.to.getTime() + latenessSeconds * 1000
  return (await fetchedAt(fileOf(slice, folder))) >= complete
}

/** Where a slice lies in a folder that `--path` reads. */
export function fileOf({ path }: EventSlice, folder: string): string {
  return join(folder, ...path.split('/'))
}

/** All pages of a slice; a page can be empty and yet have a next. */
async function* eventPages(
  { logGroup, from, to }: EventSlice,
  { clients, calls, waiting }: Asking,
): AsyncGenerator<readonly FilteredLogEvent[]> {
  let token: string | undefined
  for (;;) {
    throwIfAborted(waiting.signal)
    const command = new FilterLogEventsCommand({
      logGroupIdentifier: logGroup,
      startTime: from.getTime(),
      // Whether the end belongs to it is told in two ways: what is outside is left out here.
      endTime: to.getTime(),
      ...(token === undefined ? {} : { nextToken: token }),
    })
    const { events = [], nextToken } = await calls(
      (options) => clients.logs.send(command, options),
      waiting,
    ).catch(async (error: Error) => {
      throw error.name === 'ResourceNotFoundException'
        ? await missing(logGroup, clients, error)
        : error
    })
    yield events.filter(
      ({ timestamp = 0 }) => timestamp >= from.getTime() && timestamp < to.getTime(),
    )
    if (nextToken === undefined) return
    if (nextToken === token) {
      throw new UserError(`log group \`${logGroup}\`: CloudWatch gives the same page for ever`)
    }
    token = nextToken
  }
}

/** How far a slice has come, 0 to 1, as events come in the order of their time. */
function shareOf({ from, to }: EventSlice, { timestamp = 0 }: FilteredLogEvent): number {
  return (timestamp - from.getTime()) / (to.getTime() - from.getTime())
}

function lineOf({ timestamp = 0, message = '' }: FilteredLogEvent): string {
  return `${new Date(timestamp).toISOString()} ${message.trim().replace(/\s*[\r\n]\s*/g, ' ')}\n`
}

/** Where a gzip stream holds a time, in epoch seconds (RFC 1952): of all places the one that a copy keeps. */
const GZIP_TIME = 4

async function noteFetched(path: string, milliseconds: number): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const time = Buffer.alloc(4)
    time.writeUInt32LE(Math.floor(milliseconds / 1000))
    await file.write(time, 0, 4, GZIP_TIME)
  } finally {
    await file.close()
  }
}

/** Epoch milliseconds; minus infinity for what is not there. */
async function fetchedAt(path: string): Promise<number> {
  const file = await open(path, 'r').catch(() => undefined)
  if (!file) return -Infinity
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, GZIP_TIME)
    return bytesRead === 4 ? buffer.readUInt32LE() * 1000 : -Infinity
  } finally {
    await file.close()
  }
}
