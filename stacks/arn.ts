import type { Settings } from '../lib/settings/settings'

export type AccountRegion = Pick<Settings, 'partition' | 'region' | 'account'>

/** The ARN of something in the account and region of the settings: `arn(accountRegion, 'sqs', 'my-queue')`. */
export function arn(
  { partition, region, account }: AccountRegion,
  service: string,
  name: string,
): string {
  return `arn:${partition}:${service}:${region}:${account}:${name}`
}

/** The ARN of a bucket, or with a path of objects in it. */
export function bucketArn({ partition }: AccountRegion, bucket: string, path?: string): string {
  return `arn:${partition}:s3:::${bucket}${path === undefined ? '' : `/${path}`}`
}

/** A log group for permissions on the group itself and on its streams: the second ends in `:*`. */
export function logGroupArns(
  accountRegion: AccountRegion,
  name: string,
): readonly [string, string] {
  const group = arn(accountRegion, 'logs', `log-group:${name}`)
  return [group, `${group}:*`]
}

/** The resources that Glue checks in a call on tables: the catalog, the database and each table. */
export function glueArns(
  accountRegion: AccountRegion,
  { database, tables }: { readonly database: string; readonly tables: readonly string[] },
): readonly string[] {
  return [
    arn(accountRegion, 'glue', 'catalog'),
    arn(accountRegion, 'glue', `database/${database}`),
    ...tables.map((table) => arn(accountRegion, 'glue', `table/${database}/${table}`)),
  ]
}

/** The account as a principal: its own policies then decide who has access. */
export function accountArn({ partition, account }: AccountRegion): string {
  return `arn:${partition}:iam::${account}:root`
}

const LOGS_SUFFIXES: Readonly<Partial<Record<AccountRegion['partition'], string>>> = {
  'aws-cn': 'amazonaws.com.cn',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
}

/** CloudWatch Logs as a principal, whose name depends on the region and the partition. */
export function logsService({
  partition,
  region,
}: Pick<AccountRegion, 'partition' | 'region'>): string {
  return `logs.${region}.${LOGS_SUFFIXES[partition] ?? 'amazonaws.com'}`
}
