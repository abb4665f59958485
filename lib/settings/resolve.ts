import { UsageError } from '../errors'
import { isDeployable } from '../flow-log/fields'
import { FORMATS, parseFormat, type Format } from '../flow-log/format'
import { partitionOf } from '../flow-log/region'
import { resolveNatGateways, resolveVpcs } from './gateways'
import type { Problem } from './problems'
import { resolveQuicksight } from './quicksight'
import type { WrittenSettings } from './schema'
import type {
  CloudwatchSettings,
  FlowLogTarget,
  LakeSettings,
  Settings,
  SettingsNetwork,
  TerraformCloudSettings,
  TrinoSettings,
} from './settings'
import { resolveLogGroups, resolveTargets } from './targets'

/** Adds the defaults that depend on other keys; keys that contradict each other become `problems`. */
export function resolveSettings(written: WrittenSettings, problems: Problem[]): Settings {
  const { account, region, name, kms, lambda, schedules, tags, usdPerGB, alarmTopicArn } = written
  const vpcs = resolveVpcs(written.vpcs, problems)
  const natGateways = resolveNatGateways(written.natGateways, vpcs, problems)
  const network = { vpcs, natGateways }
  return {
    account,
    region,
    partition: written.partition ?? partitionOf(region),
    name,
    ...network,
    cloudwatch: resolveCloudwatch(written, network, problems),
    lake: resolveLake(written, network, problems),
    lambda,
    schedules,
    kms: { enabled: kms.enabled, aliasPrefix: kms.aliasPrefix ?? `alias/${name}` },
    alarmTopicArn,
    tags,
    usdPerGB,
    trino: resolveTrino(written),
    quicksight: resolveQuicksight(written, problems),
    terraformCloud: resolveTerraformCloud(written),
  }
}

function resolveTrino({ trino }: WrittenSettings): TrinoSettings | undefined {
  const { server, catalog, schema, user, tlsCa, tlsCert, tlsKey } = trino
  if (server === undefined) return undefined
  return { server, catalog, schema, user, tlsCa, tlsCert, tlsKey }
}

function resolveCloudwatch(
  { name, region, vpcs: writtenVpcs, cloudwatch }: WrittenSettings,
  network: SettingsNetwork,
  problems: Problem[],
): CloudwatchSettings {
  const targets: readonly FlowLogTarget[] = cloudwatch.enabled
    ? resolveTargets('cloudwatch', cloudwatch.targets, 'vpcs', network, problems)
    : []
  const { enabled: hasAlarms, ...alarms } = cloudwatch.alarms
  return {
    enabled: cloudwatch.enabled,
    logFormat: resolveFormat('cloudwatch', cloudwatch.logFormat, problems),
    aggregationIntervalSeconds: cloudwatch.aggregationIntervalSeconds,
    trafficType: cloudwatch.trafficType,
    retentionDays: cloudwatch.retentionDays,
    logGroups: resolveLogGroups(cloudwatch, writtenVpcs, network.vpcs, targets),
    roleName: cloudwatch.roleName ?? `${name}-flow-logs-${region}`,
    fieldNames: cloudwatch.fieldNames,
    // The alarm on rejected records needs a metric filter.
    metricFilters: cloudwatch.metricFilters || hasAlarms,
    alarms: hasAlarms ? alarms : undefined,
    dashboard: cloudwatch.dashboard,
    dashboardName: cloudwatch.dashboardName ?? `${name}-${region}`,
    metricNamespace: cloudwatch.metricNamespace ?? name,
  }
}

function resolveLake(
  { name, account, region, lake }: WrittenSettings,
  network: SettingsNetwork,
  problems: Problem[],
): LakeSettings {
  const { database, table, view, workgroup, archiveTable, scheduleGroup, ...same } = lake
  const archiveBucketName = lake.archiveBucketName ?? `${name}-archive-${account}-${region}`
  const bucketName = lake.bucketName ?? `${name}-flow-logs-${account}-${region}`
  if (lake.enabled && archiveBucketName === bucketName) {
    const help = 'the objects in the bucket of the logs expire; the archive needs another bucket'
    problems.push({
      path: ['lake', 'archiveBucketName'],
      finding: `is '${bucketName}', the bucket of the logs`,
      help,
    })
  }
  return {
    ...same,
    logFormat: resolveFormat('lake', lake.logFormat, problems),
    targets: lake.enabled
      ? resolveTargets('lake', lake.targets, 'natGateways', network, problems)
      : [],
    bucketName,
    databaseName: database ?? name.replaceAll('-', '_'),
    tableName: table,
    viewName: view,
    workgroupName: workgroup ?? name,
    resultsBucketName: archiveBucketName,
    archiveBucketName,
    archiveTableName: archiveTable,
    archiveRetentionDays: lake.archiveRetentionDays,
    functionNames: {
      addPartitions: lake.functionNames.addPartitions ?? `${name}-add-partitions`,
      deletePartitions: lake.functionNames.deletePartitions ?? `${name}-delete-partitions`,
      archive: lake.functionNames.archive ?? `${name}-archive`,
    },
    roleNames: {
      addPartitions: lake.roleNames.addPartitions ?? `${name}-add-partitions-${region}`,
      deletePartitions: lake.roleNames.deletePartitions ?? `${name}-delete-partitions-${region}`,
      archive: lake.roleNames.archive ?? `${name}-archive-${region}`,
      scheduler: lake.roleNames.scheduler ?? `${name}-scheduler-${region}`,
    },
    scheduleGroupName: scheduleGroup ?? name,
    deadLetterQueueName: lake.deadLetterQueueName ?? `${name}-dead-letters`,
  }
}

function resolveTerraformCloud({
  name,
  terraformCloud,
}: WrittenSettings): TerraformCloudSettings | undefined {
  const { organization, project, hostname, workspaces } = terraformCloud
  if (organization === undefined) return undefined
  return {
    organization,
    project,
    hostname,
    workspaces: {
      cloudwatch: workspaces.cloudwatch ?? `${name}-cloudwatch`,
      lake: workspaces.lake ?? `${name}-lake`,
      quicksight: workspaces.quicksight ?? `${name}-quicksight`,
    },
  }
}

/** A named format without the fields that cannot be deployed; in a list such a field is a problem. */
function resolveFormat(
  destination: 'cloudwatch' | 'lake',
  written: string | readonly string[],
  problems: Problem[],
): Format {
  const path = [destination, 'logFormat']
  try {
    const text = typeof written === 'string' ? written : written.join(' ')
    const format = parseFormat(text)
    if (Object.hasOwn(FORMATS, text.trim())) return format.filter(isDeployable)

    for (const field of format.filter((each) => !isDeployable(each))) {
      const help = 'the provider has no argument for tags; remove the field'
      problems.push({ path, finding: `names \`${field.token}\``, help })
    }
    return format
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    problems.push({
      path,
      finding: error.message.replace(/^the log format /, ''),
      help: error.help ?? 'name each field once',
    })
    return []
  }
}
