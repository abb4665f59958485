import { z } from 'zod'
import { FORMAT_NAMES } from '../flow-log/format'
import { PARTITIONS } from '../flow-log/region'
import {
  accountId,
  address,
  amount,
  arn,
  block,
  choice,
  flag,
  list,
  named,
  region,
  resourceId,
  text,
  timeOfDay,
  timezone,
  whole,
} from './values'

/** Valid retentions of CloudWatch Logs, in days. */
export const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
] as const

const vpc = block({
  id: resourceId('vpc'),
  name: named('VPC').optional(),
  cidrs: list(address('block'), 'CIDR blocks').default([]),
  logGroupName: named('log group').optional(),
})

const natGateway = block({
  id: text(/^(eni|nat)-[0-9a-f]{8,32}$/, 'the `eni-…` id of its interface, or its own `nat-…` id'),
  regional: flag().default(false),
  natGatewayId: resourceId('nat').optional(),
  vpcId: resourceId('vpc').optional(),
  privateAddresses: list(address('single'), 'addresses').default([]),
  name: named('NAT gateway').optional(),
})

const TARGETS = "'vpcs', 'natGateways' or a list of their ids"
const targets = z.union([z.enum(['vpcs', 'natGateways']), z.array(z.string())], {
  error: TARGETS,
})

const logFormat = z.union([z.string(), z.array(z.string())], {
  error: `${FORMAT_NAMES} or a list of fields`,
})

const cloudwatch = block({
  enabled: flag().default(true),
  logFormat: logFormat.default('v5'),
  aggregationIntervalSeconds: choice([60, 600]).default(60),
  trafficType: choice(['ALL', 'ACCEPT', 'REJECT']).default('ALL'),
  retentionDays: choice(RETENTION_DAYS).default(7),
  logGroupName: named('log group').default('vpc-flow-logs'),
  logGroupExisting: flag().default(false),
  targets: targets.optional(),
  roleName: named('role').optional(),
  fieldNames: choice(['discovered', 'parse']).default('discovered'),
  metricFilters: flag().default(false),
  metricNamespace: named('namespace').optional(),
  alarms: block({
    enabled: flag().default(false),
    natGBPerHour: amount().default(100),
    rejectsPerFiveMinutes: whole(1).default(1000),
  }).prefault({}),
  dashboard: flag().default(false),
  dashboardName: named('dashboard').optional(),
})

const lake = block({
  enabled: flag().default(true),
  logFormat: logFormat.default('v5'),
  aggregationIntervalSeconds: choice([60, 600]).default(600),
  trafficType: choice(['ALL', 'ACCEPT', 'REJECT']).default('ALL'),
  targets: targets.optional(),
  bucketName: named('bucket').optional(),
  bucketExisting: flag().default(false),
  prefix: named('prefix').default(''),
  retentionDays: whole(2, 3650).default(7),
  database: named('database').optional(),
  databaseExisting: flag().default(false),
  table: named('table').default('flow_logs'),
  view: named('table').default('nat_legs'),
  workgroup: named('workgroup').optional(),
  resultsPrefix: named('results prefix').default('athena-results'),
  bytesScannedCutoff: whole(10_000_000).default(107_374_182_400),
  archiveBucketName: named('bucket').optional(),
  archiveTable: named('table').default('daily_top_100'),
  archiveRetentionDays: whole(1).optional(),
  addPartitionsOnApply: flag().default(true),
  daysAhead: whole(0, 30).default(2),
  alarms: flag().default(true),
  forceDestroy: flag().default(false),
  functionNames: block({
    addPartitions: named('function').optional(),
    deletePartitions: named('function').optional(),
    archive: named('function').optional(),
  }).prefault({}),
  roleNames: block({
    addPartitions: named('role').optional(),
    deletePartitions: named('role').optional(),
    archive: named('role').optional(),
    scheduler: named('role').optional(),
  }).prefault({}),
  scheduleGroup: named('schedule group').optional(),
  deadLetterQueueName: named('queue').optional(),
})

