import { join } from 'node:path'
import { writeSample } from '../../lib/sample/sample'
import { sampleFolder } from './sample-folder'
import {
  isAccepted,
  isInside,
  natPartiesOf,
  recordsBelow,
  truthOf,
  type WrittenRecord,
} from './written-records'

const folder = sampleFolder()
let records: readonly WrittenRecord[]
let natOnly: readonly WrittenRecord[]

beforeAll(async () => {
  await writeSample({ out: join(folder, 'vpc') })
  await writeSample({ out: join(folder, 'nat'), scope: 'nat' })
  records = recordsBelow(join(folder, 'vpc'))
  natOnly = recordsBelow(join(folder, 'nat'))
})

const differs = (record: WrittenRecord) =>
  record['pkt-srcaddr'] !== record.srcaddr || record['pkt-dstaddr'] !== record.dstaddr

const isNat = ({ 'interface-type': type = '-' }: WrittenRecord) =>
  ['nat_gateway', 'regional_nat_gateway'].includes(type)

/** Looks like L1 or L4 of a NAT gateway to whoever does not know the interface. */
const isLookalike = (type: string) => (record: WrittenRecord) =>
  record['interface-type'] === type &&
  natPartiesOf({ ...record, 'interface-type': 'nat_gateway' }) !== undefined

const secondaries = ['10.0.0.221', '10.0.0.222', '10.0.1.221']

const distractors: Readonly<Record<string, (record: WrittenRecord) => boolean>> = {
  'an instance with a public address, straight to the internet gateway': (record) =>
    record['traffic-path'] === '8' && record['instance-id'] !== '-' && record.type === 'IPv4',
  'S3 through its gateway endpoint': (record) =>
    record['traffic-path'] === '7' && record['pkt-dst-aws-service'] === 'S3',
  'one instance to another': (record) =>
    record.dstport === '5432' && isInside(record.srcaddr) && isInside(record.dstaddr),
  'a spoke behind the transit gateway': (record) =>
    record['interface-type'] === 'transit_gateway' && record['pkt-srcaddr']!.startsWith('10.20.'),
  'pods, whose addresses are not those of the interface': (record) =>
    record['instance-id'] !== '-' && record.dstport === '8080' && differs(record),
  'pods that go out through the NAT gateway': (record) =>
    record['instance-id'] !== '-' &&
    differs(record) &&
    record['next-hop-interface-type'] === 'nat_gateway',
  'a network load balancer that keeps client addresses': isLookalike('network_load_balancer'),
  'a Gateway Load Balancer endpoint': isLookalike('vpc_endpoint'),
  'a transit gateway attachment on the way out': isLookalike('transit_gateway'),
  'rejected scans of instances': (record) =>
    record.action === 'REJECT' && record['instance-id'] !== '-',
  'rejected scans of a NAT gateway': (record) =>
    record.action === 'REJECT' && isNat(record) && !isInside(record.srcaddr),
  'rejected clients of a NAT gateway': (record) =>
    record.action === 'REJECT' && isNat(record) && isInside(record.srcaddr),
  ICMP: (record) => record.protocol === '1' && record.srcport === '0' && record.dstport === '0',
  IPv6: (record) => record.type === 'IPv6' && record.srcaddr!.startsWith('2001:db8:'),
  'NODATA of instances': (record) =>
    record['log-status'] === 'NODATA' && record['instance-id'] !== '-',
  'NODATA of NAT gateways': (record) => record['log-status'] === 'NODATA' && isNat(record),
  SKIPDATA: (record) => record['log-status'] === 'SKIPDATA',
  'tasks without an instance': (record) => record['ecs-cluster-name'] === 'jobs',
}

