import type { Format } from '../flow-log/format'
import type { Settings } from '../settings/settings'
import type { SqlSource } from './engine-module'
import type { ExpectedAccount } from './partition-check'

/** Facts of the settings about the logs at a location; undefined for a location that the settings do not name. */
export interface KnownLogs {
  readonly logFormat?: Format | undefined
  readonly retentionDays?: number | undefined
  /** The account and region whose flow logs are delivered there. */
  readonly expectedAccount?: ExpectedAccount | undefined
}

/** The lake's table; what neither the options nor the settings give is undefined. */
export interface LakeTableLocation extends KnownLogs {
  readonly database: string | undefined
  readonly table: string | undefined
}

interface LakeOptionValues {
  readonly database?: string | undefined
  readonly table?: string | undefined
  readonly region?: string | undefined
}

/** The table that options name, over that of the settings. */
export function locateLakeTable(
  options: LakeOptionValues,
  settings: Settings | undefined,
): LakeTableLocation {
  const lake = settings?.lake.enabled ? settings.lake : undefined
  const database = options.database ?? lake?.databaseName
  const table = options.table ?? lake?.tableName
  if (!lake || database !== lake.databaseName || table !== lake.tableName)
    return { database, table }
  const { logFormat, retentionDays } = lake
  const expectedAccount = accountOf(settings, options.region)
  return { database, table, logFormat, retentionDays, expectedAccount }
}

/** Undefined for another region than that of the settings. */
function accountOf(
  settings: Settings | undefined,
  region: string | undefined,
): ExpectedAccount | undefined {
  if (!settings || (region ?? settings.region) !== settings.region) return undefined
  return { accountId: settings.account, region: settings.region }
}

/** The lake's table as SQL names it, by default names where the settings have none. */
export function lakeSource(catalog: string, settings: Settings | undefined): SqlSource {
  const lake = settings?.lake
  return {
    table: [catalog, lake?.databaseName ?? 'natlens', lake?.tableName ?? 'flow_logs'],
    logFormat: lake?.logFormat,
  }
}
