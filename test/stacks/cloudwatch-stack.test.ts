import { FORMATS } from '../../lib/flow-log/format'
import { parseQuery } from '../../lib/language/parse'
import { resolveQuery } from '../../lib/language/resolve'
import type { LogGroup, NatGateway, Settings, Vpc } from '../../lib/settings/settings'
import { CloudwatchStack } from '../../stacks/cloudwatch-stack'
import { catalogue } from '../example-questions'
import { EXAMPLE_VPC, exampleSettings } from '../settings/example-settings'
import { synthStack, type Arguments, type SynthStack } from './synth-stack'

interface Made extends Pick<SynthStack, 'text' | 'outputs' | 'terraform'> {
  readonly notes: readonly string[]
  all(type: string): readonly Arguments[]
  only(type: string): Arguments
}

function stack(settings: Settings): Made {
  let notes: readonly string[] = []
  const synth = synthStack((app) => {
    const built = new CloudwatchStack(app, settings, catalogue)
    notes = built.notes
    return built
  })
  return {
    ...synth,
    notes,
    all: (type) => Object.values(synth.all(type)),
    only: (type) => synth.one(type),
  }
}

function withCloudwatch(cloudwatch: Partial<Settings['cloudwatch']>): Settings {
  return exampleSettings({ cloudwatch })
}

const queriesOf = (made: Made) =>
  new Map(
    made.all('aws_cloudwatch_query_definition').map((each) => [each.name as string, each] as const),
  )
const textOf = (made: Made, name: string) => queriesOf(made).get(name)?.query_string as string

describe('the flow log', () => {
  const made = stack(exampleSettings())

  it('captures all traffic of the VPC every minute, under a name', () => {
    expect(made.only('aws_flow_log')).toMatchObject({
      vpc_id: EXAMPLE_VPC.id,
      traffic_type: 'ALL',
      max_aggregation_interval: 60,
      log_destination_type: 'cloud-watch-logs',
      log_destination: '${aws_cloudwatch_log_group.log-group-vpc-flow-logs.arn}',
      tags: { Name: `natlens-${EXAMPLE_VPC.name}` },
      depends_on: [expect.stringMatching(/^aws_iam_role_policy\./)],
    })
  })

  it('has its format escaped: Terraform must not read `${srcaddr}` as its own', () => {
    const format = made.only('aws_flow_log').log_format as string

    expect(format.startsWith('$${version} $${account-id} ')).toBe(true)
    expect(format).not.toMatch(/(?<!\$)\$\{/)
    expect(format.split(' ')).toHaveLength(29)
  })

  it('writes through a role that this account alone can give, to this group alone', () => {
    const role = made.only('aws_iam_role')
    const policy = made.only('aws_iam_role_policy')
    const group = 'arn:aws:logs:eu-central-1:123456789012:log-group:vpc-flow-logs'

    expect(JSON.parse(role.assume_role_policy as string)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'aws:SourceAccount': '123456789012' },
            ArnLike: { 'aws:SourceArn': 'arn:aws:ec2:eu-central-1:123456789012:vpc-flow-log/*' },
          },
        },
      ],
    })
    expect(JSON.parse(policy.policy as string)).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          Resource: [group, `${group}:*`],
        },
        {
          Effect: 'Allow',
          Action: ['logs:DescribeLogGroups'],
          Resource: ['arn:aws:logs:eu-central-1:123456789012:log-group:*'],
        },
      ],
    })
  })

  it('is attached to interfaces, to looked-up NAT gateways and to regional ones', () => {
    const basis = { vpcId: EXAMPLE_VPC.id, privateAddresses: [] }
    const natGateways: readonly NatGateway[] = [
      { ...basis, kind: 'interface', interfaceId: 'eni-0a', natGatewayId: undefined, name: 'a' },
      { ...basis, kind: 'zonal', natGatewayId: 'nat-0b', name: 'b' },
      { ...basis, kind: 'regional', natGatewayId: 'nat-0c', name: 'c' },
    ]
    const { logGroups } = exampleSettings().cloudwatch
    const targets = natGateways.map((natGateway) => ({ kind: 'nat-gateway', natGateway }) as const)
    const mixed = stack(
      exampleSettings({
        natGateways,
        cloudwatch: { logGroups: [{ ...logGroups[0]!, targets }] },
      }),
    )

    expect(
      mixed.all('aws_flow_log').map((each) => each.eni_id ?? each.regional_nat_gateway_id),
    ).toEqual([
      'eni-0a',
      expect.stringMatching(/^\$\{data\.aws_nat_gateway\..*\.network_interface_id\}$/),
      'nat-0c',
    ])
    expect(mixed.terraform).toMatchObject({
      required_providers: { aws: { version: '>= 6.25.0, < 7.0.0' } },
    })
  })
})

