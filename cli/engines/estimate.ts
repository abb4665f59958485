import { fieldByName, type FieldName } from '../../lib/flow-log/fields'
import { patience } from '../../lib/engines/wait'
import { UserError } from '../../lib/errors'
import { firstKeptDay, HOUR_MS, type TimeSpan } from '../../lib/time'
import { isoTime } from '../../lib/results/values'
import { noted } from '../aws-clients'
import { awsError, isDenied, isRefusal } from '../aws-errors'
import { parseSeconds } from '../options'
import { told } from '../settings'
import type { Terminal } from '../terminal'
import { usdPerGB, usdPerTB, type Asked, type EngineWorld } from './open-engine'
import type { Known, Places, RemoteName } from './places'

/** What an engine would do for a question, as far as that is known before it runs. */
export interface Estimate {
  readonly engine: RemoteName
  /** Whether it has the whole range and the fields that the question needs. */
  readonly covers: boolean
  /** Why it does, or does not. */
  readonly why: string
  /** Bytes that it would scan, at most; null where that is not known. */
  readonly bytes: number | null
  /** Null where that is not known, and for an engine that has no price of its own. */
  readonly usd: number | null
}

/** What is to be asked. */
export interface Inquiry {
  readonly window: TimeSpan
  readonly needs: readonly FieldName[]
}

/** Asks CloudWatch what is stored and lists the lake's hours; runs no query. */
export function estimate(
  engine: RemoteName,
  inquiry: Inquiry,
  places: Places,
  asked: Asked,
  terminal: Terminal,
  world: EngineWorld,
): Promise<Estimate> {
  const waiting = { ...(world.waiting ?? patience), signal: terminal.signal }
  const work: Work = { inquiry, places, asked, world, waiting, now: terminal.now() }
  return engine === 'cloudwatch' ? ofCloudwatch(work) : ofLake(engine, work)
}

interface Work {
  readonly inquiry: Inquiry
  readonly places: Places
  readonly asked: Asked
  readonly world: EngineWorld
  readonly waiting: typeof patience
  readonly now: Date
}

type Found = Omit<Estimate, 'engine'>

/** A range such as `7d` was reckoned a moment before. */
const MOMENT = 60_000

async function ofCloudwatch({
  inquiry,
  places,
  asked,
  world,
  waiting,
  now,
}: Work): Promise<Estimate> {
  const { logGroups, retentionDays } = places.cloudwatch
  const { window, needs } = inquiry
  const price = usdPerGB(asked)
  const names = told('--log-group', logGroups)
  const found = await looked(async (): Promise<Found> => {
    const [{ estimateGroups }, { scanUsd }] = await Promise.all([
      import('../../lib/engines/cloudwatch/estimate-groups'),
      import('../../lib/engines/cloudwatch/price'),
    ])
    const clients = noted(await world.connectLogs(asked.region, asked.profile))
    const { bytes = null, limit } = await estimateGroups(names, window, clients, waiting)
    const usd = bytes === null ? null : scanUsd(bytes, price)
    const kept =
      retentionDays === undefined ? undefined : now.getTime() - retentionDays * 24 * HOUR_MS
    const first = limit ? limit.from * 1000 : kept
    const covers = first === undefined || first <= window.from.getTime() + MOMENT
    const days = limit ? limit.group.retentionDays : retentionDays
    const why =
      limit?.reason === 'creation'
        ? `log group \`${limit.group.name}\` was made at ${isoTime(new Date(limit.from * 1000))}`
        : days === undefined
          ? 'CloudWatch does not tell how far back it goes'
          : `keeps ${dayCount(days)}`
    return { covers, why, bytes, usd }
  })
  return { engine: 'cloudwatch', ...lackingOr(found, needs, places.cloudwatch) }
}

async function ofLake(engine: 'athena' | 'trino', work: Work): Promise<Estimate> {
  const { inquiry, places, asked, world, waiting, now } = work
  const { window, needs } = inquiry
  const price = usdPerTB(asked)
  const { table, retentionDays } = places[engine]
  const database = engine === 'athena' ? places.athena.database : places.trino.schema
  const lake = {
    database: told(engine === 'athena' ? '--database' : '--schema', database),
    table: told('--table', table),
  }
  const first = retentionDays === undefined ? undefined : firstKeptDay(now, retentionDays)
  const isKept = first === undefined || first.getTime() <= window.from.getTime() + MOMENT
  const kept = retentionDays === undefined ? 'has the range' : `keeps ${dayCount(retentionDays)}`
  const found = await looked(
    async (): Promise<Found> => {
      const [{ estimateScan }, { scanUsd }] = await Promise.all([
        import('../../lib/lake/estimate-scan'),
        import('../../lib/engines/athena/price'),
      ])
      const clients = noted(await world.connect(asked.region, asked.profile))
      const looking = { latenessSeconds: parseSeconds('--lateness', asked.lateness) }
      // What has expired need not be looked for.
      const left = { ...window, from: new Date(Math.max(window.from.getTime(), first?.getTime() ?? 0)) } // prettier-ignore
      const { bytes, since } = await estimateScan(lake, left, looking, clients, waiting)
      const usd = engine === 'athena' ? scanUsd(bytes, price) : null
      if (!isKept) return { covers: false, why: kept, bytes, usd }
      if (!since) return { covers: false, why: 'has no file of the range', bytes, usd }
      const isWhole = since.getTime() <= window.from.getTime() + HOUR_MS
      const why = isWhole ? kept : `its files of the range begin at ${isoTime(since)}`
      return { covers: isWhole, why, bytes, usd }
    },
    { covers: isKept, why: kept },
  )
  return { engine, ...lackingOr(found, needs, places[engine]) }
}

/**
 * What is not there covers nothing; what may not be looked at is told by the settings alone.
 * @throws {UserError} for what would stop every call, such as credentials that have expired.
 */
async function looked(
  look: () => Promise<Found>,
  otherwise: Pick<Found, 'covers' | 'why'> = { covers: true, why: 'CloudWatch does not tell' },
): Promise<Found> {
  try {
    return await look()
  } catch (error) {
    const told = awsError(error)
    if (!(told instanceof UserError)) throw told
    const nothing = { bytes: null, usd: null }
    if (isDenied(error))
      return { ...nothing, ...otherwise, why: `${otherwise.why}; ${told.message}` }
    if (isRefusal(error) && !/not found$/.test(told.message)) throw told
    return { ...nothing, covers: false, why: told.message }
  }
}

/** An engine whose records lack a field that the question needs answers nothing. */
function lackingOr(found: Found, needs: readonly FieldName[], { logFormat }: Known): Found {
  const lacking = logFormat
    ? needs.filter((field) => !logFormat.some(({ name }) => name === field))
    : []
  if (lacking.length === 0) return found
  const tokens = lacking.map((field) => `\`${fieldByName(field).token}\``).join(', ')
  return { ...found, covers: false, why: `its records have no ${tokens}` }
}

function dayCount(days: number): string {
  return `${days} ${days === 1 ? 'day' : 'days'}`
}
