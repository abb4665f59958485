import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group'
import { CloudwatchMetricAlarm } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm'
import { DataAwsNatGateway } from '@cdktf/provider-aws/lib/data-aws-nat-gateway'
import type { Construct } from 'constructs'
import type { Catalogue } from '../lib/catalogue/catalogue'
import type { NatGatewayLookup } from '../lib/catalogue/deployed-values'
import type { FlowLogTarget, LogGroup, NatGateway, Settings } from '../lib/settings/settings'
import { arn, logGroupArns, logsService } from './arn'
import { BaseStack } from './base-stack'
import { consoleQueries, type ConsoleQueries } from './console-queries'
import { consoleUrl } from './console-url'
import { ConsoleFlowLog } from './constructs/console-flow-log'
import { EncryptionKey } from './constructs/encryption-key'
import { FlowLogMetrics } from './constructs/flow-log-metrics'
import { FlowLogRole } from './constructs/flow-log-role'
import { targetName } from './constructs/flow-log-source'
import { NatAlarms } from './constructs/nat-alarms'
import { QueryDashboard } from './constructs/query-dashboard'
import { SavedQueries } from './constructs/saved-queries'

/** The last days in CloudWatch Logs: log groups, flow logs, and the catalogue in the console. */
export class CloudwatchStack extends BaseStack {
  /** Messages on what the format excludes. */
  readonly notes: readonly string[]

  constructor(
    scope: Construct,
    private readonly settings: Settings,
    catalogue: Catalogue,
  ) {
    const { logGroups } = settings.cloudwatch
    const isRegional = logGroups.some(({ targets }) => targets.some(needsRegional))
    super(scope, 'cloudwatch', settings, isRegional ? ['regional-nat-gateway'] : [])

    this.createFlowLogs(logGroups)
    const lookups = this.lookUpNatGateways()
    const queries = logGroups.map((group) => consoleQueries(settings, group, catalogue, lookups))
    logGroups.forEach((group, index) => this.saveQueries(group, queries[index]!))
    logGroups.forEach((group) => this.createMetrics(group, lookups))
    this.createAlarms()
    this.createDashboard(queries)
    this.addOutputs()
    this.notes = queries.flatMap(({ leftOut }, index) =>
      leftOut.map(({ query, reason }) => `${logGroups[index]!.name}: skipped ${query}: ${reason}`),
    )
  }

  private createFlowLogs(logGroups: readonly LogGroup[]): void {
    const { settings } = this
    const { cloudwatch } = settings
    const key = this.createKey(logGroups)
    const role = new FlowLogRole(this, 'flow-log-role', {
      accountRegion: settings,
      roleName: cloudwatch.roleName,
      logGroupNames: logGroups.map(({ name }) => name),
    })
    for (const group of logGroups) {
      const logGroupArn = this.createLogGroup(group, key?.arn)
      for (const target of group.targets) {
        new ConsoleFlowLog(this, `flow-log-${targetName(target)}`, {
          target,
          name: `${settings.name}-${targetName(target)}`,
          logGroupArn,
          roleArn: role.arn,
          logFormat: cloudwatch.logFormat,
          trafficType: cloudwatch.trafficType,
          aggregationIntervalSeconds: cloudwatch.aggregationIntervalSeconds,
          dependsOn: [role.policy],
        })
      }
    }
  }

  private createKey(logGroups: readonly LogGroup[]): EncryptionKey | undefined {
    const { settings } = this
    const { kms } = settings
    const created = logGroups.filter(({ existing }) => !existing)
    if (!kms.enabled || created.length === 0) return undefined

    const groupArns = created.map(({ name }) => logGroupArns(settings, name)[0])
    return new EncryptionKey(this, 'key', {
      accountRegion: settings,
      alias: `${kms.aliasPrefix}-cloudwatch`,
      description: 'Flow logs in CloudWatch Logs',
      services: [
        {
          service: logsService(settings),
          conditions: { ArnEquals: { 'kms:EncryptionContext:aws:logs:arn': groupArns } },
        },
      ],
    })
  }

  /**
   * The retention is a setting (CKV_AWS_338: months are in the lake), and so is the key (CKV_AWS_158).
   */
  private createLogGroup({ name, existing }: LogGroup, kmsKeyId: string | undefined): string {
    if (existing) return arn(this.settings, 'logs', `log-group:${name}`)
    const { arn: created } = new CloudwatchLogGroup(this, `log-group-${idPart(name)}`, {
      name,
      retentionInDays: this.settings.cloudwatch.retentionDays,
      ...(kmsKeyId !== undefined && { kmsKeyId }),
    })
    return created
  }