describe('a sample of a whole VPC', () => {
  it.each(Object.keys(distractors))('has %s', (name) => {
    expect(records.filter(distractors[name]!).length).toBeGreaterThan(0)
  })

  it('shows the primary address of a gateway where a secondary one translates', () => {
    const ofSecondary = records.filter(
      (record) =>
        isNat(record) &&
        (secondaries.includes(record['pkt-srcaddr']!) ||
          secondaries.includes(record['pkt-dstaddr']!)),
    )

    expect(ofSecondary.length).toBeGreaterThan(10)
    expect(
      ofSecondary.filter(
        ({ srcaddr, dstaddr }) => secondaries.includes(srcaddr!) || secondaries.includes(dstaddr!),
      ),
    ).toEqual([])
  })

  it('writes regional gateways without interface, subnet or instance, as AWS documents them', () => {
    const regional = records.filter((record) => record['interface-type'] === 'regional_nat_gateway')

    expect(new Set(regional.map((record) => record['resource-id']))).toEqual(
      new Set(['nat-0c3f6c2d3e4b5a603', 'nat-0d4f6c2d3e4b5a604']),
    )
    const columns = ['interface-id', 'subnet-id', 'instance-id'] as const
    expect(new Set(regional.flatMap((record) => columns.map((token) => record[token])))).toEqual(
      new Set(['-']),
    )
    expect(regional.filter(differs)).toEqual([])
    const translated = regional.filter(
      (record) => isAccepted(record) && !isInside(record.srcaddr) && !isInside(record.dstaddr),
    )
    expect(translated.length).toBeGreaterThan(10)
    expect(records.filter((record) => record['interface-id'] === '-')).toEqual(regional)
  })

  it('names one AWS service for each public address, and none for private ones', () => {
    const pairs = new Set(
      records.flatMap((record) =>
        (['src', 'dst'] as const).map(
          (side) => `${record[`pkt-${side}addr`]} ${record[`pkt-${side}-aws-service`]}`,
        ),
      ),
    )
    const services = new Map([...pairs].map((pair) => pair.split(' ') as [string, string]))

    expect(services.size).toBe(pairs.size)
    expect(new Set(services.values())).toEqual(
      new Set(['-', 'S3', 'DYNAMODB', 'EC2', 'CLOUDFRONT', 'AMAZON']),
    )
    expect(
      [...services].filter(([address, service]) => isInside(address) && service !== '-'),
    ).toEqual([])
  })

  it('uses documentation ranges for every public address', () => {
    const addresses = new Set(
      records.flatMap(({ srcaddr = '-', dstaddr = '-' }) => [srcaddr, dstaddr]),
    )
    const documented = /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$|^2001:db8:/

    expect(
      [...addresses].filter(
        (address) => address !== '-' && !isInside(address) && !documented.test(address),
      ),
    ).toEqual([])
  })

  it('fills fields as AWS does: paths of outgoing traffic only, ports of ICMP 0, lines without traffic empty', () => {
    const ok = records.filter((record) => record['log-status'] === 'OK')
    const silent = records.filter((record) => record['log-status'] !== 'OK')
    const wrong = ok.filter(
      (record) =>
        (record['flow-direction'] !== 'egress' && record['traffic-path'] !== '-') ||
        !(Number(record.bytes) > 0 && Number(record.packets) > 0) ||
        Number(record.end) < Number(record.start) ||
        Number(record.end) - Number(record.start) > 60,
    )

    expect(wrong).toEqual([])
    expect(
      [...new Set(ok.map((record) => Number(record['tcp-flags'])))].sort((a, b) => a - b),
    ).toEqual([0, 1, 2, 3, 4, 6, 18, 19, 22])
    expect(new Set(records.map(({ version }) => version))).toEqual(new Set(['11']))
    const { srcaddr, dstport, protocol, bytes, action, type } = silent[0]!
    expect([srcaddr, dstport, protocol, bytes, action, type]).toEqual(Array(6).fill('-'))
    expect(silent[0]!['vpc-id']).toBe('vpc-0a1b2c3d4e5f60718')
  })

  it('has the legs of a half differ by a fragment or so, never the counted ones', () => {
    const translated = natOnly.filter(
      (record) =>
        isAccepted(record) &&
        natPartiesOf(record) === undefined &&
        record['flow-direction'] === 'egress',
    )
    const counted = natOnly.filter((record) => natPartiesOf(record)?.isUpload === true)
    const sum = (some: readonly WrittenRecord[]) =>
      some.reduce((bytes, record) => bytes + Number(record.bytes), 0)

    expect(sum(counted)).toBe(truthOf(join(folder, 'nat')).total.uploadBytes)
    expect(sum(translated)).not.toBe(sum(counted))
  })
})

describe('a sample of the NAT gateways alone', () => {
  it('has the records that the gateways wrote in the whole VPC, and no others', () => {
    const lines = (some: readonly WrittenRecord[]) =>
      some.map((record) => JSON.stringify(record)).sort()

    expect(lines(natOnly)).toEqual(lines(records.filter(isNat)))
    expect(truthOf(join(folder, 'nat'))).toEqual(truthOf(join(folder, 'vpc')))
  })

  it('has their rejects and intervals without traffic', () => {
    expect(natOnly.filter(({ action }) => action === 'REJECT').length).toBeGreaterThan(0)
    expect(natOnly.filter((record) => record['log-status'] === 'NODATA').length).toBeGreaterThan(0)
  })
})
