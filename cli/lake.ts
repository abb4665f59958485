import type { Options } from 'yargs'
import type { Waiting } from '../lib/engines/wait'
import { UsageError } from '../lib/errors'
import { REGION } from '../lib/flow-log/region'
import type { ArchiveClients } from '../lib/lake/archive'
import type { Settings } from '../lib/settings/settings'
import { noted, type Connect } from './aws-clients'
import { awsError } from './aws-errors'
import type { Given } from './command'
import { awsOptions } from './options'
import { configOption, findSettings } from './settings'
import type { Terminal } from './terminal'

/** Where the lake is: each option goes over what the settings say. */
export const lakeOptions = {
  ...configOption,
  database: { type: 'string', describe: 'The Glue database' },
  table: { type: 'string', describe: 'The table over the logs' },
  account: {
    type: 'string',
    array: true,
    describe: 'Whose logs partitions are added for; can be given several times',
  },
  ...awsOptions,
} as const satisfies Record<string, Options>

/** A lake that the command line and the settings name; what neither tells is undefined. */
export interface OpenLake {
  readonly settings: Settings | undefined
  readonly clients: ArchiveClients
  readonly waiting: Waiting
  readonly database: string | undefined
  readonly table: string | undefined
  readonly accountIds: readonly string[] | undefined
  /** That of the clients, wherever they have it from. */
  region(): Promise<string>
}

/** Does something with the lake; what AWS refuses becomes one message with the next step. */
export async function withLake<T>(
  args: Partial<Given<typeof lakeOptions>>,
  terminal: Terminal,
  connect: Connect,
  work: (lake: OpenLake) => Promise<T>,
): Promise<T> {
  checkedPlace(args)
  const settings = await findSettings(args, terminal)
  const { systemClock } = await import('../lib/engines/wait')
  try {
    const clients = noted(await connect(args.region ?? settings?.region, args.profile))
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
    throw awsError(error)
  }
}

/** @throws {UsageError} for an account or a region that is none. */
export function checkedPlace({
  account = [],
  region,
}: Pick<Partial<Given<typeof lakeOptions>>, 'account' | 'region'>): void {
  checked('--account', account, /^\d{12}$/, 'twelve digits')
  checked('--region', [region ?? []].flat(), REGION, 'a region')
}

function checked(option: string, values: readonly string[], form: RegExp, what: string): void {
  const wrong = values.find((value) => !form.test(value))
  if (wrong !== undefined) throw new UsageError(`${option} \`${wrong}\` is not ${what}`)
}
