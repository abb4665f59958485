import { folderName, folderSpan, TIME_KEYS, type KeyStyle } from '../flow-log/object-keys'

/** A folder of one account and region, which covers a time once it is of a year or deeper. */
export interface TimeFolder {
  readonly style: KeyStyle
  readonly accountId: string
  readonly region: string
  /** Ends in a slash. */
  readonly prefix: string
  /** `['2026', '03']` */
  readonly times: readonly string[]
}

/** A folder directly in another one; undefined when its name is not a time. */
export function childFolder(parent: TimeFolder, prefix: string): TimeFolder | undefined {
  const key = TIME_KEYS[parent.times.length]
  const value = /(\d{4}|\d\d)\/$/.exec(prefix)?.[1]
  if (key === undefined || value?.length !== (key === 'year' ? 4 : 2)) return undefined
  if (prefix !== parent.prefix + folderName(parent.style, key, value)) return undefined
  const times = [...parent.times, value]
  return folderSpan(times) && { ...parent, prefix, times }
}
