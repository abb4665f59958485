import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseFormat } from '../lib/flow-log/format'
import { ask, objects } from './ask'

let folder: string
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'natlens-nat-'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function logFile(name: string, lines: readonly string[]): string {
  const path = join(folder, name)
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''))
  return path
}

const NAT = 'eni-1235b8ca123456789'
const INSTANCE = 'eni-1111aaaa2222bbbb3'
const HEADER =
  'version account-id interface-id instance-id srcaddr dstaddr srcport dstport protocol packets bytes start end ' +
  'action log-status pkt-srcaddr pkt-dstaddr pkt-src-aws-service pkt-dst-aws-service flow-direction traffic-path'

interface Leg {
  readonly on?: string
  readonly instance?: string
  readonly addresses: string
  readonly packet?: string
  readonly bytes: number | '-'
  readonly action?: string
  readonly status?: string
}

const record = ({
  on = NAT,
  instance = '-',
  addresses,
  packet = addresses,
  bytes,
  action = 'ACCEPT',
  status = 'OK',
}: Leg) =>
  `5 123456789012 ${on} ${instance} ${addresses} 50000 443 6 10 ${bytes} 1773450010 1773450060 ${action} ${status} ${packet} - - egress 1`

/** One conversation through a NAT gateway (1000 bytes up, 5000 down) as six records, and all that must not count. */
const conversation = [
  record({
    on: INSTANCE,
    instance: 'i-01234567890123456',
    addresses: '10.0.1.5 203.0.113.5',
    bytes: 1000,
  }),
  record({ addresses: '10.0.1.5 10.0.0.220', packet: '10.0.1.5 203.0.113.5', bytes: 1000 }),
  record({ addresses: '10.0.0.220 203.0.113.5', bytes: 1000 }),
  record({ addresses: '203.0.113.5 10.0.0.220', bytes: 5000 }),
  record({ addresses: '10.0.0.220 10.0.1.5', packet: '203.0.113.5 10.0.1.5', bytes: 5000 }),
  record({
    on: INSTANCE,
    instance: 'i-01234567890123456',
    addresses: '203.0.113.5 10.0.1.5',
    bytes: 5000,
  }),
]
const around = [
  record({
    on: INSTANCE,
    instance: 'i-01234567890123456',
    addresses: '10.0.1.5 198.51.100.7',
    bytes: 300,
  }),
  record({
    on: INSTANCE,
    instance: 'i-01234567890123456',
    addresses: '10.0.1.5 10.0.2.9',
    bytes: 400,
  }),
  record({
    on: 'eni-2222aaaa2222bbbb3',
    instance: 'i-2',
    addresses: '10.0.3.1 203.0.113.9',
    bytes: 700,
  }),
  record({ addresses: '198.51.100.66 10.0.0.220', bytes: 60, action: 'REJECT' }),
  `5 123456789012 ${NAT} - - - - - - - - 1773450010 1773450060 - NODATA - - - - - -`,
  `5 123456789012 ${NAT} - - - - - - - - 1773450010 1773450060 - SKIPDATA - - - - - -`,
]

