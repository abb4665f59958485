import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeSample, type SampleOptions } from '../lib/sample/sample'
import { ask, objects } from './ask'

interface Truth {
  readonly natGateways: readonly string[]
  readonly natAddresses: readonly string[]
  readonly conversations: readonly {
    readonly natGateway: string | null
    readonly privateAddress: string
    readonly publicAddress: string
    readonly uploadBytes: number
    readonly downloadBytes: number
  }[]
  readonly total: { readonly uploadBytes: number; readonly downloadBytes: number }
  readonly peakMinute: { readonly start: string; readonly bytes: number }
  readonly spike: {
    readonly start: string
    readonly end: string
    readonly natGateway: string | null
    readonly privateAddress: string
    readonly publicAddress: string
    readonly bytes: number
  }
}

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'natlens-truth-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function sample(
  options: Omit<SampleOptions, 'out'>,
): Promise<{ path: string; truth: Truth }> {
  const path = join(folder, 'day')
  const { truthPath } = await writeSample({ out: path, conversations: 50, hours: 1, ...options })
  return { path, truth: JSON.parse(readFileSync(truthPath, 'utf8')) as Truth }
}

/** One line a conversation, so that a difference reads well. */
const lines = (conversations: readonly object[]) =>
  conversations
    .map((each) => {
      const { natGateway, privateAddress, publicAddress, uploadBytes, downloadBytes } =
        each as Truth['conversations'][number]
      return [natGateway, privateAddress, publicAddress, uploadBytes, downloadBytes].join(' ')
    })
    .sort()

const combinations = (['v5', 'v11'] as const).flatMap((fields) =>
  // `all` has also private gateways, a public-range VPC and NAT64.
  (['zonal', 'regional', 'all'] as const).flatMap((nat) =>
    (['vpc', 'nat'] as const).flatMap((scope) =>
      (['text', 'parquet', 'cloudwatch'] as const).map((as) => ({ fields, nat, scope, as })),
    ),
  ),
)

describe('the truth of a sample day', () => {
  it.each(combinations)(
    'equals nat/conversations, row by row and to the byte: $fields $nat gateways, $scope log, $as',
    async (options) => {
      const { path, truth } = await sample(options)
      const params = [
        ...(options.fields === 'v5' ? [`natGateways=${truth.natGateways.join(',')}`] : []),
        ...(options.nat === 'all' ? [`natAddresses=${truth.natAddresses.join(',')}`] : []),
      ]

      const answer = await ask('nat/conversations', { paths: [path], params, limit: 'all' })

      expect(truth.conversations.length).toBeGreaterThan(10)
      expect(lines(objects(answer))).toEqual(lines(truth.conversations))
      expect(answer.notices.filter(({ kind }) => kind === 'damage')).toEqual([])
    },
  )

  it('is decided by the rules alone where a v5 log holds gateways only', async () => {
    const { path, truth } = await sample({ fields: 'v5', scope: 'nat' })

    expect(lines(objects(await ask('nat/conversations', { paths: [path], limit: 'all' })))).toEqual(
      lines(truth.conversations),
    )
  })

  it('is never above the estimate from version 2 records of the whole VPC', async () => {
    for (const nat of ['zonal', 'regional', 'both'] as const) {
      for (const seed of [1, 2]) {
        const { path, truth } = await sample({ fields: 'v2', nat, seed })
        const addresses = await natAddresses(nat, seed)
        const answer = await ask('nat/egress-via-nat', {
          paths: [path],
          params: [`natAddresses=${addresses.join(',')}`],
          limit: 'all',
        })
        const estimate = objects(answer).reduce(
          (sum, { uploadBytes }) => sum + Number(uploadBytes),
          0,
        )

        expect(estimate).toBeGreaterThanOrEqual(truth.total.uploadBytes)
        expect(estimate).toBeLessThan(truth.total.uploadBytes * 20)
        rmSync(path, { recursive: true })
      }
    }
  })

  it('has its peak minute and its spike found', async () => {
    const { path, truth } = await sample({})
    const [peak] = objects(await ask('nat/peak-minute', { paths: [path] }))

    expect([(peak!['minute'] as Date).toISOString(), peak!['totalBytes']]).toEqual([
      new Date(truth.peakMinute.start).toISOString(),
      truth.peakMinute.bytes,
    ])
    const range = { from: new Date(truth.spike.start), to: new Date(truth.spike.end) }
    const [top] = objects(await ask('nat/conversations', { paths: [path], range }))
    expect([top!['natGateway'], top!['privateAddress'], top!['publicAddress']]).toEqual([
      truth.spike.natGateway,
      truth.spike.privateAddress,
      truth.spike.publicAddress,
    ])
  })

  it('is the sum of every way to look at it', async () => {
    const { path, truth } = await sample({})
    const { uploadBytes, downloadBytes } = truth.total
    const sum = async (name: string, column: string) =>
      objects(await ask(name, { paths: [path], limit: 'all' })).reduce(
        (total, row) => total + Number(row[column]),
        0,
      )

    for (const name of [
      'nat/talkers',
      'nat/destinations',
      'nat/aws-services',
      'nat/over-time',
      'nat/peak-minute',
    ]) {
      expect([name, await sum(name, 'uploadBytes'), await sum(name, 'downloadBytes')]).toEqual([
        name,
        uploadBytes,
        downloadBytes,
      ])
    }
    expect(await sum('nat/upload', 'uploadBytes')).toBe(uploadBytes)
    expect(await sum('nat/download', 'downloadBytes')).toBe(downloadBytes)
    expect(await sum('nat/legs', 'bytes')).toBe(uploadBytes + downloadBytes)
    expect(await sum('cost/nat-processing', 'totalBytes')).toBe(uploadBytes + downloadBytes)
    expect(await sum('cost/nat-processing', 'natUSD')).toBeCloseTo(
      ((uploadBytes + downloadBytes) / 2 ** 30) * 0.045,
      6,
    )
  })
})

/** The gateways' own private addresses: those that a v11 log of the same day shows on their interfaces. */
async function natAddresses(nat: 'zonal' | 'regional' | 'both', seed: number): Promise<string[]> {
  if (nat === 'regional') return ['10.255.255.255']
  const path = join(folder, 'v11')
  await writeSample({ out: path, conversations: 50, hours: 1, nat, seed, fields: 'v11' })
  const legs = objects(await ask('nat/legs', { paths: [path] }))
  rmSync(path, { recursive: true })
  return [
    ...new Set(legs.map(({ natAddress }) => natAddress as string).filter((each) => each !== null)),
  ]
}
