import { join } from 'node:path'
import { writeSample, type SampleOptions } from '../../lib/sample/sample'
import type { TrueConversation, Truth } from '../../lib/sample/truth'
import { sampleFolder } from './sample-folder'
import {
  isAccepted,
  isInside,
  natPartiesOf,
  recordsBelow,
  truthOf,
  type Parties,
  type WrittenRecord,
} from './written-records'

const folder = sampleFolder()

const nats = ['zonal', 'regional', 'both'] as const
const scopes = ['vpc', 'nat'] as const
const combinations = (fields: readonly ('v2' | 'v5' | 'v11')[]) =>
  fields.flatMap((field) =>
    nats.flatMap((nat) => scopes.map((scope) => ({ fields: field, nat, scope }))),
  )

interface Sampled {
  readonly records: readonly WrittenRecord[]
  readonly truth: Truth
}

const samples = new Map<string, Promise<Sampled>>()

/** Each sample is written and read once. */
function sampled(options: Omit<SampleOptions, 'out'>): Promise<Sampled> {
  const name = Object.values(options).join('-')
  const sample = samples.get(name) ?? write(join(folder, name), options)
  samples.set(name, sample)
  return sample
}

async function write(out: string, options: Omit<SampleOptions, 'out'>): Promise<Sampled> {
  await writeSample({ ...options, out, conversations: 150, hours: 3 })
  return { records: recordsBelow(out), truth: truthOf(out) }
}

function sumsOf(
  records: readonly WrittenRecord[],
  partiesOf: (record: WrittenRecord) => Parties | undefined,
) {
  const sums = new Map<string, number>()
  for (const record of records) {
    const parties = partiesOf(record)
    if (!parties) continue
    const name = nameOf(parties, parties.isUpload ? 'up' : 'down')
    sums.set(name, (sums.get(name) ?? 0) + Number(record.bytes))
  }
  return sums
}

function nameOf(
  {
    natGateway,
    privateAddress,
    publicAddress,
  }: Omit<TrueConversation, 'uploadBytes' | 'downloadBytes'>,
  half: 'up' | 'down',
): string {
  return `${natGateway} ${privateAddress} ${publicAddress} ${half}`
}

function trueSums(conversations: readonly TrueConversation[]) {
  return new Map(
    conversations.flatMap((conversation) => [
      [nameOf(conversation, 'up'), conversation.uploadBytes],
      [nameOf(conversation, 'down'), conversation.downloadBytes],
    ]),
  )
}

describe.each(combinations(['v5', 'v11']))(
  'a sample in $fields, $nat gateways, scope $scope',
  (options) => {
    const gatewaysFor = (natGateways: readonly string[]) =>
      options.fields === 'v5' ? natGateways : undefined

    it('has in its records what the truth says of each conversation, to the byte', async () => {
      const { records, truth } = await sampled(options)

      const natGateways = gatewaysFor(truth.natGateways)
      const sums = sumsOf(records, (record) => natPartiesOf(record, natGateways))

      expect(sums).toEqual(trueSums(truth.conversations))
      expect(truth.conversations.length).toBeGreaterThan(50)
      expect(truth.total).toEqual({
        uploadBytes: [...sums].reduce(
          (sum, [name, bytes]) => sum + (name.endsWith('up') ? bytes : 0),
          0,
        ),
        downloadBytes: [...sums].reduce(
          (sum, [name, bytes]) => sum + (name.endsWith('down') ? bytes : 0),
          0,
        ),
      })
    })

    it('has the peak minute and the spike where the truth says', async () => {
      const { records, truth } = await sampled(options)

      const counted = records.flatMap((record) => {
        const parties = natPartiesOf(record, gatewaysFor(truth.natGateways))
        return parties
          ? [{ ...parties, start: Number(record.start), bytes: Number(record.bytes) }]
          : []
      })
      const minutes = new Map<number, number>()
      for (const { start, bytes } of counted) {
        const minute = start - (start % 60)
        minutes.set(minute, (minutes.get(minute) ?? 0) + bytes)
      }
      const [minute, bytes] = [...minutes].reduce((best, next) => (next[1] > best[1] ? next : best))

      expect(truth.peakMinute).toEqual({ start: new Date(minute * 1000).toISOString(), bytes })
      const { spike } = truth
      const [from, to] = [Date.parse(spike.start) / 1000, Date.parse(spike.end) / 1000]
      const ofSpike = counted.filter(
        ({ natGateway, privateAddress, publicAddress, start }) =>
          natGateway === spike.natGateway &&
          privateAddress === spike.privateAddress &&
          publicAddress === spike.publicAddress &&
          start >= from &&
          start <= to,
      )
      expect(ofSpike.reduce((sum, each) => sum + each.bytes, 0)).toBe(spike.bytes)
      expect(minute).toBeGreaterThan(from - 60)
      expect(minute).toBeLessThan(to)
      expect(to - from).toBeLessThan(300)
    })
  },
)

