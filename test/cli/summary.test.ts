import type { AnswerCoverage } from '../../cli/coverage-json'
import { priceSource } from '../../cli/price-region'
import type { RecordTimes } from '../../cli/record-times'
import { readConversations, readMinutes, summaryJson, type Summary } from '../../cli/summary'
import { summaryText } from '../../cli/summary-text'
import type { Answer } from '../../lib/answers/answer'
import type { Row } from '../../lib/results/result'
import { answerOf } from '../answers/answer-of'

const PRICE = { usdPerGB: 0.045, source: undefined }
const ANSWER: AnswerCoverage = {
  coverage: {
    held: { from: new Date('2026-03-14T00:00Z'), to: new Date('2026-03-15T00:00Z') },
    missingHours: [new Date('2026-03-14T11:00Z')],
    lackingFields: [{ field: 'pkt-srcaddr', lacking: 25, files: 300 }],
  },
  statistics: { rows: 4, seconds: 1, bytesRead: 1000, filesRead: 300, linesUnreadable: 2 },
  skipped: [{ natGateway: 'eni-0a', intervals: 3 }],
  log: { accounts: ['123456789012'], regions: ['eu-west-1'], flowLogs: ['fl-0a', 'fl-0b'] },
}
const FACTS = { price: PRICE, answer: ANSWER, range: undefined }
const CONVERSATIONS: readonly Row[] = [
  ['eni-0a', '10.0.1.5', '198.51.100.7', 'S3', 5_000_000_000, 1_000_000_000n, 6_000_000_000],
  ['nat-0b', '10.0.2.5', '203.0.113.9', '-', 1_000_000_000, 2_000_000_000, 3_000_000_000],
  ['nat-0b', '10.0.2.6', '203.0.113.9', '-', 500_000_000, 400_000_000, 900_000_000],
  ['nat-0b', '10.0.2.7', '203.0.113.9', '-', 50_000_000, 50_000_000, 100_000_000],
]
const MINUTES: readonly Row[] = [
  [new Date('2026-03-14T09:12:00Z'), 2_000_000_000],
  [new Date('2026-03-14T00:00:00Z'), 1_000_000_000],
  [new Date('2026-03-14T23:59:00Z'), 1],
]

it('prints who, the rest, the total at the stated price and the peak minute', async () => {
  expect(await summaryText(await summary(2), { ...FACTS, layout: {} })).toBe(
    [
      'NAT gateway traffic from 2026-03-14 00:00 to 2026-03-15 00:00 UTC: 10.00 GB',
      '',
      'NAT gateway  private address  public address  AWS service   upload  download  share   cost',
      '-----------  ---------------  --------------  -----------  -------  --------  -----  -----',
      'eni-0a       10.0.1.5         198.51.100.7    S3           5.00 GB   1.00 GB  60.0%  $0.25',
      'nat-0b       10.0.2.5         203.0.113.9                  1.00 GB   2.00 GB  30.0%  $0.13',
      'and 2 more conversations: 550.00 MB upload, 450.00 MB download, $0.04, 10.0% of all bytes',
      '',
      'total: 6.55 GB upload, 3.45 GB download, $0.42',
      'price: $0.045 per GB (2^30 bytes); data processing only, no hourly or transfer charges',
      'peak minute: 2026-03-14 09:12 UTC, 2.00 GB',
      'read: 300 files of fl-0a and fl-0b, account 123456789012, eu-west-1, 2026-03-14 00:00 to 2026-03-15 00:00 UTC',
      '',
    ].join('\n'),
  )
})

it('counts one more conversation', async () => {
  const text = await summaryText(await summary(3), { ...FACTS, layout: {} })

  expect(text).toContain('and 1 more conversation: 50.00 MB upload')
})

it('prints no rest when all are at the top', async () => {
  const text = await summaryText(await summary(10), { ...FACTS, layout: {} })

  expect(text).not.toContain('more')
})

it('says in words when nothing went through a NAT gateway', async () => {
  const nothing: Summary = { ...(await summary(10, [])), minutes: undefined }

  expect(await summaryText(nothing, { ...FACTS, layout: {} })).toBe(
    'no traffic through a NAT gateway in these records\nread: 300 files of fl-0a and fl-0b, account 123456789012, eu-west-1, 2026-03-14 00:00 to 2026-03-15 00:00 UTC\n',
  )
  expect(JSON.parse(summaryJson(nothing, FACTS))).toMatchObject({
    from: null,
    conversations: [],
    peakMinute: null,
    total: { uploadBytes: 0, downloadBytes: 0, usd: 0 },
  })
})

