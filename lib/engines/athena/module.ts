import { UsageError } from '../../errors'
import type { FlowLogChoice } from '../../flow-log/flow-log-choice'
import type { Settings } from '../../settings/settings'
import { explainAwsError } from '../aws/aws-errors'
import { awsOptions } from '../aws/aws-options'
import { withCallNames } from '../aws/call-names'
import type { EngineSetup, RemoteEngineModule, RemoteLocation, SqlSource } from '../engine-module'
import type { EngineOptions } from '../engine-option'
import { flowLogOption } from '../flow-log-option'
import { estimateLake } from '../lake-estimate'
import { lakeSource, locateLakeTable, type LakeTableLocation } from '../lake-location'
import { parseAmount, parseSeconds, required } from '../option-values'
import { scanUsd } from './price'

const athenaOptions = {
  workgroup: { type: 'string', describe: 'the workgroup' },
  database: { type: 'string', describe: 'the database' },
  table: { type: 'string', describe: 'the table over the logs' },
  catalog: { type: 'string', describe: 'the data source (default: AwsDataCatalog)' },
  reuse: {
    type: 'string',
    describe:
      'reuse an answer to the same SQL that is at most this old, such as 1h (default: none)',
  },
  'scan-usd-per-tb': {
    type: 'string',
    describe: 'price of a TB of 2^40 bytes scanned (default: 5)',
    selectsNoEngine: true,
  },
  ...flowLogOption,
  ...awsOptions,
} as const satisfies EngineOptions

export interface AthenaLocation extends RemoteLocation, LakeTableLocation {
  readonly workgroup: string | undefined
  readonly catalog: string | undefined
  readonly latenessSeconds: number
  readonly flowLogs: FlowLogChoice | undefined
  readonly reuseMinutes: number | undefined
  readonly usdPerTB: number | undefined
  readonly region: string | undefined
  readonly profile: string | undefined
}

export const athenaModule = {
  name: 'athena',
  title: 'Athena',
  options: athenaOptions,
  readsFiles: false,
  locatedBy: '--workgroup',
  delivery: { service: 'S3', minutes: 10 },
  priceAction: 's3:ListBucket',
  queryForm: {
    kind: 'sql',
    loadDialect: async () => (await import('../../dialects/athena')).athena,
    source: (settings: Settings | undefined): SqlSource => lakeSource('awsdatacatalog', settings),
  },

  locate({ options, latenessSeconds, flowLogs, settings }: EngineSetup<typeof athenaOptions>) {
    const lake = settings?.lake.enabled ? settings.lake : undefined
    const workgroup = options.workgroup ?? lake?.workgroupName
    const { reuse, scanUsdPerTb: price, catalog, profile } = options
    return {
      ...locateLakeTable(options, settings),
      isKnown: workgroup !== undefined,
      workgroup,
      catalog,
      latenessSeconds,
      flowLogs,
      reuseMinutes: reuse === undefined ? undefined : parseReuse(reuse),
      usdPerTB: price === undefined ? undefined : parseAmount('--scan-usd-per-tb', price),
      region: options.region ?? settings?.region,
      profile,
    }
  },

  async open({ profile, ...location }: AthenaLocation, { connect, waiting }) {
    const named = {
      workgroup: required('--workgroup', location.workgroup),
      database: required('--database', location.database),
      table: required('--table', location.table),
    }
    const { athenaEngine } = await import('./athena-engine')
    const clients = withCallNames(await connect(location.region, profile))
    return athenaEngine({ ...location, ...named }, clients, { waiting })
  },

  async estimate(location: AthenaLocation, question, world) {
    const named = {
      database: required('--database', location.database),
      table: required('--table', location.table),
    }
    const usdOf = (bytes: number) => scanUsd(bytes, location.usdPerTB)
    return estimateLake({ ...location, ...named }, question, world, usdOf)
  },

  explainError: explainAwsError,
} as const satisfies RemoteEngineModule<typeof athenaOptions, AthenaLocation>

const MAX_REUSE_MINUTES = 10_080

/** Athena reuses by the minute, for a week at most. */
function parseReuse(text: string): number {
  const minutes = Math.floor(parseSeconds('--reuse', text) / 60)
  if (minutes >= 1 && minutes <= MAX_REUSE_MINUTES) return minutes
  throw new UsageError(`--reuse \`${text}\` is not between a minute and 7 days`, {
    help: 'Athena keeps answers for 7 days at most',
  })
}
