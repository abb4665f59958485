import type { Settings } from '../../lib/settings/settings'
import { arn, bucketArn, glueArns } from '../arn'
import { allow, type Statement } from '../policy'

/** Permissions of QuickSight's role to query the view: on the workgroup, the logs, the results, Glue and the key. */
export function readerStatements(settings: Settings): readonly Statement[] {
  return [
    ...athenaStatements(settings),
    ...glueStatements(settings),
    ...logStatements(settings),
    ...resultStatements(settings),
    ...(settings.kms.enabled ? [keyStatement(settings)] : []),
  ]
}

function athenaStatements(settings: Settings): readonly Statement[] {
  return [
    allow(
      [
        'athena:GetWorkGroup',
        'athena:StartQueryExecution',
        'athena:StopQueryExecution',
        'athena:GetQueryExecution',
        'athena:BatchGetQueryExecution',
        'athena:GetQueryResults',
        'athena:GetQueryResultsStream',
      ],
      [arn(settings, 'athena', `workgroup/${settings.lake.workgroupName}`)],
    ),
    allow(
      [
        'athena:GetDataCatalog',
        'athena:GetDatabase',
        'athena:ListDatabases',
        'athena:GetTableMetadata',
        'athena:ListTableMetadata',
      ],
      [arn(settings, 'athena', 'datacatalog/AwsDataCatalog')],
    ),
  ]
}

/** The view runs with the permissions of the caller, who therefore needs to read its table too. */
function glueStatements(settings: Settings): readonly Statement[] {
  const { databaseName, tableName, viewName } = settings.lake
  return [
    allow(
      [
        'glue:GetDatabase',
        'glue:GetDatabases',
        'glue:GetTable',
        'glue:GetTables',
        'glue:GetPartition',
        'glue:GetPartitions',
        'glue:BatchGetPartition',
      ],
      glueArns(settings, { database: databaseName, tables: [tableName, viewName] }),
    ),
  ]
}

function logStatements(settings: Settings): readonly Statement[] {
  const { lake, account } = settings
  const bucket = bucketArn(settings, lake.bucketName)
  const logs = `${lake.prefix === '' ? '' : `${lake.prefix}/`}AWSLogs/`
  return [
    allow(
      ['s3:GetObject'],
      [bucketArn(settings, lake.bucketName, `${logs}aws-account-id=${account}/*`)],
    ),
    allow(['s3:ListBucket'], [bucket], { StringLike: { 's3:prefix': `${logs}*` } }),
    allow(['s3:GetBucketLocation'], [bucket]),
  ]
}

function resultStatements(settings: Settings): readonly Statement[] {
  const { resultsBucketName, resultsPrefix } = settings.lake
  const bucket = bucketArn(settings, resultsBucketName)
  return [
    allow(
      ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      [bucketArn(settings, resultsBucketName, `${resultsPrefix}/*`)],
    ),
    allow(['s3:ListBucket'], [bucket], { StringLike: { 's3:prefix': `${resultsPrefix}/*` } }),
    allow(['s3:GetBucketLocation', 's3:ListBucketMultipartUploads'], [bucket]),
  ]
}

/** Another stack creates the key, so only its alias is known. */
function keyStatement(settings: Settings): Statement {
  return allow(['kms:Decrypt', 'kms:GenerateDataKey'], [arn(settings, 'kms', 'key/*')], {
    'ForAnyValue:StringEquals': { 'kms:ResourceAliases': `${settings.kms.aliasPrefix}-lake` },
  })
}