describe.each(combinations(['v2']))('a sample in v2, $nat gateways, scope $scope', (options) => {
  it('has in its records what the truth says, as far as version 2 can tell', async () => {
    const { records, truth } = await sampled(options)

    // Regional: both ends are in the record. Zonal: the gateway's address stands for the public one.
    const sums = sumsOf(
      records,
      ({ 'interface-id': id = '', srcaddr = '', dstaddr = '', ...record }) => {
        if (!isAccepted(record) || !truth.natGateways.includes(id)) return undefined
        const natAddress = id === '-' ? undefined : NAT_ADDRESSES[id]!
        const natGateway = natAddress === undefined ? null : id
        const isUpload =
          isInside(srcaddr) && (natAddress ? dstaddr === natAddress : !isInside(dstaddr))
        const isDownload =
          isInside(dstaddr) && (natAddress ? srcaddr === natAddress : !isInside(srcaddr))
        if (!isUpload && !isDownload) return undefined
        const [inside, outside] = isUpload ? [srcaddr, dstaddr] : [dstaddr, srcaddr]
        const publicAddress = natAddress ? 'any' : outside
        return { natGateway, privateAddress: inside, publicAddress, isUpload }
      },
    )

    const merged = new Map<string, number>()
    for (const conversation of truth.conversations) {
      const parties =
        conversation.natGateway === null ? conversation : { ...conversation, publicAddress: 'any' }
      for (const half of ['up', 'down'] as const) {
        const bytes = half === 'up' ? conversation.uploadBytes : conversation.downloadBytes
        merged.set(nameOf(parties, half), (merged.get(nameOf(parties, half)) ?? 0) + bytes)
      }
    }
    expect(sums).toEqual(merged)
  })
})

describe('the truth', () => {
  it('is about the same traffic in every format and scope', async () => {
    const v11 = await sampled({ fields: 'v11', nat: 'both', scope: 'vpc' })
    const v5 = await sampled({ fields: 'v5', nat: 'both', scope: 'nat' })
    const v2 = await sampled({ fields: 'v2', nat: 'both', scope: 'vpc' })

    expect(v5.truth.total).toEqual(v11.truth.total)
    expect(v2.truth).toEqual(v5.truth)
    expect(v5.truth.peakMinute).toEqual(v11.truth.peakMinute)
    // Without resource-id two regional gateways are one.
    expect(v5.truth.conversations.length).toBeLessThan(v11.truth.conversations.length)
  })

  it('names the gateways as the records of the format show them', async () => {
    const v11 = await sampled({ fields: 'v11', nat: 'both', scope: 'nat' })
    const v5 = await sampled({ fields: 'v5', nat: 'both', scope: 'nat' })
    const regional = await sampled({ fields: 'v5', nat: 'regional', scope: 'nat' })

    expect(v11.truth.natGateways).toEqual([
      ...Object.keys(NAT_ADDRESSES),
      'nat-0c3f6c2d3e4b5a603',
      'nat-0d4f6c2d3e4b5a604',
    ])
    expect(v5.truth.natGateways).toEqual([...Object.keys(NAT_ADDRESSES), '-'])
    expect(regional.truth.natGateways).toEqual(['-'])
    expect(new Set(v5.truth.conversations.map(({ natGateway }) => natGateway))).toEqual(
      new Set([...Object.keys(NAT_ADDRESSES), null]),
    )
  })

  it('is sorted by bytes, then by ids', async () => {
    const { truth } = await sampled({ fields: 'v11', nat: 'both', scope: 'nat' })

    const totals = truth.conversations.map(
      ({ uploadBytes, downloadBytes }) => uploadBytes + downloadBytes,
    )
    expect(totals).toEqual([...totals].sort((a, b) => b - a))
    expect(totals.every(Number.isSafeInteger)).toBe(true)
  })

  it.each(nats)('is never above the estimate from version 2 (%s gateways)', async (nat) => {
    const { records, truth } = await sampled({ fields: 'v2', nat, scope: 'vpc' })

    const natAddresses: readonly string[] = Object.values(NAT_ADDRESSES)
    const estimate = records
      .filter(isAccepted)
      .filter(({ 'interface-id': id, srcaddr = '-', dstaddr = '-' }) => {
        const isPrivateSubnet = srcaddr.startsWith('10.0.') && !/^10\.0\.[01]\./.test(srcaddr)
        return (
          id !== '-' && isPrivateSubnet && !natAddresses.includes(srcaddr) && !isInside(dstaddr)
        )
      })
      .reduce((sum, { bytes }) => sum + Number(bytes), 0)

    expect(estimate).toBeGreaterThanOrEqual(truth.total.uploadBytes)
  })
})

/** The primary private addresses of the zonal gateways. */
const NAT_ADDRESSES: Readonly<Record<string, string>> = {
  'eni-0a1f6c2d3e4b5a601': '10.0.0.220',
  'eni-0b2f6c2d3e4b5a602': '10.0.1.220',
}
