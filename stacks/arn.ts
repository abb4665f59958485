import type { Settings } from '../lib/settings/settings'

export type Place = Pick<Settings, 'partition' | 'region' | 'account'>

/** The ARN of something in the account and region of the settings: `arn(place, 'sqs', 'my-queue')`. */
export function arn({ partition, region, account }: Place, service: string, name: string): string {
  return `arn:${partition}:${service}:${region}:${account}:${name}`
}

/** The ARN of a bucket, or with a path of objects in it. */
export function bucketArn({ partition }: Place, bucket: string, path?: string): string {
  return `arn:${partition}:s3:::${bucket}${path === undefined ? '' : `/${path}`}`
}

/** A log group for permissions on the group itself and on its streams: the second ends in `:*`. */
export function logGroupArns(place: Place, name: string): readonly [string, string] {
  const group = arn(place, 'logs', `log-group:${name}`)
  return [group, `${group}:*`]
}

/** What Glue checks for a call on tables: the catalog, the database and each table. */
export function glueArns(
  place: Place,
  { database, tables }: { readonly database: string; readonly tables: readonly string[] },
): readonly string[] {
  return [
    arn(place, 'glue', 'catalog'),
    arn(place, 'glue', `database/${database}`),
    ...tables.map((table) => arn(place, 'glue', `table/${database}/${table}`)),
  ]
}

/** The account as a principal: whom its own policies let, may. */
export function accountArn({ partition, account }: Place): string {
  return `arn:${partition}:iam::${account}:root`
}

const LOGS_SUFFIXES: Readonly<Partial<Record<Place['partition'], string>>> = {
  'aws-cn': 'amazonaws.com.cn',
  'aws-iso': 'c2s.ic.gov',
  'aws-iso-b': 'sc2s.sgov.gov',
}

/** CloudWatch Logs as a principal: the only one here whose name differs by region and partition. */
export function logsService({ partition, region }: Pick<Place, 'partition' | 'region'>): string {
  return `logs.${region}.${LOGS_SUFFIXES[partition] ?? 'amazonaws.com'}`
}
