import type { LakeJob, Settings } from '../lib/settings/settings'
import { arn, bucketArn, glueArns } from './arn'
import { allow, type Statement } from './policy'

/** The differences between the functions of the lake. */
export interface LakeJobPlan {
  readonly name: LakeJob
  /** The handler's file, relative to the package's folder. */
  readonly entry: string
  readonly description: string
  /** `HH:mm` */
  readonly time: string
  readonly timeoutSeconds: number
  /** The variables that lambdas/environment.ts reads. */
  readonly environment: Readonly<Record<string, string>>
  /** Permissions besides writing its log. */
  readonly statements: readonly Statement[]
}

/** The three daily functions; `kmsKeyArn` is the key of the buckets, if any. */
export function lakeJobs(
  settings: Settings,
  kmsKeyArn: string | undefined,
): readonly LakeJobPlan[] {
  const { account, region, lake, lambda, schedules } = settings
  const table = {
    LAKE_DATABASE: lake.databaseName,
    LAKE_TABLE: lake.tableName,
    RETENTION_DAYS: String(lake.retentionDays),
  }
  const origins = { ACCOUNT_IDS: account, REGIONS: region }
  return [
    {
      name: 'addPartitions',
      entry: 'lambdas/add-partitions.ts',
      description: 'Adds the partitions of today, of the next days and of missed days',
      time: schedules.addPartitions,
      timeoutSeconds: lambda.timeoutSeconds,
      environment: { ...table, ...origins, DAYS_AHEAD: String(lake.daysAhead) },
      statements: [tables(settings, ['glue:GetPartitions', 'glue:BatchCreatePartition'])],
    },
    {
      name: 'deletePartitions',
      entry: 'lambdas/delete-partitions.ts',
      description: 'Deletes the partitions whose logs have expired',
      time: schedules.deletePartitions,
      timeoutSeconds: lambda.timeoutSeconds,
      environment: table,
      statements: [tables(settings, ['glue:GetPartitions', 'glue:BatchDeletePartition'])],
    },
    {
      name: 'archive',
      entry: 'lambdas/archive.ts',
      description: 'Archives the results of queries for yesterday and for missed days',
      time: schedules.archive,
      timeoutSeconds: lambda.archiveTimeoutSeconds,
      environment: {
        ...table,
        ...origins,
        LAKE_WORKGROUP: lake.workgroupName,
        ARCHIVE_BUCKET: lake.archiveBucketName,
      },
      statements: [
        tables(settings, [
          'glue:GetDatabase',
          'glue:GetPartition',
          'glue:GetPartitions',
          'glue:BatchGetPartition',
          'glue:BatchCreatePartition',
        ]),
        ...queryStatements(settings),
        ...archiveStatements(settings),
        ...(kmsKeyArn === undefined
          ? []
          : [allow(['kms:Decrypt', 'kms:GenerateDataKey'], [kmsKeyArn])]),
      ],
    },
  ]
}

function tables(settings: Settings, actions: readonly string[]): Statement {
  const { databaseName, tableName } = settings.lake
  return allow(
    ['glue:GetTable', ...actions],
    glueArns(settings, { database: databaseName, tables: [tableName] }),
  )
}

/** Permissions to run a query in the workgroup: to read the logs, and to write and read the result. */
function queryStatements(settings: Settings): readonly Statement[] {
  const { lake, account } = settings
  const logs = `${lake.prefix === '' ? '' : `${lake.prefix}/`}AWSLogs/`
  return [
    allow(
      [
        'athena:StartQueryExecution',
        'athena:GetQueryExecution',
        'athena:GetQueryResults',
        'athena:StopQueryExecution',
      ],
      [arn(settings, 'athena', `workgroup/${lake.workgroupName}`)],
    ),
    allow(
      ['s3:GetObject'],
      [bucketArn(settings, lake.bucketName, `${logs}aws-account-id=${account}/*`)],
    ),
    allow(['s3:ListBucket'], [bucketArn(settings, lake.bucketName)], {
      StringLike: { 's3:prefix': `${logs}*` },
    }),
    allow(
      ['s3:GetBucketLocation'],
      [bucketArn(settings, lake.bucketName), bucketArn(settings, lake.resultsBucketName)],
    ),
    allow(
      ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      [bucketArn(settings, lake.resultsBucketName, `${lake.resultsPrefix}/*`)],
    ),
    allow(['s3:ListBucketMultipartUploads'], [bucketArn(settings, lake.resultsBucketName)]),
  ]
}

/** Permissions on the archive's files, by the names of their folders: a date, or `queries/`. */
function archiveStatements(settings: Settings): readonly Statement[] {
  const { archiveBucketName } = settings.lake
  return [
    allow(
      ['s3:PutObject'],
      [
        bucketArn(settings, archiveBucketName, '????-??-??/????-??-??.csv'),
        bucketArn(settings, archiveBucketName, 'queries/*'),
      ],
    ),
    allow(['s3:ListBucket'], [bucketArn(settings, archiveBucketName)]),
  ]
}