it('writes exact figures as JSON, and strings beyond what a double holds', async () => {
  const huge: Row = ['eni-0a', '10.0.1.5', '-', '-', 2n ** 60n, 1, 2n ** 60n + 1n]

  expect(
    JSON.parse(
      summaryJson(await summary(1, [huge]), {
        ...FACTS,
        price: { usdPerGB: 1, source: 'the us-east-1 list price' },
      }),
    ),
  ).toEqual({
    from: '2026-03-14T00:00:00Z',
    to: '2026-03-15T00:00:00Z',
    usdPerGB: 1,
    priceSource: 'the us-east-1 list price',
    total: { uploadBytes: '1152921504606846976', downloadBytes: 1, usd: 2 ** 30 },
    conversations: [
      {
        natGateway: 'eni-0a',
        privateAddress: '10.0.1.5',
        publicAddress: null,
        awsService: null,
        uploadBytes: '1152921504606846976',
        downloadBytes: 1,
        usd: 2 ** 30,
      },
    ],
    rest: { conversations: 0, uploadBytes: 0, downloadBytes: 0, usd: 0 },
    guessedGateways: [],
    peakMinute: { start: '2026-03-14T09:12:00Z', minutes: 1, bytes: 2_000_000_000 },
    coverage: {
      from: '2026-03-14T00:00:00Z',
      to: '2026-03-15T00:00:00Z',
      missingHours: ['2026-03-14T11:00:00Z'],
      skippedIntervals: [{ natGateway: 'eni-0a', intervals: 3 }],
      unreadableLines: 2,
      lackingFields: [{ field: 'pkt-srcaddr', lacking: 25, files: 300 }],
    },
    read: {
      files: 300,
      accounts: ['123456789012'],
      regions: ['eu-west-1'],
      flowLogs: ['fl-0a', 'fl-0b'],
      from: '2026-03-14T00:00:00Z',
      to: '2026-03-15T00:00:00Z',
    },
  })
})

it('adds up the minutes of 10-minute records, and says so; the range ends with the last record', async () => {
  const times = { end: Date.parse('2026-03-15T00:04:30Z') / 1000, minutes: 10 } as const
  const close: Row = [new Date('2026-03-14T00:07:00Z'), 1_500_000_000]
  const text = await summaryText(await summary(1, CONVERSATIONS, [...MINUTES, close], times), {
    ...FACTS,
    layout: {},
  })

  expect(text).toContain('from 2026-03-14 00:00 to 2026-03-15 00:05 UTC')
  expect(text).toContain('10-minute records: busiest 10 minutes: 2026-03-14 00:00 UTC, 2.50 GB')
})

it('marks guessed gateways, and names the region of the list price', async () => {
  const guessed = { ...(await summary(2)), guessedGateways: ['eni-0a'] }
  const price = { usdPerGB: 0.045, source: priceSource(['eu-central-1', 'us-east-1']) }
  const text = await summaryText(guessed, { ...FACTS, price, layout: {} })

  expect(text).toMatch(/^eni-0a \(guessed\) {2}10\.0\.1\.5/m)
  expect(text).toContain(
    'price: $0.045 per GB (2^30 bytes), the us-east-1 list price; these records are of eu-central-1; data processing only',
  )
})

async function summary(
  count: number,
  rows = CONVERSATIONS,
  minutes = MINUTES,
  times?: RecordTimes,
): Promise<Summary> {
  const names =
    'natGateway privateAddress publicAddress awsService uploadBytes downloadBytes totalBytes'
  return {
    ...(await readConversations(answer(names.split(' '), rows), count)),
    minutes: await readMinutes(answer(['minute', 'totalBytes'], minutes), () => times),
    guessedGateways: [],
  }
}

function answer(names: readonly string[], rows: readonly Row[]): Answer {
  const columns = names.map((name) => ({
    name,
    type: 'text' as const,
    isAdditive: name.endsWith('Bytes'),
  }))
  return answerOf(columns, [rows])
}
