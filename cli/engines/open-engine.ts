import type { Engine } from '../../lib/engines/engine'
import type { Waiting } from '../../lib/engines/wait'
import { UsageError } from '../../lib/errors'
import type { Connect, ConnectLogs } from '../aws-clients'
import { connect, connectLogs, noted } from '../aws-clients'
import { cacheFolder } from '../cache-folder'
import { parseAmount, parseSeconds } from '../options'
import { told } from '../settings'
import type { Terminal } from '../terminal'
import type { EngineArguments } from './engine-options'
import type { Places, RemoteName } from './places'
import { readTls } from './trino-tls'

/** The outside world of the remote engines. */
export interface EngineWorld {
  readonly connect: Connect
  readonly connectLogs: ConnectLogs
  readonly waiting?: Waiting
}

export const engineWorld: EngineWorld = { connect, connectLogs }

/** How an engine is asked, whichever it is. */
export interface Asked extends Pick<EngineArguments, 'reuse' | 'profile'> {
  readonly region: string | undefined
  readonly lateness: string
  readonly noCache?: boolean | undefined
  readonly scanUsdPerGb?: string | undefined
  readonly scanUsdPerTb?: string | undefined
}

/** Opens a remote engine; its client is loaded only here. @throws {UsageError} for what nothing tells. */
export async function openRemote(
  name: RemoteName,
  places: Places,
  asked: Asked,
  terminal: Terminal,
  world: EngineWorld = engineWorld,
): Promise<Engine> {
  const { region, profile } = asked
  const surroundings = world.waiting ? { waiting: world.waiting } : {}
  const latenessSeconds = parseSeconds('--lateness', asked.lateness)
  switch (name) {
    case 'cloudwatch': {
      const { logGroups, logFormat } = places.cloudwatch
      const { cloudwatchEngine } = await import('../../lib/engines/cloudwatch/cloudwatch-engine')
      const options = {
        logGroups: told('--log-group', logGroups),
        logFormat,
        usdPerGB: usdPerGB(asked),
        cacheFolder: asked.noCache ? undefined : cacheFolder(terminal),
      }
      const clients = noted(await world.connectLogs(region, profile))
      return cloudwatchEngine(options, { clients, ...surroundings })
    }
    case 'athena': {
      const { workgroup, database, table, catalog, retentionDays, origin } = places.athena
      const options = {
        workgroup: told('--workgroup', workgroup),
        database: told('--database', database),
        table: told('--table', table),
        catalog,
        retentionDays,
        origin,
        latenessSeconds,
        reuseMinutes: asked.reuse === undefined ? undefined : reuseMinutes(asked.reuse),
        usdPerTB: usdPerTB(asked),
      }
      const { athenaEngine } = await import('../../lib/engines/athena/athena-engine')
      return athenaEngine(options, noted(await world.connect(region, profile)), surroundings)
    }
    case 'trino': {
      const { server, catalog, schema, table, user, password, token, retentionDays, origin } =
        places.trino
      const { trinoEngine } = await import('../../lib/engines/trino/trino-engine')
      return trinoEngine(
        {
          server: serverTold(server),
          catalog,
          schema: told('--schema', schema),
          table: told('--table', table),
          user,
          password,
          token,
          tls: await readTls(places.trino, terminal.folder),
          latenessSeconds,
          retentionDays,
          origin,
        },
        surroundings,
      )
    }
  }
}

function serverTold(server: string | undefined): string {
  if (server !== undefined) return server
  throw new UsageError('--server is missing', {
    help: 'it, or `trino.server` of the settings, is the address of a coordinator, such as https://trino.example.com',
  })
}

export function usdPerGB({ scanUsdPerGb: text }: Asked): number | undefined {
  return text === undefined ? undefined : parseAmount('--scan-usd-per-gb', text)
}

export function usdPerTB({ scanUsdPerTb: text }: Asked): number | undefined {
  return text === undefined ? undefined : parseAmount('--scan-usd-per-tb', text)
}

const MOST_MINUTES = 10_080

/** Athena reuses by the minute, for a week at most. */
function reuseMinutes(text: string): number {
  const minutes = Math.floor(parseSeconds('--reuse', text) / 60)
  if (minutes >= 1 && minutes <= MOST_MINUTES) return minutes
  throw new UsageError(`--reuse \`${text}\` is not between a minute and 7 days`, {
    help: 'Athena keeps answers no longer',
  })
}
