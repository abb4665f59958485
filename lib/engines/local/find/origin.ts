import { readObjectKey, type ObjectKey } from '../../../flow-log/object-keys'
import { timeNamesOf, timeSpanOf, type TimeNames } from '../../../flow-log/time-span'
import type { TimeSpan } from '../../../time'
import { fetchedGroup, logGroupId, type LogGroup } from './log-group'

/** Who wrote a file, as its path and its first bytes say; what they do not say is undefined. */
export interface Origin extends ObjectKey {
  /** Of the flow log, export task or log group that delivered the records; it delivers each record once. */
  readonly id: string | undefined
  /** By its path alone. */
  readonly timeSpan: TimeSpan | undefined
  readonly timeNames: TimeNames
}

/** Reads AWS's names in a path. `below` is the part of `path` below the folder that the user gave. */
export function originOf(path: string, below: string): Origin {
  const key = readObjectKey(path)
  const { flowLogId, exportTaskId } = key
  const exportId = exportTaskId === undefined ? undefined : `export-${exportTaskId}`
  const timeNames = timeNamesOf(path, below)
  const origin = {
    ...key,
    id: flowLogId ?? exportId,
    timeSpan: timeSpanOf(timeNames),
    timeNames,
  }
  const group = origin.id === undefined ? fetchedGroup(path) : undefined
  return group ? withLogGroup(origin, group) : origin
}

/** The origin of a file that names its log group. */
export function withLogGroup(origin: Origin, group: LogGroup): Origin {
  const { account, region } = group
  return {
    ...origin,
    id: origin.id ?? logGroupId(group),
    account: origin.account ?? account,
    region: origin.region ?? region,
  }
}
