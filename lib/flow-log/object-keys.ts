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
  readonly account: string | undefined
  readonly region: string | undefined
}

const OBJECT_NAME =
  /(?:^|[\\/])(([^\\/_]+)_vpcflowlogs_([^\\/_]+)_(fl-[0-9a-z]+)_\d{8}T\d{4}Z_[^\\/]*)$/
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
    account: account ?? folderAccount ?? HIVE_ACCOUNT.exec(path)?.[1],
    region: region ?? folderRegion ?? HIVE_REGION.exec(path)?.[1],
  }
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
