import type { Format } from '../flow-log/format'
import type { Partition } from '../flow-log/region'

/**
 * The settings, checked and complete: with all defaults, and each physical name as a string.
 * natlens.config.example.json explains each key.
 */
export interface Settings {
  /** Twelve digits. */
  readonly account: string
  readonly region: string
  readonly partition: Partition
  /** The prefix of all other names, so that two deployments can share an account and a region. */
  readonly name: string
  readonly vpcs: readonly Vpc[]
  readonly natGateways: readonly NatGateway[]
  readonly cloudwatch: CloudwatchSettings
  readonly lake: LakeSettings
  readonly lambda: LambdaSettings
  readonly schedules: ScheduleSettings
  readonly kms: KmsSettings
  /** SNS topic that alarms notify. */
  readonly alarmTopicArn: string | undefined
  readonly tags: Readonly<Record<string, string>>
  /** Price of NAT data processing, per GB of 2^30 bytes. */
  readonly usdPerGB: number
  /** Undefined without a server. */
  readonly trino: TrinoSettings | undefined
  /** Undefined without a principal; then there is no QuickSight stack. */
  readonly quicksight: QuicksightSettings | undefined
  /** Undefined without an organization; then the state is in local files. */
  readonly terraformCloud: TerraformCloudSettings | undefined
}

export type SettingsNetwork = Pick<Settings, 'vpcs' | 'natGateways'>

export interface Vpc {
  readonly id: string
  /** Default: the id. Folder of saved queries, part of a log group's name, Name tag. */
  readonly name: string
  readonly cidrs: readonly string[]
}

interface NatGatewayBasis {
  /** Default: the id. Name tag and construct id. */
  readonly name: string
  /** Undefined when the settings have no VPC. */
  readonly vpcId: string | undefined
  /** The NAT gateway's own private addresses; empty when unknown. */
  readonly privateAddresses: readonly string[]
}

export type NatGateway =
  /** Zonal, known by its interface; the `nat-…` id, which only alarms need, may be unknown. */
  | (NatGatewayBasis & {
      readonly kind: 'interface'
      readonly interfaceId: string
      readonly natGatewayId: string | undefined
    })
  /** Zonal, its interface looked up when Terraform plans. */
  | (NatGatewayBasis & { readonly kind: 'zonal'; readonly natGatewayId: string })
  /** Regional: no interface; the flow log is attached to the NAT gateway itself (provider 6.25 or later). */
  | (NatGatewayBasis & { readonly kind: 'regional'; readonly natGatewayId: string })

/** The VPC or the NAT gateway whose records a flow log contains. */
export type FlowLogTarget =
  | { readonly kind: 'vpc'; readonly vpc: Vpc }
  | { readonly kind: 'nat-gateway'; readonly natGateway: NatGateway }

export type TrafficType = 'ALL' | 'ACCEPT' | 'REJECT'
export type AggregationInterval = 60 | 600

export interface CloudwatchSettings {
  readonly enabled: boolean
  readonly logFormat: Format
  readonly aggregationIntervalSeconds: AggregationInterval
  readonly trafficType: TrafficType
  readonly retentionDays: number
  /** One unless several VPCs are logged to groups of their own. */
  readonly logGroups: readonly LogGroup[]
  readonly roleName: string
  /** How saved queries read fields outside the default format: as discovered fields, or with `parse`. */
  readonly fieldNames: 'discovered' | 'parse'
  readonly metricFilters: boolean
  readonly alarms: CloudwatchAlarms | undefined
  readonly dashboard: boolean
  readonly dashboardName: string
  /** CloudWatch namespace of the metric filters. */
  readonly metricNamespace: string
}

export interface CloudwatchAlarms {
  /** GB of 2^30 bytes through one NAT gateway within an hour. */
  readonly natGBPerHour: number
  /** Rejected records within five minutes. */
  readonly rejectsPerFiveMinutes: number
}

export interface LogGroup {
  readonly name: string
  /** The group is not created by natlens. */
  readonly existing: boolean
  /** Undefined when the group contains several VPCs, or a VPC that the settings do not list. */
  readonly vpc: Vpc | undefined
  readonly targets: readonly FlowLogTarget[]
}

