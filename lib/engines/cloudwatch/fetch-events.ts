import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { FilterLogEventsCommand, type FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs'
import { throwIfAborted, UserError } from '../../errors'
import { replaceFile } from '../../atomic-file'
import { MINUTE_MS } from '../../time'
import type { CallContext } from './calls'
import { logGroupNotFound, type IdentifiedGroup } from './log-groups'

/** Ten minutes of a log group: one file. */
export interface EventSlice {
  /** As it was named. */
  readonly logGroup: string
  readonly from: Date
  readonly to: Date
  /** Below the folder: `123456789012_eu-west-1_%2Fvpc%2Fflow-logs/2026/03/14/10/1020.gz`; the folders name the hour. */
  readonly path: string
}

/** The outcome of a slice; `empty` writes no file, and is fetched again. */
export interface FetchedSlice {
  readonly outcome: 'fetched' | 'present' | 'empty'
  readonly events: number
}

/** Files are whole slices, so that overlapping ranges fetch each record once. */
const SLICE_MS = 10 * MINUTE_MS

/** Whole slices that hold a range. */
export function slicesOf(
  { identifier: logGroup, arn }: IdentifiedGroup,
  { from, to }: { readonly from: Date; readonly to: Date },
): readonly EventSlice[] {
  const slices: EventSlice[] = []
  for (
    let time = Math.floor(from.getTime() / SLICE_MS) * SLICE_MS;
    time < to.getTime();
    time += SLICE_MS
  ) {
    const [date = '', clock = ''] = new Date(time).toISOString().split('T')
    const [hour = '', minute = ''] = clock.split(':')
    slices.push({
      logGroup,
      from: new Date(time),
      to: new Date(time + SLICE_MS),
      path: [folderOf(arn), ...date.split('-'), hour, `${hour}${minute}.gz`].join('/'),
    })
  }
  return slices
}

/** One folder for a log group, by its name or its ARN: in two folders its records would count twice. */
function folderOf(arn: string): string {
  const [, , , region = '', accountId = '', , name = ''] = arn.split(':')
  return [accountId, region, encodeURIComponent(name)].join('_')
}

/**
 * Fetches the events of a slice into a file in the format of CloudWatch Logs exports, whole or not at all.
 *
 * @param onShare called after each page with the share that is fetched, 0 to 1.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
export async function fetchSlice(
  slice: EventSlice,
  folder: string,
  latenessSeconds: number,
  context: CallContext,
  onShare: (share: number) => void = () => undefined,
): Promise<FetchedSlice> {
  if (await isFetched(slice, folder, latenessSeconds)) return { outcome: 'present', events: 0 }

  const path = fileOf(slice, folder)
  const started = context.waiting.clock.now()
  let events = 0
  const lines = async function* () {
    for await (const page of eventPages(slice, context)) {
      events += page.length
      if (page.length === 0) continue
      onShare(shareOf(slice, page.at(-1)!))
      yield page.map(lineOf).join('')
    }
  }
  const isWritten = await replaceFile(path, async (part) => {
    await pipeline(Readable.from(lines()), createGzip({ level: 5 }), createWriteStream(part))
    if (events > 0) await storeFetchTime(part, started)
    return events > 0
  })
  return { outcome: isWritten ? 'fetched' : 'empty', events }
}

/** Whether a slice was fetched after the last of its records could be delivered. */
export async function isFetched(
  slice: EventSlice,
  folder: string,
  latenessSeconds: number,
): Promise<boolean> {
  const complete = slice.to.getTime() + latenessSeconds * 1000
  return (await fetchedAt(fileOf(slice, folder))) >= complete
}

/** The file of a slice in a folder that `--path` reads. */
export function fileOf({ path }: EventSlice, folder: string): string {
  return join(folder, ...path.split('/'))
}

/** All pages of a slice; a page can be empty and yet have a next. */
async function* eventPages(
  { logGroup, from, to }: EventSlice,
  { clients, calls, waiting }: CallContext,
): AsyncGenerator<readonly FilteredLogEvent[]> {
  let token: string | undefined
  for (;;) {
    throwIfAborted(waiting.signal)
    const command = new FilterLogEventsCommand({
      logGroupIdentifier: logGroup,
      startTime: from.getTime(),
      // The manual contradicts itself on whether the end is inclusive: events outside are filtered below.
      endTime: to.getTime(),
      ...(token === undefined ? {} : { nextToken: token }),
    })
    const { events = [], nextToken } = await calls(
      (options) => clients.logs.send(command, options),
      waiting,
    ).catch(async (error: Error) => {
      throw error.name === 'ResourceNotFoundException'
        ? await logGroupNotFound(logGroup, clients, error)
        : error
    })
    yield events.filter(
      ({ timestamp = 0 }) => timestamp >= from.getTime() && timestamp < to.getTime(),
    )
    if (nextToken === undefined) return
    if (nextToken === token) {
      throw new UserError(
        `log group \`${logGroup}\`: CloudWatch returns the same page again and again`,
      )
    }
    token = nextToken
  }
}

/** The share of a slice, 0 to 1, before an event: events come in the order of their time. */
function shareOf({ from, to }: EventSlice, { timestamp = 0 }: FilteredLogEvent): number {
  return (timestamp - from.getTime()) / (to.getTime() - from.getTime())
}

function lineOf({ timestamp = 0, message = '' }: FilteredLogEvent): string {
  return `${new Date(timestamp).toISOString()} ${message.trim().replace(/\s*[\r\n]\s*/g, ' ')}\n`
}

/** Offset of the time in a gzip header, in epoch seconds (RFC 1952); a copy of the file keeps it. */
const GZIP_TIME_OFFSET = 4

async function storeFetchTime(path: string, milliseconds: number): Promise<void> {
  const file = await open(path, 'r+')
  try {
    const time = Buffer.alloc(4)
    time.writeUInt32LE(Math.floor(milliseconds / 1000))
    await file.write(time, 0, 4, GZIP_TIME_OFFSET)
  } finally {
    await file.close()
  }
}

/** Epoch milliseconds; minus infinity for a file that is missing. */
async function fetchedAt(path: string): Promise<number> {
  const file = await open(path, 'r').catch(() => undefined)
  if (!file) return -Infinity
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, GZIP_TIME_OFFSET)
    return bytesRead === 4 ? buffer.readUInt32LE() * 1000 : -Infinity
  } finally {
    await file.close()
  }
}