const quicksight = block({
  principalArn: text(
    /^arn:[a-z-]+:quicksight:[a-z0-9-]+:\d{12}:(user|group)\/.+\/.+$/,
    "the ARN of a QuickSight user or group, 'arn:aws:quicksight:us-east-1:123456789012:user/default/analyst'",
  ).optional(),
  identityRegion: region().optional(),
  roleName: named('role').default('aws-quicksight-service-role-v0'),
  importMode: choice(['SPICE', 'DIRECT_QUERY']).default('SPICE'),
  refresh: block({
    frequency: choice(['daily', 'hourly']).default('daily'),
    time: timeOfDay().default('13:59'),
    timezone: timezone().default('UTC'),
  }).prefault({}),
  dataSourceId: named('QuickSight id').optional(),
  dataSetId: named('QuickSight id').optional(),
  analysisId: named('QuickSight id').optional(),
  dashboardId: named('QuickSight id').optional(),
})

/** The schema of natlens.config.json; {@link resolveSettings} adds the defaults that depend on other keys. */
export const SETTINGS_SCHEMA = block({
  account: accountId(),
  region: region(),
  partition: choice(PARTITIONS).optional(),
  name: named('deployment').default('natlens'),
  vpcs: list(vpc, 'VPCs').default([]),
  natGateways: list(natGateway, 'NAT gateways').default([]),
  cloudwatch: cloudwatch.prefault({}),
  lake: lake.prefault({}),
  lambda: block({
    runtime: choice(['nodejs22.x', 'nodejs24.x']).default('nodejs24.x'),
    architecture: choice(['arm64', 'x86_64']).default('arm64'),
    // Measured: 57 to 62 MiB on a usual day, 77 MiB with the 8,784 partitions of a year. Lambda's processor share grows with
    // memory: at 256 MiB a usual run takes 2 to 3 s, a year's partitions take 8 s; 128 MiB doubles that.
    memoryMebibytes: whole(128, 10_240).default(256),
    // Enough for a year's partitions while Glue throttles most calls. The archive has Lambda's maximum: Athena may queue queries.
    timeoutSeconds: whole(10, 900).default(300),
    archiveTimeoutSeconds: whole(60, 900).default(900),
    logRetentionDays: choice(RETENTION_DAYS).default(30),
    tracing: flag().default(true),
  }).prefault({}),
  schedules: block({
    timezone: timezone().default('UTC'),
    addPartitions: timeOfDay().default('23:00'),
    deletePartitions: timeOfDay().default('01:00'),
    archive: timeOfDay().default('02:00'),
  }).prefault({}),
  kms: block({
    enabled: flag().default(false),
    aliasPrefix: named('key alias').optional(),
  }).prefault({}),
  alarmTopicArn: arn('sns').optional(),
  tags: z.record(z.string(), z.string({ error: 'a text' }), { error: 'texts by name' }).default({}),
  usdPerGB: amount().default(0.045),
  trino: block({
    server: text(
      /^https?:\/\/[^/@?#\s]+\/?$/,
      "an address, 'https://trino.example.com'",
    ).optional(),
    catalog: text(/^.+$/, 'the name of a catalog').default('hive'),
    schema: text(/^.+$/, 'the name of a schema').optional(),
    user: text(/^.+$/, 'a user').optional(),
    tlsCa: text(/^.+$/, 'the name of a PEM file').optional(),
    tlsCert: text(/^.+$/, 'the name of a PEM file').optional(),
    tlsKey: text(/^.+$/, 'the name of a PEM file').optional(),
  }).prefault({}),
  quicksight: quicksight.prefault({}),
  terraformCloud: block({
    organization: named('organization').optional(),
    project: named('project').optional(),
    hostname: text(/^[a-z0-9.-]+$/, 'the name of a host').default('app.terraform.io'),
    workspaces: block({
      cloudwatch: named('workspace').optional(),
      lake: named('workspace').optional(),
      quicksight: named('workspace').optional(),
    }).prefault({}),
  }).prefault({}),
})

/** The settings as written, with the defaults that do not depend on other keys. */
export type WrittenSettings = z.output<typeof SETTINGS_SCHEMA>
