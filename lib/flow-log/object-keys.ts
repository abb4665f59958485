import { DAY_MS, HOUR_MS, type TimeSpan } from '../time'

// How AWS names the objects of flow logs:
// https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-path.html

/** The folders of time, from the year down. */
export const TIME_KEYS = ['year', 'month', 'day', 'hour'] as const

/** AWS's seven Hive-compatible partition keys, in the order of the folders and of a partition's values. */
export const PARTITION_KEYS = ['aws-account-id', 'aws-service', 'aws-region', ...TIME_KEYS] as const

/** The folder, below the bucket or its prefix, that holds all accounts: where the table lies. */
export const LOG_FOLDER = 'AWSLogs/'

/** The folder of flow logs, in that of an account. */
export const FLOW_LOG_SERVICE = 'vpcflowlogs'

/**
 * How folders are named: `aws-account-id=…/aws-service=…/aws-region=…/year=2026/month=03/day=14`, or by the values alone. Below
 * the day there are folders of hours, or the files.
 */
export type KeyStyle = 'hive' | 'plain'

const HIVE_FOLDERS =
  /(?:^|[\\/])year=(\d{4})[\\/]month=(\d{1,2})[\\/]day=(\d{1,2})(?:[\\/]hour=(\d{1,2}))?[\\/]/
const AWS_FOLDERS =
  /AWSLogs[\\/]\d+[\\/]vpcflowlogs[\\/][^\\/]+[\\/](\d{4})[\\/](\d\d)[\\/](\d\d)(?:[\\/](\d\d))?[\\/]/
const PLAIN_FOLDERS = /(?:^|[\\/])(\d{4})[\\/](\d\d)[\\/](\d\d)(?:[\\/](\d\d))?[\\/]/
const FILE_TIME = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_[^\\/]*$/

/** Stands in folders and names for an account, a region, a flow log or a time that is not known. */
export const UNKNOWN = 'unknown'

/** What the folders of an hour say; what is undefined is unknown. */
export interface HourKey {
  /** Twelve digits. */
  readonly account: string | undefined
  readonly region: string | undefined
  /** The start of the hour, UTC. */
  readonly hour: Date | undefined
}

/** In the order of {@link PARTITION_KEYS}; Hive compares text, so that `3` and `03` are different partitions. */
export function hourValues({ account, region, hour }: HourKey): readonly string[] {
  const times = hour?.toISOString().split(/[-T:]/).slice(0, TIME_KEYS.length)
  return [account, FLOW_LOG_SERVICE, region, ...(times ?? TIME_KEYS.map(() => undefined))].map(
    (value) => value ?? UNKNOWN,
  )
}

/** The folder of an hour, from {@link LOG_FOLDER} on: `aws-account-id=…/…/hour=05/`. */
export function hourFolder(key: HourKey): string {
  return hourValues(key)
    .map((value, index) => folderName('hive', PARTITION_KEYS[index]!, value))
    .join('')
}

/** The name of a folder with such a value. */
export function folderName(style: KeyStyle, key: string, value: string): string {
  return `${style === 'hive' ? `${key}=` : ''}${value}/`
}

/** The year, month, day or hour of folders such as `['2026', '03']`; undefined when they are not a date. */
export function folderSpan(times: readonly string[]): TimeSpan | undefined {
  const from = timeOf(times)
  return from && { from, to: endOf(from, times.length) }
}

/**
 * The day or hour of a path's folders; undefined when they are not folders of time.
 * @param below the part of the path in which bare numbers such as `2026/03/14` are a day.
 */
export function pathFolderSpan(path: string, below: string): TimeSpan | undefined {
  const match = HIVE_FOLDERS.exec(path) ?? AWS_FOLDERS.exec(path) ?? PLAIN_FOLDERS.exec(below)
  return match ? folderSpan(match.slice(1).filter((part) => part !== undefined)) : undefined
}

/** The minute in the name of a file that AWS delivers: `…_20260314T1620Z_0123abcd.log.gz`. */
export function fileStart(path: string): Date | undefined {
  const [, ...times] = FILE_TIME.exec(path) ?? []
  return timeOf(times)
}