describe('one conversation through a NAT gateway', () => {
  const ROW = {
    natGateway: NAT,
    privateAddress: '10.0.1.5',
    publicAddress: '203.0.113.5',
    awsService: null,
    uploadBytes: 1000,
    downloadBytes: 5000,
    totalBytes: 6000,
  }

  it('is one row with each byte once, out of six records and others around them', async () => {
    const paths = [logFile('vpc.log', [HEADER, ...around, ...conversation])]

    for (const name of ['nat/conversations', 'nat/daily-top-100']) {
      expect(objects(await ask(name, { paths }))).toEqual([ROW])
    }
    expect(
      objects(await ask('nat/conversations', { paths, params: [`natGateways=${NAT}`] })),
    ).toEqual([ROW])
    expect(
      objects(await ask('nat/conversations', { paths, params: ['natGateways=eni-0'] })),
    ).toEqual([])
  })

  it('adds up to the billed bytes in every NAT query', async () => {
    const paths = [logFile('vpc.log', [HEADER, ...around, ...conversation])]
    const total = async (name: string, column: string) =>
      objects(await ask(name, { paths })).reduce((sum, row) => sum + Number(row[column]), 0)

    for (const name of [
      'nat/talkers',
      'nat/destinations',
      'nat/aws-services',
      'nat/over-time',
      'nat/peak-minute',
      'cost/nat-processing',
    ]) {
      expect([name, await total(name, 'totalBytes')]).toEqual([name, 6000])
    }
    expect(await total('nat/upload', 'uploadBytes')).toBe(1000)
    expect(await total('nat/download', 'downloadBytes')).toBe(5000)
    expect(await total('nat/legs', 'bytes')).toBe(6000)
  })

  it('shows up to twice among the legs, without rejected traffic and without lines that carry none', async () => {
    const paths = [logFile('nat.log', [HEADER, ...around.slice(3), ...conversation.slice(1, 5)])]
    const rows = objects(await ask('nat/daily-legs-top-100', { paths }))

    expect(rows.map((row) => Object.keys(row))[0]).toEqual([
      'pkt_srcaddr',
      'pkt_dstaddr',
      'srcaddr',
      'dstaddr',
      'flow_direction',
      'bytes',
    ])
    expect(rows.map(({ bytes }) => bytes)).toEqual([5000, 5000, 1000, 1000])
  })

  it('is estimated from version 2 records by the client alone, with what the format cannot tell apart', async () => {
    const v2 = [...around, ...conversation].map((line) => {
      const [, account, eni, , ...rest] = line.split(' ')
      return ['2', account, eni, ...rest.slice(0, 11)].join(' ')
    })
    const paths = [logFile('v2.log', v2)]

    expect(
      objects(await ask('nat/egress-via-nat', { paths, params: ['natAddresses=10.0.0.220'] })),
    ).toEqual([
      { privateAddress: '10.0.1.5', publicAddress: '203.0.113.5', uploadBytes: 1000 },
      { privateAddress: '10.0.3.1', publicAddress: '203.0.113.9', uploadBytes: 700 },
      { privateAddress: '10.0.1.5', publicAddress: '198.51.100.7', uploadBytes: 300 },
    ])
  })

  it('needs more than version 2 records, and the error names the query that does not', async () => {
    const paths = [
      logFile('v2.log', [
        '2 123456789012 eni-1 10.0.1.5 10.0.2.9 1 2 6 1 40 1773450010 1773450060 ACCEPT OK',
      ]),
    ]

    await expect(ask('nat/conversations', { paths })).rejects.toMatchObject({
      message: expect.stringMatching(
        /`nat\/conversations` requires .*`pkt-srcaddr`.*version 3/,
      ) as string,
      help: expect.stringContaining('`nat/egress-via-nat`') as string,
    })
  })
})

describe("AWS's documented NAT gateway records", () => {
  it('give one conversation for a zonal gateway', async () => {
    const logFormat = parseFormat(
      'instance-id interface-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr',
    )
    const paths = [
      logFile('zonal.log', [
        `- ${NAT} 10.0.1.5 10.0.0.220 10.0.1.5 203.0.113.5`,
        `- ${NAT} 10.0.0.220 203.0.113.5 10.0.0.220 203.0.113.5`,
        `- ${NAT} 203.0.113.5 10.0.0.220 203.0.113.5 10.0.0.220`,
        `- ${NAT} 10.0.0.220 10.0.1.5 203.0.113.5 10.0.1.5`,
        `i-01234567890123456 ${INSTANCE} 10.0.1.5 203.0.113.5 10.0.1.5 203.0.113.5`,
        `i-01234567890123456 ${INSTANCE} 203.0.113.5 10.0.1.5 203.0.113.5 10.0.1.5`,
      ]),
    ]
    const answer = await ask('nat/conversations', { paths, logFormat })

    expect(objects(answer)).toEqual([
      {
        natGateway: NAT,
        privateAddress: '10.0.1.5',
        publicAddress: '203.0.113.5',
        awsService: null,
        uploadBytes: null,
        downloadBytes: null,
        totalBytes: null,
      },
    ])
    expect(answer.notices.map(({ message }) => message).join('\n')).toContain('`bytes`')
  })

  it('give one conversation for a regional gateway', async () => {
    const logFormat = parseFormat(
      'resource-id instance-id interface-id subnet-id srcaddr dstaddr pkt-srcaddr pkt-dstaddr',
    )
    const pair = (a: string, b: string) => `${a} ${b} ${a} ${b}`
    const paths = [
      logFile('regional.log', [
        `nat-1234567890abcdef - - - ${pair('10.0.1.5', '203.0.113.5')}`,
        `nat-1234567890abcdef - - - ${pair('107.22.182.139', '203.0.113.5')}`,
        `nat-1234567890abcdef - - - ${pair('203.0.113.5', '107.22.182.139')}`,
        `nat-1234567890abcdef - - - ${pair('203.0.113.5', '10.0.1.5')}`,
        `- i-01234567890123456 ${INSTANCE} subnet-aaaaaaaa012345678 ${pair('10.0.1.5', '203.0.113.5')}`,
        `- i-01234567890123456 ${INSTANCE} subnet-aaaaaaaa012345678 ${pair('203.0.113.5', '10.0.1.5')}`,
      ]),
    ]

    for (const params of [[], ['natGateways=nat-1234567890abcdef'], ['natGateways=-']]) {
      const rows = objects(await ask('nat/conversations', { paths, logFormat, params }))
      expect(
        rows.map(({ natGateway, privateAddress, publicAddress }) => [
          natGateway,
          privateAddress,
          publicAddress,
        ]),
      ).toEqual([['nat-1234567890abcdef', '10.0.1.5', '203.0.113.5']])
    }
  })
})