  /** Looks up the interface and the address of zonal NAT gateways of which the settings have only the id. */
  private lookUpNatGateways(): ReadonlyMap<string, NatGatewayLookup> {
    const zonal = this.settings.natGateways.filter(({ kind }) => kind === 'zonal')
    return new Map(
      zonal.flatMap((gateway): [string, NatGatewayLookup][] => {
        if (gateway.kind !== 'zonal') return []
        const { natGatewayId } = gateway
        const data = new DataAwsNatGateway(this, `lookup-${natGatewayId}`, { id: natGatewayId })
        const lookup = {
          interfaceId: { expression: data.networkInterfaceId },
          privateAddress: { expression: data.privateIp },
        }
        return [[natGatewayId, lookup]]
      }),
    )
  }

  private saveQueries(group: LogGroup, { saved }: ConsoleQueries): void {
    const { name } = this.settings
    const isOneOfSeveral = this.settings.cloudwatch.logGroups.length > 1
    new SavedQueries(this, `saved-queries-${idPart(group.name)}`, {
      folder: isOneOfSeveral ? `${name}/${group.vpc?.name ?? group.name}` : name,
      logGroupName: group.name,
      queries: saved,
    })
  }

  private createMetrics(group: LogGroup, lookups: ReadonlyMap<string, NatGatewayLookup>): void {
    const { cloudwatch, natGateways, name, alarmTopicArn } = this.settings
    if (!cloudwatch.metricFilters) return

    const { rejectedMetric } = new FlowLogMetrics(this, `metrics-${idPart(group.name)}`, {
      logGroupName: group.name,
      logFormat: cloudwatch.logFormat,
      namespace: cloudwatch.metricNamespace,
      name,
      natInterfaces: natGateways
        .filter((gateway) => group.vpc === undefined || gateway.vpcId === group.vpc.id)
        .flatMap((gateway) => interfaceOf(gateway, lookups)),
    })
    if (!cloudwatch.alarms || rejectedMetric === undefined) return
    new CloudwatchMetricAlarm(this, `alarm-rejected-${idPart(group.name)}`, {
      alarmName: `${name}-rejected-records-${idPart(group.name)}`,
      alarmDescription: `Many rejected records in ${group.name}`,
      namespace: cloudwatch.metricNamespace,
      metricName: rejectedMetric,
      statistic: 'Sum',
      period: 300,
      evaluationPeriods: 1,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: cloudwatch.alarms.rejectsPerFiveMinutes,
      treatMissingData: 'notBreaching',
      alarmActions: alarmTopicArn === undefined ? [] : [alarmTopicArn],
    })
  }

  private createAlarms(): void {
    const { cloudwatch, natGateways, name, alarmTopicArn } = this.settings
    if (!cloudwatch.alarms) return
    for (const gateway of natGateways) {
      if (gateway.natGatewayId === undefined) continue
      new NatAlarms(this, `alarms-${gateway.name}`, {
        natGatewayId: gateway.natGatewayId,
        name: `${name}-${gateway.name}`,
        natGBPerHour: cloudwatch.alarms.natGBPerHour,
        topicArns: alarmTopicArn === undefined ? [] : [alarmTopicArn],
      })
    }
  }

  private createDashboard(queries: readonly ConsoleQueries[]): void {
    const { cloudwatch, region } = this.settings
    if (!cloudwatch.dashboard) return
    new QueryDashboard(this, 'dashboard', {
      dashboardName: cloudwatch.dashboardName,
      region,
      logGroups: cloudwatch.logGroups.map(({ name }, index) => ({
        name,
        queries: queries[index]!.saved,
      })),
    })
  }

  private addOutputs(): void {
    const { settings } = this
    const { cloudwatch } = settings
    const names = cloudwatch.logGroups.map(({ name }) => name)
    this.output(
      'saved_queries_url',
      consoleUrl(settings, 'cloudwatch', 'logsV2:logs-insights'),
      `The saved queries are under Queries, folder ${settings.name}`,
    )
    this.output('log_groups', names.join(' '), 'The records are delivered here')
    if (cloudwatch.dashboard) {
      const page = `dashboards/dashboard/${cloudwatch.dashboardName}`
      this.output('dashboard_url', consoleUrl(settings, 'cloudwatch', page), 'The main queries')
    }
    this.output(
      'next_command',
      `aws logs tail ${names[0]} --region ${settings.region} --since 15m`,
      'Shows the newest records; the first arrive about five minutes after the first traffic',
    )
  }
}

function needsRegional(target: FlowLogTarget): boolean {
  return target.kind === 'nat-gateway' && target.natGateway.kind === 'regional'
}

/** A regional NAT gateway has no interface; Terraform looks up that of a zonal one. */
function interfaceOf(
  gateway: NatGateway,
  lookups: ReadonlyMap<string, NatGatewayLookup>,
): readonly { readonly name: string; readonly interfaceId: string }[] {
  const { name } = gateway
  if (gateway.kind === 'interface') return [{ name, interfaceId: gateway.interfaceId }]
  const lookup = gateway.kind === 'zonal' ? lookups.get(gateway.natGatewayId) : undefined
  return lookup ? [{ name, interfaceId: lookup.interfaceId.expression }] : []
}

/** A physical name as a part of a construct id, which cannot contain `/`. */
function idPart(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]+/g, '-')
}
