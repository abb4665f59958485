import type { Format } from '../flow-log/format'
import type { Partition } from '../flow-log/region'

/**
 * What natlens is told once, checked and complete: every default is filled in, every physical name is a plain string.
 * docs/settings of each key: natlens.config.example.json.
 */
export interface Settings {
  /** Twelve digits. */
  readonly account: string
  readonly region: string
  readonly partition: Partition
  /** What all further names begin with, so that two deployments can share an account and a region. */
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
  /** Undefined unless the settings name a server. */
  readonly trino: TrinoSettings | undefined
  /** Undefined unless the settings name a principal: then there is no QuickSight stack. */
  readonly quicksight: QuicksightSettings | undefined
  /** Undefined unless the settings name an organization: then state is kept in local files. */
  readonly terraformCloud: TerraformCloudSettings | undefined
}

export interface Vpc {
  readonly id: string
  /** The id unless told: folder of saved queries, part of a log group's name, Name tag. */
  readonly name: string
  readonly cidrs: readonly string[]
}

interface NatGatewayBasis {
  /** The id unless told: Name tag and construct id. */
  readonly name: string
  /** Undefined where the settings name no VPC at all. */
  readonly vpcId: string | undefined
  /** The NAT gateway's own private addresses; empty when the settings do not say. */
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

/** What one flow log captures. */
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
  /** How saved queries read fields beyond the default format: by the names that Insights discovers, or by a `parse`. */
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
  /** Made elsewhere: only read and written to. */
  readonly existing: boolean
  /** Undefined when the group holds the records of several VPCs, or of none that the settings name. */
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
  /** Before `AWSLogs/`, without slashes at its ends; empty unless told. */
  readonly prefix: string
  /** Days that logs stay, 2 at least: the bucket's lifecycle, the partitions' cut-off, the window of SPICE. */
  readonly retentionDays: number
  readonly databaseName: string
  readonly databaseExisting: boolean
  readonly tableName: string
  readonly viewName: string
  readonly workgroupName: string
  /** The archive bucket: a lifecycle rule is ours to set there, even when the log bucket is made elsewhere. */
  readonly resultsBucketName: string
  /** In the results bucket, without slashes at its ends; what is in it expires after a day. */
  readonly resultsPrefix: string
  /** Bytes that one query may scan. */
  readonly bytesScannedCutoff: number
  readonly archiveBucketName: string
  /** External table over the daily CSV files. */
  readonly archiveTableName: string
  /** Undefined: the archive never expires. */
  readonly archiveRetentionDays: number | undefined
  /** Whether applying the stack runs add-partitions once, so that today answers at once. */
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
  /** IANA name; partitions stay UTC whatever it is. */
  readonly timezone: string
  /** Times of day, `HH:mm`. */
  readonly addPartitions: string
  readonly deletePartitions: string
  readonly archive: string
}

export interface KmsSettings {
  /** A key of our own for logs, results and log groups; without it AWS's keys (SSE-S3) are used. */
  readonly enabled: boolean
  /** `alias/…`; one key for each stack, so `<alias>-cloudwatch` and `<alias>-lake`. */
  readonly aliasPrefix: string
}

/** A cluster of one's own over the lake's table; its password or token is never written here. */
export interface TrinoSettings {
  readonly server: string
  readonly catalog: string
  /** The lake's database unless told. */
  readonly schema: string | undefined
  readonly user: string | undefined
  /** PEM files, from the current folder on: authorities to trust, and a certificate to be known by with its key. */
  readonly tlsCa: string | undefined
  readonly tlsCert: string | undefined
  readonly tlsKey: string | undefined
}

export interface QuicksightSettings {
  /** User or group that owns the data set and the dashboard. */
  readonly principalArn: string
  /** Where QuickSight keeps users; often us-east-1 and not the region of the data. */
  readonly identityRegion: string
  /** Role through which QuickSight reads Athena and S3. */
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