describe('a gateway that its records or the parameters prove', () => {
  const V11_HEADER = `${HEADER} interface-type`
  const v11 = (legs: readonly Leg[], type = 'nat_gateway') => [
    V11_HEADER,
    ...legs.map((leg) => `${record(leg)} ${type}`),
  ]
  /** The four records of 1000 bytes up and 5000 down, with the address that the gateway translates to. */
  const legsOf = (client: string, far: string, own: string, translated = own): readonly Leg[] => [
    { addresses: `${client} ${own}`, packet: `${client} ${far}`, bytes: 1000 },
    { addresses: `${own} ${far}`, packet: `${translated} ${far}`, bytes: 1000 },
    { addresses: `${far} ${own}`, packet: `${far} ${translated}`, bytes: 5000 },
    { addresses: `${own} ${client}`, packet: `${far} ${client}`, bytes: 5000 },
  ]
  const rowsOf = async (lines: readonly string[], params: readonly string[] = []) => {
    const paths = [logFile('proven.log', lines)]
    return objects(await ask('nat/conversations', { paths, params })).map((row) =>
      [row['privateAddress'], row['publicAddress'], row['uploadBytes'], row['downloadBytes']].join(
        ' ',
      ),
    )
  }

  it.each([
    ['private gateway', '100.64.7.9', '10.200.1.1', '10.0.0.220'],
    ['VPC with public addresses', '11.0.1.5', '203.0.113.5', '11.0.0.220'],
    ['private gateway of a VPC with public addresses', '11.0.1.5', '12.0.1.1', '11.0.0.220'],
    ['gateway between a private and a public range', '10.0.1.5', '203.0.113.5', '10.0.0.220'],
  ])('counts each byte once: %s', async (_, client, far, own) => {
    const lines = v11(legsOf(client, far, own))
    const v5 = [HEADER, ...legsOf(client, far, own).map(record)]

    expect(await rowsOf(lines)).toEqual([`${client} ${far} 1000 5000`])
    expect(await rowsOf(v5, [`natGateways=${NAT}`])).toEqual([`${client} ${far} 1000 5000`])
  })

  it('is not counted twice where a secondary address translates', async () => {
    const lines = v11(legsOf('10.0.1.5', '203.0.113.5', '10.0.0.220', '10.0.0.221'))

    expect(await rowsOf(lines)).toEqual(['10.0.1.5 203.0.113.5 1000 5000'])
  })

  it.each([
    ['public range', '11.0.1.5', '203.0.113.5', '11.0.0.220', '11.0.0.221', '11.0.0.0/16'],
    [
      'private gateway',
      '100.64.7.9',
      '10.200.1.1',
      '10.0.0.220',
      '10.0.0.221',
      '100.64.0.0/10,10.0.0.0/16',
    ],
  ])(
    'leaves out the second records of secondary addresses by their list or by the own ranges: %s',
    async (_, client, far, own, translated, inside) => {
      const lines = v11(legsOf(client, far, own, translated))

      expect((await rowsOf(lines)).length).toBe(2)
      expect(await rowsOf(lines, [`natAddresses=${translated}`])).toEqual([
        `${client} ${far} 1000 5000`,
      ])
      expect(await rowsOf(lines, [`inside=${inside}`])).toEqual([`${client} ${far} 1000 5000`])
    },
  )

  it('counts NAT64 in both forms that its records can have', async () => {
    const client = '2001:db8:1234:c1::5'
    const far = '64:ff9b::cb00:7105'
    const translated = legsOf('10.9.9.9', '203.0.113.5', '10.0.0.220', '10.0.0.221').slice(1, 3)
    const upAndDown = (up: string, down: string): readonly Leg[] => [
      { addresses: `${client} ${up}`, packet: `${client} ${far}`, bytes: 1000 },
      ...translated,
      { addresses: `${down} ${client}`, packet: `${far} ${client}`, bytes: 5000 },
    ]

    for (const legs of [upAndDown('10.0.0.220', '10.0.0.220'), upAndDown(far, far)]) {
      expect(await rowsOf(v11(legs))).toEqual([`${client} ${far} 1000 5000`])
    }
  })

  it('is a private address and a public one where nothing proves it', async () => {
    const privates = [HEADER, ...legsOf('100.64.7.9', '10.200.1.1', '10.0.0.220').map(record)]

    expect(await rowsOf(privates)).toEqual([])
    expect(await rowsOf(v11(legsOf('10.0.1.5', '203.0.113.5', '10.0.0.220'), '-'))).toEqual([])
  })
})
