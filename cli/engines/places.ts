import type { Format } from '../../lib/flow-log/format'
import { parseFormat } from '../../lib/flow-log/format'
import type { Origin } from '../../lib/engines/partition-check'
import type { Settings } from '../../lib/settings/settings'
import type { Terminal } from '../terminal'
import type { EngineArguments } from './engine-options'
import { enginesOfOptions } from './option-owners'
import type { TlsFiles } from './trino-tls'

export type RemoteName = 'cloudwatch' | 'athena' | 'trino'

/** What the settings say of the logs at a place; all of it is unknown where another place is named than theirs. */
export interface Known {
  readonly logFormat?: Format | undefined
  readonly retentionDays?: number | undefined
  /** Whose flow logs are delivered there. */
  readonly origin?: Origin | undefined
}

export interface CloudwatchPlace extends Known {
  readonly logGroups: readonly string[] | undefined
}

/** What neither the command line nor the settings tell is undefined. */
export interface AthenaPlace extends Known {
  readonly workgroup: string | undefined
  readonly database: string | undefined
  readonly table: string | undefined
  readonly catalog: string | undefined
}

export interface TrinoPlace extends Known, TlsFiles {
  readonly server: string | undefined
  readonly catalog: string
  readonly schema: string | undefined
  readonly table: string | undefined
  readonly user: string | undefined
  readonly password: string | undefined
  readonly token: string | undefined
}

/** Where each engine would ask. */
export interface Places {
  readonly cloudwatch: CloudwatchPlace
  readonly athena: AthenaPlace
  readonly trino: TrinoPlace
}

export type PlaceArguments = Partial<EngineArguments> & { readonly logFormat?: string | undefined }

/** The place of each engine by the command line, over that of the settings. */
export function placesOf(
  args: PlaceArguments,
  settings: Settings | undefined,
  { environment }: Pick<Terminal, 'environment'>,
): Places {
  const format = args.logFormat === undefined ? undefined : parseFormat(args.logFormat)
  const ours = settings?.cloudwatch.enabled ? settings.cloudwatch : undefined
  const lake = settings?.lake.enabled ? settings.lake : undefined
  // Another server than that of the settings is told its own user and names.
  const trino = args.server === undefined ? settings?.trino : undefined
  const secretOf = (name: string) => environment[name] || undefined
  const database = args.database ?? lake?.databaseName
  const table = args.table ?? lake?.tableName
  const isLake = lake && database === lake.databaseName && table === lake.tableName
  const known: Known = isLake
    ? { logFormat: lake.logFormat, retentionDays: lake.retentionDays, origin: originOf(args, settings) } // prettier-ignore
    : {}
  const isOurs = ours && (args.logGroup === undefined || isAmong(args.logGroup, ours.logGroups))
  return {
    cloudwatch: {
      logGroups: args.logGroup ?? ours?.logGroups.map(({ name }) => name),
      logFormat: format ?? (isOurs ? ours.logFormat : undefined),
      retentionDays: isOurs ? ours.retentionDays : undefined,
    },
    athena: {
      workgroup: args.workgroup ?? lake?.workgroupName,
      database,
      table,
      catalog: args.catalog,
      ...known,
    },
    trino: {
      server: args.server ?? trino?.server,
      catalog: args.catalog ?? trino?.catalog ?? 'hive',
      schema: args.schema ?? args.database ?? trino?.schema ?? database,
      table,
      user: args.user ?? trino?.user,
      tlsCa: args.tlsCa ?? trino?.tlsCa,
      tlsCert: args.tlsCert ?? trino?.tlsCert,
      tlsKey: args.tlsKey ?? trino?.tlsKey,
      password: secretOf('NATLENS_TRINO_PASSWORD'),
      token: secretOf('NATLENS_TRINO_TOKEN'),
      ...known,
    },
  }
}

/**
 * The engines that `auto` chooses from: the one that the options leave, or those of them whose place is known.
 * @throws {UsageError} for options that no engine has in common.
 */
export function candidates(args: PlaceArguments, places: Places): readonly RemoteName[] {
  const possible = enginesOfOptions(args)
  if (possible.length === 1) return possible
  const isKnown: Readonly<Record<RemoteName, boolean>> = {
    cloudwatch: places.cloudwatch.logGroups !== undefined,
    athena: places.athena.workgroup !== undefined,
    trino: places.trino.server !== undefined,
  }
  return possible.filter((name) => isKnown[name])
}

/** In another region than that of the settings nothing is known. */
function originOf({ region }: PlaceArguments, settings: Settings | undefined): Origin | undefined {
  if (!settings || (region ?? settings.region) !== settings.region) return undefined
  return { accountId: settings.account, region: settings.region }
}

function isAmong(names: readonly string[], groups: readonly { readonly name: string }[]): boolean {
  return names.every((name) => groups.some((group) => group.name === name))
}