export interface LakeSettings {
  readonly enabled: boolean
  readonly logFormat: Format
  readonly aggregationIntervalSeconds: AggregationInterval
  readonly trafficType: TrafficType
  readonly targets: readonly FlowLogTarget[]
  readonly bucketName: string
  readonly bucketExisting: boolean
  /** Before `AWSLogs/`, without slashes at its ends; default: empty. */
  readonly prefix: string
  /** Days until logs expire, 2 or more: for the bucket's lifecycle, the partitions and SPICE. */
  readonly retentionDays: number
  readonly databaseName: string
  readonly databaseExisting: boolean
  readonly tableName: string
  readonly viewName: string
  readonly workgroupName: string
  /** The archive bucket: natlens always sets its lifecycle, also when the log bucket is not created by natlens. */
  readonly resultsBucketName: string
  /** In the results bucket, without slashes at its ends; its objects expire after a day. */
  readonly resultsPrefix: string
  /** Bytes that one query may scan. */
  readonly bytesScannedCutoff: number
  readonly archiveBucketName: string
  /** External table over the daily CSV files. */
  readonly archiveTableName: string
  /** Undefined: the archive never expires. */
  readonly archiveRetentionDays: number | undefined
  /** Whether applying the stack runs add-partitions, so that queries of today work immediately. */
  readonly addPartitionsOnApply: boolean
  /** Days after today that add-partitions covers. */
  readonly daysAhead: number
  readonly alarms: boolean
  /** Whether destroying the stack may delete buckets that hold objects. */
  readonly forceDestroy: boolean
  readonly functionNames: Readonly<Record<LakeJob, string>>
  readonly roleNames: Readonly<Record<LakeJob | 'scheduler', string>>
  readonly scheduleGroupName: string
  readonly deadLetterQueueName: string
}

export type LakeJob = 'addPartitions' | 'deletePartitions' | 'archive'

export interface LambdaSettings {
  readonly runtime: LambdaRuntime
  readonly architecture: 'arm64' | 'x86_64'
  readonly memoryMebibytes: number
  /** Seconds for the partition jobs, and for the archive, which waits for Athena. */
  readonly timeoutSeconds: number
  readonly archiveTimeoutSeconds: number
  readonly logRetentionDays: number
  readonly tracing: boolean
}

export type LambdaRuntime = 'nodejs22.x' | 'nodejs24.x'

export interface ScheduleSettings {
  /** IANA name; partitions are always in UTC. */
  readonly timezone: string
  /** Times of day, `HH:mm`. */
  readonly addPartitions: string
  readonly deletePartitions: string
  readonly archive: string
}

export interface KmsSettings {
  /** Whether logs, results and log groups have a customer-managed key; otherwise AWS's keys (SSE-S3) are used. */
  readonly enabled: boolean
  /** `alias/…`; each stack has a key: `<alias>-cloudwatch` and `<alias>-lake`. */
  readonly aliasPrefix: string
}

/** A Trino cluster with the lake's table; its password or token is never a setting. */
export interface TrinoSettings {
  readonly server: string
  readonly catalog: string
  /** Default: the lake's database. */
  readonly schema: string | undefined
  readonly user: string | undefined
  /** PEM files, relative to the current folder: trusted authorities, client certificate and its key. */
  readonly tlsCa: string | undefined
  readonly tlsCert: string | undefined
  readonly tlsKey: string | undefined
}

export interface QuicksightSettings {
  /** The user or group that owns the data set and the dashboard. */
  readonly principalArn: string
  /** The region of QuickSight's users; often us-east-1, not the region of the data. */
  readonly identityRegion: string
  /** The role that QuickSight reads Athena and S3 with. */
  readonly roleName: string
  readonly importMode: 'SPICE' | 'DIRECT_QUERY'
  readonly refresh: {
    readonly frequency: 'daily' | 'hourly'
    /** `HH:mm` */
    readonly time: string
    readonly timezone: string
  }
  readonly dataSourceId: string
  readonly dataSetId: string
  readonly analysisId: string
  readonly dashboardId: string
}

export type StackName = 'cloudwatch' | 'lake' | 'quicksight'

export interface TerraformCloudSettings {
  readonly organization: string
  readonly project: string | undefined
  readonly hostname: string
  readonly workspaces: Readonly<Record<StackName, string>>
}
