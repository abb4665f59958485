import type { Cell, Result, Row } from '../lib/results/result'
import { integerCell, isoTime } from '../lib/results/values'

/** Bytes both ways; exact at any size. */
export interface Traffic {
  readonly upload: bigint
  readonly download: bigint
}

export interface ConversationLine extends Traffic {
  readonly natGateway: Cell
  readonly privateAddress: Cell
  readonly publicAddress: Cell
  readonly awsService: Cell
}

/** Who used the NAT gateways, in short. */
export interface Summary {
  /** Those that moved the most bytes, the most first. */
  readonly top: readonly ConversationLine[]
  /** All that are not at the top. */
  readonly rest: Traffic & { readonly conversations: number }
  readonly total: Traffic
  /** Undefined when nothing went through a NAT gateway. */
  readonly minutes: Minutes | undefined
}

export interface Minutes {
  /** From the first minute with traffic to the end of the last. */
  readonly from: Date
  readonly to: Date
  readonly peak: { readonly start: Date; readonly bytes: bigint }
}

/** Reads `nat/conversations`: the first `count` rows, and the sum of the others. */
export async function readConversations(
  result: Result,
  count: number,
): Promise<Omit<Summary, 'minutes'>> {
  const cell = cellsOf(result)
  const top: ConversationLine[] = []
  const rest = { conversations: 0, upload: 0n, download: 0n }
  for await (const rows of result.batches) {
    for (const row of rows) {
      const line: ConversationLine = {
        natGateway: cell(row, 'natGateway'),
        privateAddress: cell(row, 'privateAddress'),
        publicAddress: cell(row, 'publicAddress'),
        awsService: cell(row, 'awsService'),
        upload: bytes(cell(row, 'uploadBytes')),
        download: bytes(cell(row, 'downloadBytes')),
      }
      if (top.length < count) {
        top.push(line)
      } else {
        rest.conversations++
        rest.upload += line.upload
        rest.download += line.download
      }
    }
  }
  return { top, rest, total: [...top, rest].reduce(added, { upload: 0n, download: 0n }) }
}

/** Reads `nat/peak-minute` with all its rows, the busiest first; undefined when there is none. */
export async function readMinutes(result: Result): Promise<Minutes | undefined> {
  const cell = cellsOf(result)
  let peak: Minutes['peak'] | undefined
  let first = Infinity
  let last = -Infinity
  for await (const rows of result.batches) {
    for (const row of rows) {
      const minute = cell(row, 'minute')
      if (!(minute instanceof Date)) continue
      peak ??= { start: minute, bytes: bytes(cell(row, 'totalBytes')) }
      first = Math.min(first, minute.getTime())
      last = Math.max(last, minute.getTime())
    }
  }
  return peak && { peak, from: new Date(first), to: new Date(last + 60_000) }
}

/** The summary for a program to read: bytes as JSON integers, or as strings beyond what a double holds. */
export function summaryJson({ top, rest, total, minutes }: Summary, usdPerGB: number): string {
  const figures = (traffic: Traffic) => ({
    uploadBytes: jsonBytes(traffic.upload),
    downloadBytes: jsonBytes(traffic.download),
    usd: dollars(traffic, usdPerGB),
  })
  const summary = {
    from: minutes ? isoTime(minutes.from) : null,
    to: minutes ? isoTime(minutes.to) : null,
    usdPerGB,
    total: figures(total),
    conversations: top.map(({ upload, download, ...who }) => ({
      ...who,
      ...figures({ upload, download }),
    })),
    rest: { conversations: rest.conversations, ...figures(rest) },
    peakMinute: minutes
      ? { start: isoTime(minutes.peak.start), bytes: jsonBytes(minutes.peak.bytes) }
      : null,
  }
  return `${JSON.stringify(summary, null, 2)}\n`
}

/** What AWS bills for processing: both directions, per GB of 2^30 bytes. */
export function dollars({ upload, download }: Traffic, usdPerGB: number): number {
  return (Number(upload + download) / 2 ** 30) * usdPerGB
}

function cellsOf({ columns }: Result): (row: Row, name: string) => Cell {
  const indexes = new Map(columns.map(({ name }, index) => [name, index]))
  return (row, name) => {
    const index = indexes.get(name)
    if (index === undefined) throw new Error(`the result has no column \`${name}\``)
    const cell = row[index]!
    return cell === '-' ? null : cell
  }
}

function bytes(cell: Cell): bigint {
  return typeof cell === 'number' || typeof cell === 'bigint' ? BigInt(cell) : 0n
}

function added(sum: Traffic, { upload, download }: Traffic): Traffic {
  return { upload: sum.upload + upload, download: sum.download + download }
}

function jsonBytes(value: bigint): number | string {
  const cell = integerCell(value)
  return typeof cell === 'bigint' ? String(cell) : cell
}
