import { countText } from '../lib/count-text'
import { humanBytes } from '../lib/human-bytes'
import { humanDollars } from '../lib/presenters/human'
import type { Layout } from '../lib/presenters/presenter'
import { table } from '../lib/presenters/table'
import type { ResultColumn, Row } from '../lib/results/result'
import { minuteText, readLine } from './read-line'
import { dollars, type Summary, type SummaryFacts, type Traffic } from './summary'

const COLUMNS: readonly ResultColumn[] = [
  { name: 'NAT gateway', type: 'text' },
  { name: 'private address', type: 'text' },
  { name: 'public address', type: 'text' },
  { name: 'AWS service', type: 'text' },
  { name: 'upload', type: 'integer', unit: 'bytes' },
  { name: 'download', type: 'integer', unit: 'bytes' },
  { name: 'share', type: 'number', unit: 'percent' },
  { name: 'cost', type: 'number', unit: 'usd' },
]

const NO_TRAFFIC_TEXT = 'no traffic through a NAT gateway in these records'

/** The summary as text: conversations, the rest, the total, the peak minute and what was read. Units are decimal; the price is per 2^30 bytes. */
export async function summaryText(
  { top, rest, total, minutes, guessedGateways }: Summary,
  { price, layout, answer, range }: SummaryFacts & { readonly layout: Layout },
): Promise<string> {
  const { usdPerGB } = price
  const read = readLine(answer, range)
  if (!minutes) return `${NO_TRAFFIC_TEXT}\n${read}\n`

  const totalBytes = Number(total.upload + total.download)
  const share = (traffic: Traffic) => (Number(traffic.upload + traffic.download) / totalBytes) * 100
  const rows = top.map((line): Row => [
    guessedGateways.includes(String(line.natGateway))
      ? `${String(line.natGateway)} (guessed)`
      : line.natGateway,
    line.privateAddress,
    line.publicAddress,
    line.awsService,
    line.upload,
    line.download,
    share(line),
    dollars(line, usdPerGB),
  ])
  let lines = ''
  for await (const text of table({ columns: COLUMNS, batches: [rows] }, layout)) lines += text

  const bothWays = (traffic: Traffic) =>
    `${humanBytes(Number(traffic.upload))} upload, ${humanBytes(Number(traffic.download))} download, ` +
    humanDollars(dollars(traffic, usdPerGB))
  return [
    `NAT gateway traffic from ${minuteText(minutes.from)} to ${minuteText(minutes.to)} UTC: ${humanBytes(totalBytes)}`,
    '',
    `${lines}${restLine(rest, bothWays(rest), share(rest))}`,
    `total: ${bothWays(total)}`,
    `price: $${usdPerGB} per GB (2^30 bytes)${price.source === undefined ? '' : `, ${price.source}`}; data processing only, no hourly or transfer charges`,
    `${minutes.peak.minutes === 1 ? 'peak minute' : '10-minute records: busiest 10 minutes'}: ${minuteText(minutes.peak.start)} UTC, ${humanBytes(Number(minutes.peak.bytes))}`,
    read,
    '',
  ].join('\n')
}

function restLine({ conversations }: Summary['rest'], figures: string, share: number): string {
  if (conversations === 0) return ''
  const count = countText(conversations, 'more conversation')
  return `and ${count}: ${figures}, ${share.toFixed(1)}% of all bytes\n`
}
