import { FORMATS } from '../../lib/flow-log/format'
import type { FlowLogTarget, NatGateway, Settings, Vpc } from '../../lib/settings/settings'

export const EXAMPLE_VPC: Vpc = {
  id: 'vpc-0a1b2c3d4e5f60718',
  name: 'vpc-0a1b2c3d4e5f60718',
  cidrs: ['10.0.0.0/16'],
}

export const EXAMPLE_NAT_GATEWAYS: readonly NatGateway[] = [
  {
    kind: 'interface',
    interfaceId: 'eni-0aaaaaaaaaaaaaaa1',
    natGatewayId: 'nat-0aaaaaaaaaaaaaaa1',
    name: 'nat-a',
    vpcId: EXAMPLE_VPC.id,
    privateAddresses: ['10.0.0.10'],
  },
  {
    kind: 'interface',
    interfaceId: 'eni-0bbbbbbbbbbbbbbb2',
    natGatewayId: 'nat-0bbbbbbbbbbbbbbb2',
    name: 'nat-b',
    vpcId: EXAMPLE_VPC.id,
    privateAddresses: ['10.0.1.10'],
  },
]

const VPC_TARGETS: readonly FlowLogTarget[] = [{ kind: 'vpc', vpc: EXAMPLE_VPC }]

const NAT_TARGETS: readonly FlowLogTarget[] = EXAMPLE_NAT_GATEWAYS.map((natGateway) => ({
  kind: 'nat-gateway',
  natGateway,
}))

const EXAMPLE: Settings = {
  account: '123456789012',
  region: 'eu-central-1',
  partition: 'aws',
  name: 'natlens',
  vpcs: [EXAMPLE_VPC],
  natGateways: EXAMPLE_NAT_GATEWAYS,
  cloudwatch: {
    enabled: true,
    logFormat: FORMATS.v5,
    aggregationIntervalSeconds: 60,
    trafficType: 'ALL',
    retentionDays: 7,
    logGroups: [{ name: 'vpc-flow-logs', existing: false, vpc: EXAMPLE_VPC, targets: VPC_TARGETS }],
    roleName: 'natlens-flow-logs-eu-central-1',
    fieldNames: 'discovered',
    metricFilters: false,
    alarms: undefined,
    dashboard: false,
    dashboardName: 'natlens-eu-central-1',
    metricNamespace: 'natlens',
  },
  lake: {
    enabled: true,
    logFormat: FORMATS.v5,
    aggregationIntervalSeconds: 600,
    trafficType: 'ALL',
    targets: NAT_TARGETS,
    bucketName: 'natlens-flow-logs-123456789012-eu-central-1',
    bucketExisting: false,
    prefix: '',
    retentionDays: 7,
    databaseName: 'natlens',
    databaseExisting: false,
    tableName: 'flow_logs',
    viewName: 'nat_legs',
    workgroupName: 'natlens',
    resultsBucketName: 'natlens-archive-123456789012-eu-central-1',
    resultsPrefix: 'athena-results',
    bytesScannedCutoff: 107_374_182_400,
    archiveBucketName: 'natlens-archive-123456789012-eu-central-1',
    archiveTableName: 'daily_top_100',
    archiveRetentionDays: undefined,
    addPartitionsOnApply: true,
    daysAhead: 2,
    alarms: true,
    forceDestroy: false,
    functionNames: {
      addPartitions: 'natlens-add-partitions',
      deletePartitions: 'natlens-delete-partitions',
      archive: 'natlens-archive',
    },
    roleNames: {
      addPartitions: 'natlens-add-partitions-eu-central-1',
      deletePartitions: 'natlens-delete-partitions-eu-central-1',
      archive: 'natlens-archive-eu-central-1',
      scheduler: 'natlens-scheduler-eu-central-1',
    },
    scheduleGroupName: 'natlens',
    deadLetterQueueName: 'natlens-dead-letters',
  },
  lambda: {
    runtime: 'nodejs24.x',
    architecture: 'arm64',
    memoryMebibytes: 256,
    timeoutSeconds: 300,
    archiveTimeoutSeconds: 900,
    logRetentionDays: 30,
    tracing: true,
  },
  schedules: {
    timezone: 'UTC',
    addPartitions: '23:00',
    deletePartitions: '01:00',
    archive: '02:00',
  },
  kms: { enabled: false, aliasPrefix: 'alias/natlens' },
  alarmTopicArn: undefined,
  tags: {},
  usdPerGB: 0.045,
  quicksight: undefined,
  trino: undefined,
  terraformCloud: undefined,
}

/** What the stacks may be told besides the QuickSight stack, which is off in {@link exampleSettings}. */
export const EXAMPLE_QUICKSIGHT: NonNullable<Settings['quicksight']> = {
  principalArn: 'arn:aws:quicksight:us-east-1:123456789012:user/default/analyst',
  identityRegion: 'us-east-1',
  roleName: 'aws-quicksight-service-role-v0',
  importMode: 'SPICE',
  refresh: { frequency: 'daily', time: '13:59', timezone: 'UTC' },
  dataSourceId: 'natlens',
  dataSetId: 'natlens-nat-legs',
  analysisId: 'natlens-analysis',
  dashboardId: 'natlens-dashboard',
}

/** Overrides by key; of an object only the keys that are named. */
export type Overrides = {
  readonly [Key in keyof Settings]?: Settings[Key] extends readonly unknown[] | string | undefined
    ? Settings[Key]
    : Partial<Settings[Key]> | undefined
}

/** One VPC with two zonal NAT gateways, both destinations on, QuickSight off; all as the defaults make it. */
export function exampleSettings(overrides: Overrides = {}): Settings {
  const merged: Record<string, unknown> = { ...EXAMPLE }
  for (const [key, value] of Object.entries(overrides)) {
    const current = merged[key]
    merged[key] = isObject(current) && isObject(value) ? { ...current, ...value } : value
  }
  return merged as unknown as Settings
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