describe('the log group', () => {
  it('keeps its records for as long as the settings say', () => {
    const made = stack(withCloudwatch({ retentionDays: 14 }))

    expect(made.only('aws_cloudwatch_log_group')).toMatchObject({
      name: 'vpc-flow-logs',
      retention_in_days: 14,
    })
  })

  it('is left alone when it is made elsewhere', () => {
    const { logGroups } = exampleSettings().cloudwatch
    const existing = { ...logGroups[0]!, existing: true }
    const made = stack(withCloudwatch({ logGroups: [existing] }))

    expect(made.all('aws_cloudwatch_log_group')).toEqual([])
    expect(made.only('aws_flow_log').log_destination).toBe(
      'arn:aws:logs:eu-central-1:123456789012:log-group:vpc-flow-logs',
    )
  })

  it('is encrypted with a key of our own when the settings say so', () => {
    const made = stack(exampleSettings({ kms: { enabled: true } }))
    const { Statement } = JSON.parse(made.only('aws_kms_key').policy as string) as {
      Statement: readonly object[]
    }

    expect(made.only('aws_kms_alias').name).toBe('alias/natlens-cloudwatch')
    expect(made.only('aws_cloudwatch_log_group').kms_key_id).toMatch(/^\$\{aws_kms_key\./)
    expect(Statement[1]).toMatchObject({
      Principal: { Service: 'logs.eu-central-1.amazonaws.com' },
      Condition: {
        ArnEquals: {
          'kms:EncryptionContext:aws:logs:arn': [
            'arn:aws:logs:eu-central-1:123456789012:log-group:vpc-flow-logs',
          ],
        },
      },
    })
  })
})

describe('the saved queries', () => {
  const made = stack(exampleSettings())

  it('are the whole catalogue in folders, the log group chosen', () => {
    const definitions = made.all('aws_cloudwatch_query_definition')

    expect(definitions.map(({ name }) => name).sort()).toEqual(
      catalogue.all().map(({ name }) => `natlens/${name}`),
    )
    expect(definitions.map((each) => each.log_group_names)).toEqual(
      definitions.map(() => ['vpc-flow-logs']),
    )
    expect(made.notes).toEqual([])
  })

  it('say in their first line which query they are, and are legal without a parameter left', () => {
    for (const { name, query_string } of made.all('aws_cloudwatch_query_definition')) {
      const text = query_string as string
      const query = catalogue.find((name as string).replace('natlens/', ''))
      const { pipeline, diagnostics } = parseQuery(text)
      const resolved = resolveQuery(pipeline)
      const errors = [...diagnostics, ...resolved.diagnostics].filter(
        ({ severity }) => severity === 'error',
      )

      expect(text.split('\n')[0]).toBe(`# natlens ${query.name} v${query.version}`)
      expect([name, errors]).toEqual([name, []])
      expect(text.length).toBeLessThanOrEqual(10_000)
      expect(text).not.toContain('{{')
    }
  })

  it('have the NAT gateways, addresses, networks and price of the settings filled in', () => {
    const own = stack(
      exampleSettings({ usdPerGB: 0.052, vpcs: [{ ...EXAMPLE_VPC, cidrs: ['203.0.113.0/24'] }] }),
    )

    expect(textOf(own, 'natlens/nat/conversations')).toContain(
      'interfaceId in ["eni-0aaaaaaaaaaaaaaa1", "eni-0bbbbbbbbbbbbbbb2"]',
    )
    expect(textOf(own, 'natlens/nat/conversations')).toContain('"203.0.113.0/24"')
    expect(textOf(own, 'natlens/nat/egress-via-nat')).toContain(
      'srcAddr not in ["10.0.0.10", "10.0.1.10"]',
    )
    expect(textOf(own, 'natlens/cost/nat-processing')).toContain('* 0.052 as natUSD')
  })

  it('name what Terraform looks up by an expression', () => {
    const natGateways: readonly NatGateway[] = [
      {
        kind: 'zonal',
        natGatewayId: 'nat-0b',
        name: 'b',
        vpcId: EXAMPLE_VPC.id,
        privateAddresses: [],
      },
    ]
    const own = stack(exampleSettings({ natGateways }))

    expect(textOf(own, 'natlens/nat/conversations')).toContain(
      'interfaceId in ["${data.aws_nat_gateway.lookup-nat-0b.network_interface_id}"]',
    )
    expect(textOf(own, 'natlens/nat/egress-via-nat')).toContain(
      'srcAddr not in ["${data.aws_nat_gateway.lookup-nat-0b.private_ip}"]',
    )
    expect(own.text).not.toContain('eni-lookup')
    expect(own.text).not.toContain('255.255.0')
  })

  it('are only those that the format can answer, and a note says which are not', () => {
    const own = stack(withCloudwatch({ logFormat: FORMATS.v2 }))

    expect(queriesOf(own).has('natlens/nat/conversations')).toBe(false)
    expect(queriesOf(own).has('natlens/nat/egress-via-nat')).toBe(true)
    expect(own.notes).toContain(
      'vpc-flow-logs: skipped nat/conversations: the log format lacks pktSrcAddr, pktDstAddr',
    )
    expect(own.notes.length + queriesOf(own).size).toBe(catalogue.all().length)
  })

  it('are left out when they require a value that the settings do not have', () => {
    const own = stack(exampleSettings({ natGateways: [] }))

    expect(own.notes).toEqual([
      'vpc-flow-logs: skipped nat/egress-via-nat: the settings lack natAddresses',
    ])
  })

  it('have a folder and a group for each of several VPCs', () => {
    const vpcs: readonly Vpc[] = ['a', 'b'].map((name) => ({ id: `vpc-0${name}`, name, cidrs: [] }))
    const logGroups = vpcs.map((vpc): LogGroup => ({
      name: `vpc-flow-logs/${vpc.name}`,
      existing: false,
      vpc,
      targets: [{ kind: 'vpc', vpc }],
    }))
    const own = stack(exampleSettings({ vpcs, natGateways: [], cloudwatch: { logGroups } }))

    expect(queriesOf(own).get('natlens/b/nat/conversations')).toMatchObject({
      log_group_names: ['vpc-flow-logs/b'],
    })
    expect(own.all('aws_flow_log').map((each) => each.vpc_id)).toEqual(['vpc-0a', 'vpc-0b'])
    expect(own.all('aws_iam_role')).toHaveLength(1)
  })

  it('split each record themselves when the settings say so', () => {
    const own = stack(withCloudwatch({ fieldNames: 'parse' }))

    expect(textOf(own, 'natlens/nat/talkers')).toContain(
      '\nparse @message "* * * * * * * * * * * * * * * * * * * * * * * * * * * * *" as p_version, p_accountId,',
    )
  })
})

describe('metrics, alarms and the dashboard', () => {
  const topic = 'arn:aws:sns:eu-central-1:123456789012:alarms'

  it('are off unless asked for', () => {
    const made = stack(exampleSettings())

    expect(made.all('aws_cloudwatch_log_metric_filter')).toEqual([])
    expect(made.all('aws_cloudwatch_metric_alarm')).toEqual([])
    expect(made.all('aws_cloudwatch_dashboard')).toEqual([])
  })

  it('count rejects of the group and, once each, the bytes of each NAT gateway', () => {
    const made = stack(withCloudwatch({ metricFilters: true }))

    expect(
      made.all('aws_cloudwatch_log_metric_filter').map(({ name, pattern }) => [name, pattern]),
    ).toEqual([
      [
        'natlens-nat-bytes-nat-a',
        '[f1, f2, interface_id="eni-0aaaaaaaaaaaaaaa1", f4, f5, f6, f7, f8, f9, bytes, f11, f12, action="ACCEPT", f14, f15, f16, f17, f18, f19, f20, f21, f22, f23, f24, f25, f26, f27, flow_direction="ingress", ...]',
      ],
      ['natlens-nat-bytes-nat-b', expect.stringContaining('eni-0bbbbbbbbbbbbbbb2')],
      [
        'natlens-rejected-records',
        '[f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, action="REJECT", ...]',
      ],
    ])
  })

  it('alarm on bytes, lost connections, dropped packets and rejects', () => {
    const alarms = { natGBPerHour: 50, rejectsPerFiveMinutes: 200 }
    const made = stack(
      exampleSettings({ alarmTopicArn: topic, cloudwatch: { metricFilters: true, alarms } }),
    )
    const all = made.all('aws_cloudwatch_metric_alarm')

    expect(all.map(({ alarm_name, threshold }) => [alarm_name, threshold])).toEqual(
      expect.arrayContaining([
        ['natlens-nat-a-bytes', 50 * 2 ** 30],
        ['natlens-nat-a-ErrorPortAllocation', 0],
        ['natlens-nat-b-PacketsDropCount', 0],
        ['natlens-rejected-records-vpc-flow-logs', 200],
      ]),
    )
    expect(all).toHaveLength(7)
    expect(all.every(({ alarm_actions }) => (alarm_actions as string[])[0] === topic)).toBe(true)
  })

  it('show the main queries on a dashboard', () => {
    const made = stack(withCloudwatch({ dashboard: true }))
    const { widgets } = JSON.parse(
      made.only('aws_cloudwatch_dashboard').dashboard_body as string,
    ) as { widgets: readonly { properties: { title: string; query: string } }[] }

    expect(widgets.map(({ properties }) => properties.title)[0]).toBe(
      'nat/over-time (vpc-flow-logs)',
    )
    expect(widgets[0]!.properties.query).toMatch(/^SOURCE 'vpc-flow-logs' \| filter /)
    expect(made.outputs.dashboard_url?.value).toBe(
      'https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#dashboards/dashboard/natlens-eu-central-1',
    )
  })
})

describe('the outputs', () => {
  it('say where things are and what comes next', () => {
    const { outputs } = stack(exampleSettings())

    expect(
      Object.fromEntries(Object.entries(outputs).map(([key, { value }]) => [key, value])),
    ).toEqual({
      saved_queries_url:
        'https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#logsV2:logs-insights',
      log_groups: 'vpc-flow-logs',
      next_command: 'aws logs tail vpc-flow-logs --region eu-central-1 --since 15m',
    })
  })
})