/** The flow log that wrote an object, from the path of the object; unknown parts are undefined. */
export interface ObjectKey {
  /** `fl-…` */
  readonly flowLogId: string | undefined
  /** The name that AWS gave the object. */
  readonly objectName: string | undefined
  /** The task of CloudWatch Logs that exported the object: `01234567-89ab-…` */
  readonly exportTaskId: string | undefined
  readonly account: string | undefined
  readonly region: string | undefined
}

const OBJECT_NAME =
  /(?:^|[\\/])(([^\\/_]+)_vpcflowlogs_([^\\/_]+)_(fl-[0-9a-z]+)_\d{8}T\d{4}Z_[^\\/]*)$/
/** `<prefix>/<task>/<log stream>/000000.gz`: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/S3ExportTasks.html */
const EXPORT_FOLDERS =
  /(?:^|[\\/])([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})[\\/][^\\/]+[\\/]\d{6}(?!\d)[^\\/]*$/
const OWNER_FOLDERS = /(?:^|[\\/])AWSLogs[\\/](\d+)[\\/]vpcflowlogs[\\/]([^\\/]+)[\\/]/
const HIVE_ACCOUNT = /(?:^|[\\/])aws-account-id=([^\\/]+)[\\/]/
const HIVE_REGION = /(?:^|[\\/])aws-region=([^\\/]+)[\\/]/

/** Reads the names of AWS's objects and folders in a path. */
export function readObjectKey(path: string): ObjectKey {
  const [, objectName, account, region, flowLogId] = OBJECT_NAME.exec(path) ?? []
  const [, folderAccount, folderRegion] = OWNER_FOLDERS.exec(path) ?? []
  return {
    flowLogId,
    objectName,
    exportTaskId: EXPORT_FOLDERS.exec(path)?.[1],
    account: known(account ?? folderAccount ?? HIVE_ACCOUNT.exec(path)?.[1]),
    region: known(region ?? folderRegion ?? HIVE_REGION.exec(path)?.[1]),
  }
}

/** What `aws s3 cp` and `sync` name a file until it is whole: the name of the object, and eight letters or digits. */
const LEFTOVER =
  /((?:^|[\\/])(?:[^\\/_]+_vpcflowlogs_[^\\/]*_\d{8}T\d{4}Z_[^\\/.]*|\d{6})(?:\.[0-9a-z]+)+)\.[0-9A-Za-z]{8}$/

/** Whether a download that ended early left this file of AWS. */
export function isLeftover(path: string): boolean {
  return LEFTOVER.test(path)
}

/** The name of the object that a download was named after. */
export function nameOfObject(name: string): string {
  return LEFTOVER.exec(name)?.[1] ?? name
}

function known(value: string | undefined): string | undefined {
  return value === UNKNOWN ? undefined : value
}

/** What AWS writes into the name of an object; what is undefined is unknown. */
export interface ObjectNameParts extends HourKey {
  readonly flowLogId: string | undefined
  /** Unique among the objects of a flow log and hour. */
  readonly suffix: string
}

/** `123456789012_vpcflowlogs_eu-west-1_fl-0123_20260314T1600Z_suffix` */
export function objectName({ account, region, flowLogId, hour, suffix }: ObjectNameParts): string {
  const stamp = hour?.toISOString().replace(/:\d\d\.\d+|[-:]/g, '')
  return [account, FLOW_LOG_SERVICE, region, flowLogId, stamp, suffix]
    .map((part) => part ?? UNKNOWN)
    .join('_')
}

/** Undefined for an invalid date, such as month 13: the digits then mean something else. */
function timeOf(times: readonly string[]): Date | undefined {
  if (times.length === 0) return undefined
  const [year = NaN, month = 1, day = 1, hour = 0, minute = 0] = times.map(Number)
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute))
  const isSame =
    time.getUTCFullYear() === year &&
    time.getUTCMonth() === month - 1 &&
    time.getUTCDate() === day &&
    time.getUTCHours() === hour
  return isSame ? time : undefined
}

function endOf(start: Date, depth: number): Date {
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth()]
  if (depth === 1) return new Date(Date.UTC(year + 1, 0))
  if (depth === 2) return new Date(Date.UTC(year, month + 1))
  return new Date(start.getTime() + (depth === 3 ? DAY_MS : HOUR_MS))
}
