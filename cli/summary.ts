import type { Answer } from '../lib/answers/answer'
import type { Cell, Row } from '../lib/results/result'
import { integerCell, isoTime } from '../lib/results/values'
import type { TimeRange } from '../lib/time'
import { coverageJson, readJson, type AnswerCoverage } from './coverage-json'
import type { RecordTimes } from './record-times'

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

/** Who used the NAT gateways. */
export interface Summary {
  /** The conversations with the most bytes, in descending order. */
  readonly top: readonly ConversationLine[]
  /** The sum of all other conversations. */
  readonly rest: Traffic & { readonly conversations: number }
  readonly total: Traffic
  /** Undefined when nothing went through a NAT gateway. */
  readonly minutes: Minutes | undefined
  /** The gateways without proof in records or parameters. */
  readonly guessedGateways: readonly string[]
}

export const NO_TRAFFIC: Summary = {
  top: [],
  rest: { conversations: 0, upload: 0n, download: 0n },
  total: { upload: 0n, download: 0n },
  minutes: undefined,
  guessedGateways: [],
}

export interface Minutes {
  /** From the first minute with traffic to the end of the last record. */
  readonly from: Date
  readonly to: Date
  /** The busiest minute, or the busiest 10 of records that cover up to 10. */
  readonly peak: { readonly start: Date; readonly minutes: 1 | 10; readonly bytes: bigint }
}

/** Reads the answer of `nat/conversations`: the first `count` rows, and the sum of all others. */
export async function readConversations(
  answer: Answer,
  count: number,
): Promise<Pick<Summary, 'top' | 'rest' | 'total'>> {
  const cell = cellsOf(answer)
  const top: ConversationLine[] = []
  let conversations = 0
  for await (const rows of answer.batches) {
    conversations += rows.length
    for (const row of rows.slice(0, Math.max(0, count - top.length))) {
      top.push({
        natGateway: cell(row, 'natGateway'),
        privateAddress: cell(row, 'privateAddress'),
        publicAddress: cell(row, 'publicAddress'),
        awsService: cell(row, 'awsService'),
        upload: bytes(cell(row, 'uploadBytes')),
        download: bytes(cell(row, 'downloadBytes')),
      })
    }
  }
  const totals = await answer.totals
  const total = {
    upload: BigInt(totals.get('uploadBytes') ?? 0),
    download: BigInt(totals.get('downloadBytes') ?? 0),
  }
  const rest = { ...top.reduce(subtract, total), conversations: conversations - top.length }
  return { top, rest, total }
}

/** Reads all rows of `nat/peak-minute`, or gives undefined for an answer without rows. `timesOf` is called after them. */
export async function readMinutes(
  answer: Answer,
  timesOf: () => RecordTimes | undefined,
): Promise<Minutes | undefined> {
  const cell = cellsOf(answer)
  const byMinute = new Map<number, bigint>()
  for await (const rows of answer.batches) {
    for (const row of rows) {
      const minute = cell(row, 'minute')
      if (minute instanceof Date) byMinute.set(minute.getTime(), bytes(cell(row, 'totalBytes')))
    }
  }
  const { end = 0, minutes = 1 } = timesOf() ?? {}
  const peak = busiest(byMinute, minutes)
  if (!peak) return undefined
  const starts = [...byMinute.keys()].sort((a, b) => a - b)
  const lastMinute = Math.max(
    starts.at(-1)! + MINUTE_MS,
    Math.ceil((end * 1000) / MINUTE_MS) * MINUTE_MS,
  )
  return { peak, from: new Date(starts[0]!), to: new Date(lastMinute) }
}

/** The slot of so many minutes with the most bytes, the first of equal ones. */
function busiest(
  byMinute: ReadonlyMap<number, bigint>,
  minutes: 1 | 10,
): Minutes['peak'] | undefined {
  const slots = new Map<number, bigint>()
  for (const [minute, sum] of byMinute) {
    const start = minute - (minute % (minutes * MINUTE_MS))
    slots.set(start, (slots.get(start) ?? 0n) + sum)
  }
  let best: Minutes['peak'] | undefined
  for (const [time, sum] of [...slots].sort(([a], [b]) => a - b)) {
    if (!best || sum > best.bytes) best = { start: new Date(time), minutes, bytes: sum }
  }
  return best
}

const MINUTE_MS = 60_000

export interface Price {
  readonly usdPerGB: number
  /** Where the price is from; undefined for one that the user gave. */
  readonly source: string | undefined
}

/** What belongs to a summary beside its figures. */
export interface SummaryFacts {
  readonly price: Price
  readonly answer: AnswerCoverage
  readonly range: TimeRange | undefined
}

/** The summary as JSON: bytes are integers, or strings beyond 2^53. */
export function summaryJson(
  { top, rest, total, minutes, guessedGateways }: Summary,
  { price: { usdPerGB, source }, answer, range }: SummaryFacts,
): string {
  const figures = (traffic: Traffic) => ({
    uploadBytes: jsonBytes(traffic.upload),
    downloadBytes: jsonBytes(traffic.download),
    usd: dollars(traffic, usdPerGB),
  })
  const summary = {
    from: minutes ? isoTime(minutes.from) : null,
    to: minutes ? isoTime(minutes.to) : null,
    usdPerGB,
    priceSource: source ?? null,
    total: figures(total),
    conversations: top.map(({ upload, download, ...who }) => ({
      ...who,
      ...figures({ upload, download }),
    })),
    rest: { conversations: rest.conversations, ...figures(rest) },
    guessedGateways,
    peakMinute: minutes
      ? {
          ...minutes.peak,
          start: isoTime(minutes.peak.start),
          bytes: jsonBytes(minutes.peak.bytes),
        }
      : null,
    coverage: coverageJson(answer),
    read: readJson(answer, range),
  }
  return `${JSON.stringify(summary, null, 2)}\n`
}

/** What AWS bills for data processing: both directions, per GB of 2^30 bytes. */
export function dollars({ upload, download }: Traffic, usdPerGB: number): number {
  return (Number(upload + download) / 2 ** 30) * usdPerGB
}

function cellsOf({ columns }: Pick<Answer, 'columns'>): (row: Row, name: string) => Cell {
  const indexes = new Map(columns.map(({ name }, index) => [name, index]))
  return (row, name) => {
    const index = indexes.get(name)
    if (index === undefined) throw new Error(`the answer has no column \`${name}\``)
    const cell = row[index]!
    return cell === '-' ? null : cell
  }
}

function bytes(cell: Cell): bigint {
  return typeof cell === 'number' || typeof cell === 'bigint' ? BigInt(cell) : 0n
}

function subtract(sum: Traffic, { upload, download }: Traffic): Traffic {
  return { upload: sum.upload - upload, download: sum.download - download }
}

function jsonBytes(value: bigint): number | string {
  const cell = integerCell(value)
  return typeof cell === 'bigint' ? String(cell) : cell
}
