import type { Format } from '../../flow-log/format'
import type { RemoteLocation } from '../engine-module'
import type { Settings } from '../../settings/settings'

/** Log groups, and facts of the settings about them; undefined for groups that the settings do not name. */
export interface LogGroupLocation {
  readonly logGroups: readonly string[] | undefined
  readonly logFormat: Format | undefined
  readonly retentionDays: number | undefined
}

/** Where an engine's log groups are, and how they are called. */
export interface CloudwatchLocation extends RemoteLocation, LogGroupLocation {
  readonly usdPerGB: number | undefined
  readonly region: string | undefined
  readonly profile: string | undefined
  readonly cacheFolder: string | undefined
}

interface LogGroupOptionValues {
  readonly logGroup?: readonly string[] | undefined
  readonly logFormat?: Format | undefined
}

/** The log groups that options name, over those of the settings. */
export function locateLogGroups(
  { logGroup, logFormat }: LogGroupOptionValues,
  settings: Settings | undefined,
): LogGroupLocation {
  const own = settings?.cloudwatch.enabled ? settings.cloudwatch : undefined
  const names = own?.logGroups.map(({ name }) => name) ?? []
  const isOwn = logGroup === undefined || logGroup.every((name) => names.includes(name))
  return {
    logGroups: logGroup ?? (own && names),
    logFormat: logFormat ?? (isOwn ? own?.logFormat : undefined),
    retentionDays: isOwn ? own?.retentionDays : undefined,
  }
}
