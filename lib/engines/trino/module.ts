import { UsageError } from '../../errors'
import type { FlowLogChoice } from '../../flow-log/flow-log-choice'
import type { Settings } from '../../settings/settings'
import { awsOptions } from '../aws/aws-options'
import type { EngineSetup, RemoteEngineModule, RemoteLocation, SqlSource } from '../engine-module'
import type { EngineOptions } from '../engine-option'
import { flowLogOption } from '../flow-log-option'
import { estimateLake } from '../lake-estimate'
import { lakeSource, locateLakeTable, type LakeTableLocation } from '../lake-location'
import { required } from '../option-values'
import type { TlsFiles } from './tls-files'

const trinoOptions = {
  server: { type: 'string', describe: 'the address of the coordinator' },
  schema: { type: 'string', describe: 'the schema (default: the database)' },
  database: { type: 'string', describe: 'the schema, where --schema is not given' },
  table: { type: 'string', describe: 'the table over the logs' },
  catalog: { type: 'string', describe: 'the catalog (default: hive)' },
  user: {
    type: 'string',
    describe: 'user; password or token from NATLENS_TRINO_PASSWORD or NATLENS_TRINO_TOKEN',
  },
  'tls-ca': {
    type: 'string',
    describe: 'certificate authorities to trust, as PEM (default: those of Node.js)',
  },
  'tls-cert': { type: 'string', describe: 'client certificate, as PEM' },
  'tls-key': { type: 'string', describe: 'private key of the client certificate, as PEM' },
  ...flowLogOption,
  ...awsOptions,
} as const satisfies EngineOptions

export interface TrinoLocation extends RemoteLocation, LakeTableLocation, TlsFiles {
  readonly server: string | undefined
  readonly catalog: string
  readonly schema: string | undefined
  readonly user: string | undefined
  readonly password: string | undefined
  readonly token: string | undefined
  /** The folder that names of PEM files start from. */
  readonly folder: string
  readonly latenessSeconds: number
  readonly flowLogs: FlowLogChoice | undefined
  readonly region: string | undefined
  readonly profile: string | undefined
}

export const trinoModule = {
  name: 'trino',
  title: 'Trino',
  options: trinoOptions,
  readsFiles: false,
  locatedBy: '--server',
  delivery: { service: 'S3', minutes: 10 },
  priceAction: undefined,
  queryForm: {
    kind: 'sql',
    loadDialect: async () => (await import('../../dialects/athena')).athena,
    source: (settings: Settings | undefined): SqlSource => lakeSource('hive', settings),
  },

  locate({
    options,
    settings,
    environment,
    folder,
    latenessSeconds,
    flowLogs,
  }: EngineSetup<typeof trinoOptions>) {
    // The names and the user of the settings are not used with another server.
    const own = options.server === undefined ? settings?.trino : undefined
    const table = locateLakeTable(options, settings)
    const server = options.server ?? own?.server
    return {
      ...table,
      isKnown: server !== undefined,
      server,
      catalog: options.catalog ?? own?.catalog ?? 'hive',
      schema: options.schema ?? options.database ?? own?.schema ?? table.database,
      user: options.user ?? own?.user,
      tlsCa: options.tlsCa ?? own?.tlsCa,
      tlsCert: options.tlsCert ?? own?.tlsCert,
      tlsKey: options.tlsKey ?? own?.tlsKey,
      password: environment['NATLENS_TRINO_PASSWORD'] || undefined,
      token: environment['NATLENS_TRINO_TOKEN'] || undefined,
      folder,
      latenessSeconds,
      flowLogs,
      region: options.region ?? settings?.region,
      profile: options.profile,
    }
  },

  async open(location: TrinoLocation, { waiting }) {
    const named = {
      server: requiredServer(location.server),
      schema: required('--schema', location.schema),
      table: required('--table', location.table),
    }
    const [{ trinoEngine }, { readTlsFiles }] = await Promise.all([
      import('./trino-engine'),
      import('./tls-files'),
    ])
    const tls = await readTlsFiles(location, location.folder)
    return trinoEngine({ ...location, ...named, tls }, { waiting })
  },

  async estimate(location: TrinoLocation, question, world) {
    const named = {
      database: required('--schema', location.schema),
      table: required('--table', location.table),
    }
    return estimateLake({ ...location, ...named }, question, world, () => null)
  },

  explainError: (error: unknown) => error,
} as const satisfies RemoteEngineModule<typeof trinoOptions, TrinoLocation>

function requiredServer(server: string | undefined): string {
  if (server !== undefined) return server
  throw new UsageError('--server is missing', {
    help: 'set the address of a coordinator, such as https://trino.example.com, here or as `trino.server` in the settings',
  })
}
