import {
  FIELDS,
  column,
  fieldByColumn,
  fieldByName,
  fieldByToken,
  isDeployable,
} from '../../lib/flow-log/fields'

describe('the field registry', () => {
  it('holds 54 fields, as many up to each version as AWS documents', () => {
    const upTo = (version: number) => FIELDS.filter((field) => field.version <= version).length

    expect([2, 3, 4, 5, 7, 8, 9, 10, 11].map(upTo)).toEqual([14, 21, 25, 29, 39, 40, 41, 42, 54])
  })

  it('marks the fields that CreateFlowLogs takes only with tag specifications', () => {
    expect(FIELDS.filter((field) => !isDeployable(field)).map(({ token }) => token)).toEqual([
      'instance-tag',
      'instance-tag-2',
      'interface-tag',
      'interface-tag-2',
      'asg-tag',
      'asg-tag-2',
    ])
  })

  it('has every spelling once', () => {
    for (const spelling of [
      FIELDS.map(({ token }) => token),
      FIELDS.map(({ name }) => name),
      FIELDS.map(column),
    ]) {
      expect(new Set(spelling).size).toBe(FIELDS.length)
    }
  })

  it('spells the default fields as Logs Insights discovers them', () => {
    expect(
      FIELDS.slice(0, 14)
        .map(({ name }) => name as string)
        .sort(),
    ).toEqual(
      (
        'accountId action bytes dstAddr dstPort endTime interfaceId logStatus packets protocol ' +
        'srcAddr srcPort startTime version'
      ).split(' '),
    )
  })

  it('spells the later fields in camel case of the token', () => {
    for (const { token, name, version } of FIELDS) {
      if (version === 2) continue
      const camel = token
        .replace('srcaddr', 'src-addr')
        .replace('dstaddr', 'dst-addr')
        .replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
      expect(name).toBe(camel)
    }
  })

  it('finds a field by each of its spellings', () => {
    const field = fieldByToken('pkt-src-aws-service')

    expect(fieldByName('pktSrcAwsService')).toBe(field)
    expect(fieldByColumn('pkt_src_aws_service')).toBe(field)
    expect(fieldByToken('pkt_srcaddr' as string)).toBeUndefined()
  })

  it('has the integer widths that AWS writes to Parquet', () => {
    const ofType = (type: string) => FIELDS.filter((each) => each.type === type).map(column)

    expect(ofType('bigint')).toEqual(['packets', 'bytes', 'start', 'end'])
    expect(ofType('int')).toEqual([
      'version',
      'srcport',
      'dstport',
      'protocol',
      'tcp_flags',
      'traffic_path',
      'encryption_status',
    ])
  })
})
