import type { Options } from 'yargs'
import { explainAwsError } from '../lib/engines/aws/aws-errors'
import { withCallNames } from '../lib/engines/aws/call-names'
import type { LakeClients } from '../lib/engines/athena/clients'
import type { ConnectLake } from '../lib/engines/engine-world'
import type { Waiting } from '../lib/engines/wait'
import { UsageError } from '../lib/errors'
import { REGION } from '../lib/flow-log/region'
import type { Settings } from '../lib/settings/settings'
import type { ArgumentsOf } from './command'
import { awsOptions } from './options'
import { configOption, findSettings } from './settings'
import type { Terminal } from './terminal'

/** The lake; options override the settings. */
export const lakeOptions = {
  ...configOption,
  database: { type: 'string', describe: 'The Glue database' },
  table: { type: 'string', describe: 'The table over the logs' },
  account: {
    type: 'string',
    array: true,
    describe: 'An account to add partitions for; repeatable',
  },
  ...awsOptions,
} as const satisfies Record<string, Options>

/** A lake from the command line and the settings; undefined values are in neither. */
export interface OpenLake {
  readonly settings: Settings | undefined
  readonly clients: LakeClients
  readonly waiting: Waiting
  readonly database: string | undefined
  readonly table: string | undefined
  readonly accountIds: readonly string[] | undefined
  /** The region of the clients. */
  region(): Promise<string>
}

/** Runs `work` with the lake; an error of AWS becomes one message with the next step. */
export async function withLake<T>(
  args: Partial<ArgumentsOf<typeof lakeOptions>>,
  terminal: Terminal,
  connect: ConnectLake,
  work: (lake: OpenLake) => Promise<T>,
): Promise<T> {
  checkAccountAndRegion(args)
  const settings = await findSettings(args, terminal)
  const { systemClock } = await import('../lib/engines/wait')
  try {
    const clients = withCallNames(await connect(args.region ?? settings?.region, args.profile))
    return await work({
      settings,
      clients,
      waiting: { clock: systemClock, remaining: () => Infinity, signal: terminal.signal },
      database: args.database ?? settings?.lake.databaseName,
      table: args.table ?? settings?.lake.tableName,
      accountIds: args.account ?? (settings && [settings.account]),
      region: () => clients.glue.config.region(),
    })
  } catch (error) {
    throw explainAwsError(error)
  }
}

/** @throws {UsageError} for an invalid account or region. */
export function checkAccountAndRegion({
  account = [],
  region,
}: Pick<Partial<ArgumentsOf<typeof lakeOptions>>, 'account' | 'region'>): void {
  check('--account', account, /^\d{12}$/, 'twelve digits')
  check('--region', region === undefined ? [] : [region], REGION, 'a region')
}

function check(option: string, values: readonly string[], form: RegExp, description: string): void {
  const invalid = values.find((value) => !form.test(value))
  if (invalid !== undefined) throw new UsageError(`${option} \`${invalid}\` is not ${description}`)
}
