import { readSettings } from '../../lib/settings/read-settings'
import type { FlowLogTarget } from '../../lib/settings/settings'
import { targetId } from '../../lib/settings/targets'
import { caught } from './caught'

const VPC_A = 'vpc-0aaaaaaa'
const VPC_B = 'vpc-0bbbbbbb'
const NAT_A = 'eni-0aaaaaaa'
const NAT_B = 'nat-0bbbbbbb'

const NETWORK = {
  account: '123456789012',
  region: 'eu-central-1',
  vpcs: [
    { id: VPC_A, name: 'a' },
    { id: VPC_B, name: 'b' },
  ],
  natGateways: [
    { id: NAT_A, vpcId: VPC_A },
    { id: NAT_B, vpcId: VPC_B, regional: true },
  ],
}

const read = (more: object) => readSettings(JSON.stringify({ ...NETWORK, ...more }))
const ids = (targets: readonly FlowLogTarget[]) => targets.map(targetId)

describe('what is logged', () => {
  it('is each VPC in CloudWatch and each NAT gateway in the lake, unless told', () => {
    const { cloudwatch, lake } = read({})

    expect(cloudwatch.logGroups.flatMap(({ targets }) => ids(targets))).toEqual([VPC_A, VPC_B])
    expect(ids(lake.targets)).toEqual([NAT_A, NAT_B])
  })

  it('is the other of the two when there is none of the preferred', () => {
    const { cloudwatch } = read({ vpcs: [] })
    const { lake } = read({ natGateways: [] })

    expect(cloudwatch.logGroups.flatMap(({ targets }) => ids(targets))).toEqual([NAT_A, NAT_B])
    expect(ids(lake.targets)).toEqual([VPC_A, VPC_B])
  })

  it('may be a whole VPC here and a NAT gateway there', () => {
    expect(ids(read({ lake: { targets: [VPC_A, NAT_B] } }).lake.targets)).toEqual([VPC_A, NAT_B])
  })

  it('is refused when it holds a VPC and a NAT gateway in it', () => {
    expect(caught(() => read({ cloudwatch: { targets: [VPC_A, VPC_B, NAT_B] } }))).toEqual({
      message: `\`cloudwatch.targets\` has both '${VPC_B}' and '${NAT_B}', a NAT gateway in it (natlens.config.json:1)`,
      help: 'each byte would be stored twice; name only one of them',
    })
  })

  it('is refused when an id is not in the settings', () => {
    expect(caught(() => read({ lake: { targets: ['nat-0bbbbbbc'] } }))).toEqual({
      message: "`lake.targets[0]` is 'nat-0bbbbbbc' (natlens.config.json:1)",
      help: 'Did you mean `nat-0bbbbbbb`?',
    })
  })

  it('is refused when there is nothing', () => {
    const nothing = { vpcs: [], natGateways: [], lake: { enabled: false } }

    expect(caught(() => read(nothing))).toEqual({
      message: '`cloudwatch.targets` is missing',
      help: 'list what to log in `vpcs` or `natGateways`, or set `cloudwatch.enabled` to false',
    })
    expect(caught(() => read({ natGateways: [], lake: { targets: 'natGateways' } })).help).toBe(
      '`natGateways` is empty',
    )
  })
})

describe('a log group', () => {
  it('is one for each VPC when there are several', () => {
    const { logGroups } = read({}).cloudwatch

    expect(logGroups.map(({ name, vpc }) => [name, vpc?.id])).toEqual([
      ['vpc-flow-logs/a', VPC_A],
      ['vpc-flow-logs/b', VPC_B],
    ])
  })

  it('has the name of the settings when there is one VPC', () => {
    const { logGroups } = read({ cloudwatch: { targets: [VPC_A] } }).cloudwatch

    expect(logGroups.map(({ name }) => name)).toEqual(['vpc-flow-logs'])
  })

  it('is shared by all when it is made elsewhere, unless the VPCs have theirs', () => {
    const elsewhere = { logGroupName: 'network', logGroupExisting: true }
    const shared = read({ cloudwatch: elsewhere }).cloudwatch.logGroups
    const own = read({
      cloudwatch: elsewhere,
      vpcs: NETWORK.vpcs.map((vpc) => ({ ...vpc, logGroupName: `network-${vpc.name}` })),
    }).cloudwatch.logGroups

    expect(shared).toEqual([
      { name: 'network', existing: true, vpc: undefined, targets: shared[0]!.targets },
    ])
    expect(ids(shared[0]!.targets)).toEqual([VPC_A, VPC_B])
    expect(own.map(({ name }) => name)).toEqual(['network-a', 'network-b'])
  })
})

describe('a NAT gateway', () => {
  it('is told apart by its id', () => {
    const { natGateways } = read({
      natGateways: [...NETWORK.natGateways, { id: 'nat-0ccccccc', vpcId: VPC_A }],
    })

    expect(natGateways.map(({ kind }) => kind)).toEqual(['interface', 'regional', 'zonal'])
  })

  it('is in the only VPC, and says in which when there are several', () => {
    const vpcs = [NETWORK.vpcs[0]]
    const natGateways = [{ id: NAT_A }]

    expect(read({ vpcs, natGateways }).natGateways[0]!.vpcId).toBe(VPC_A)
    expect(caught(() => read({ natGateways }))).toEqual({
      message: '`natGateways[0].vpcId` is missing (natlens.config.json:1)',
      help: `with several VPCs each NAT gateway needs a vpcId: one of '${VPC_A}', '${VPC_B}'`,
    })
  })

  it('is refused when its keys contradict each other', () => {
    const natGateways = [
      { id: NAT_A, vpcId: VPC_A, regional: true },
      { id: NAT_B, vpcId: 'vpc-0ccccccc', natGatewayId: NAT_B },
      { id: NAT_A, vpcId: VPC_A, name: 'again' },
    ]

    expect(caught(() => read({ natGateways })).message).toBe(
      [
        'natlens.config.json has 4 mistakes:',
        "  `natGateways[0].id` is 'eni-0aaaaaaa' (natlens.config.json:1): a regional NAT gateway has no interface; use its `nat-…` id",
        "  `natGateways[1].vpcId` is 'vpc-0ccccccc' (natlens.config.json:1): `vpcs` has 'vpc-0aaaaaaa', 'vpc-0bbbbbbb'",
        "  `natGateways[1].natGatewayId` is 'nat-0bbbbbbb' (natlens.config.json:1): only an `eni-…` id needs it; `id` is already the NAT gateway",
        "  `natGateways[2].id` is 'eni-0aaaaaaa' (natlens.config.json:1): `natGateways[0]` has the same value",
      ].join('\n'),
    )
  })
})
