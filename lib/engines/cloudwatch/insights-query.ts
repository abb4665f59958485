import {
  GetQueryResultsCommand,
  StartQueryCommand,
  StopQueryCommand,
  type GetQueryResultsResponse,
  type ResultField,
} from '@aws-sdk/client-cloudwatch-logs'
import { InterruptedError, UserError } from '../../errors'
import { isThrottle, isTransient } from '../retry'
import { cleanupBudget, poll, abortAfterGrace, type Pace, type Waiting } from '../wait'
import type { Asking } from './calls'
import type { Window } from './window'

export interface InsightsRequest {
  readonly text: string
  /** Names, or ARNs without `:*`; at most 50. */
  readonly identifiers: readonly string[]
  readonly window: Window
}

export type InsightsStatistics = NonNullable<GetQueryResultsResponse['statistics']>

/** All rows of a query that is complete. */
export interface InsightsAnswer {
  readonly rows: readonly (readonly ResultField[])[]
  readonly statistics: InsightsStatistics
}

/** CloudWatch ends a query itself after an hour; what goes on for longer has no state that tells of an end. */
const LONGEST = 65 * 60_000
const POLLING: Pace = { firstMs: 500, maxMs: 5000 }
const ROOM: Pace = { firstMs: 1000, maxMs: 10_000 }
/** How long to wait while the account runs as many queries as it may. */
const WAITING_FOR_ROOM = 10 * 60_000
const STOPPING = 3000

/** What is to be told while a query starts. */
export interface Starting {
  /** The account runs as many queries as it may. */
  readonly onWait: () => void
  /** A call had no answer that tells whether the query was begun, and is made again. */
  readonly onUnsure: (fault: string) => void
}

/**
 * Starts a query; while the account runs as many as it may, it waits for one to end. A call that is under way when the signal
 * is aborted has a moment to tell the query that must be stopped.
 * @throws what the SDK throws, `MalformedQueryException` among others.
 */
export async function startQuery(
  { text, identifiers, window }: InsightsRequest,
  { clients: { logs }, calls, waiting }: Asking,
  { onWait, onUnsure }: Starting,
): Promise<string> {
  const areNames = identifiers.every((identifier) => !identifier.startsWith('arn:'))
  const command = new StartQueryCommand({
    queryString: text,
    ...window,
    ...(areNames ? { logGroupNames: [...identifiers] } : { logGroupIdentifiers: [...identifiers] }),
  })
  const abortSignal = abortAfterGrace(waiting.signal, STOPPING)
  const started = async () => {
    try {
      return (await calls(() => logs.send(command, { abortSignal }).catch(unsure), waiting)).queryId
    } catch (error) {
      if (abortSignal.aborted) {
        throw new InterruptedError('cloudwatch: StartQuery had no answer, and a query may run')
      }
      if (!(error instanceof Error) || error.name !== 'LimitExceededException') throw error
      onWait()
      return undefined
    }
  }
  const unsure = (error: unknown): never => {
    if (mayHaveStarted(error)) onUnsure((error as Error).name)
    throw error
  }
  const id = await poll(started, within(waiting, WAITING_FOR_ROOM), ROOM)
  if (id !== undefined) return id
  throw new UserError('CloudWatch runs as many queries of this account as it may', {
    help: 'dashboards and scheduled queries count, too; run it again when there are fewer',
  })
}

/** A fault or a broken connection does not tell what was done before; a throttle or a closed door does. */
function mayHaveStarted(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException
  const isUnseen = isThrottle(error as Error) || /^(ECONNREFUSED|EAI_AGAIN)$/.test(code)
  return isTransient(error) && !isUnseen
}

/**
 * Waits for the end of a query and fetches all of its rows; what came before the end is never among them.
 * @throws {UserError} when it fails, is cancelled or takes too long; {InterruptedError} once the signal is aborted. Whatever
 * ends the waiting, the query is stopped.
 */
export async function answerOf(
  id: string,
  asking: Asking,
  onLook: (state: string, statistics: InsightsStatistics) => void,
  onRunsOn: (reason: string) => void,
): Promise<InsightsAnswer> {
  const waiting = within(asking.waiting, LONGEST)
  let state = 'Scheduled'
  const look = async () => {
    const page = await pageOf(id, undefined, { ...asking, waiting })
    state = page.status ?? 'Unknown'
    onLook(state, page.statistics ?? {})
    return PENDING.has(state) ? undefined : page
  }
  try {
    const first = await poll(look, waiting, POLLING)
    if (first?.status === 'Complete') return await rowsFrom(id, first, asking)
    if (first) throw ended(id, state)
    throw new UserError(`cloudwatch: query ${id} was still ${state} when the time was up`, {
      help: 'a shorter range scans less: --from, --to',
    })
  } catch (error) {
    if (error instanceof UserError && ENDS.has(state)) throw error
    // Whoever stops waiting must not leave a query behind that goes on scanning, and costing.
    const stopped = await stop(id, asking)
    if (asking.waiting.signal?.aborted) {
      throw new InterruptedError(`cloudwatch: query ${id} was interrupted and ${stopped}`)
    }
    if (error instanceof UserError) {
      throw new UserError(`${error.message}, and ${stopped}`, { help: error.help })
    }
    if (!isStopped(stopped)) onRunsOn(`cloudwatch: query ${id} ${stopped} and may run on`)
    throw error
  }
}

const PENDING = new Set(['Scheduled', 'Running', 'Unknown'])

/** What each end means that is none of ours. */
const ENDS: ReadonlyMap<string, readonly [word: string, help: string]> = new Map([
  [
    'Failed',
    ['failed, and CloudWatch gives no reason', 'it may well succeed when it is run again'],
  ],
  ['Cancelled', ['was cancelled', 'someone else stopped it, in the console or with StopQuery']],
  [
    'Timeout',
    [
      'ran for an hour, which is the longest that CloudWatch allows',
      'a shorter range scans less: --from, --to',
    ],
  ],
])

function ended(id: string, state: string): UserError {
  const [word, help] = ENDS.get(state) ?? [`ended as \`${state}\``, undefined]
  return new UserError(`cloudwatch: query ${id} ${word}`, { help })
}

async function rowsFrom(
  id: string,
  first: GetQueryResultsResponse,
  asking: Asking,
): Promise<InsightsAnswer> {
  const rows = [...(first.results ?? [])]
  let statistics = first.statistics ?? {}
  for (let token = first.nextToken; token !== undefined;) {
    const page = await pageOf(id, token, asking)
    for (const row of page.results ?? []) rows.push(row)
    statistics = page.statistics ?? statistics
    // A token that comes again would never end.
    token = page.nextToken === token ? undefined : page.nextToken
  }
  return { rows, statistics }
}

function pageOf(
  id: string,
  token: string | undefined,
  { clients: { logs }, calls, waiting }: Asking,
): Promise<GetQueryResultsResponse> {
  const command = new GetQueryResultsCommand({
    queryId: id,
    ...(token === undefined ? {} : { nextToken: token }),
  })
  return calls((options) => logs.send(command, options), waiting)
}

/** Stops a query, also when there is no time left; says what came of it. */
async function stop(id: string, { clients: { logs }, calls, waiting }: Asking): Promise<string> {
  const command = new StopQueryCommand({ queryId: id })
  try {
    await calls((options) => logs.send(command, options), cleanupBudget(waiting, STOPPING))
    return STOPPED
  } catch (error) {
    const { name } = error as Error
    // What is over cannot be stopped.
    return name === 'InvalidParameterException'
      ? HAD_ENDED
      : `could not be stopped (${error instanceof InterruptedError ? 'no answer' : name})`
  }
}

const STOPPED = 'was stopped'
const HAD_ENDED = 'had ended'

function isStopped(word: string): boolean {
  return word === STOPPED || word === HAD_ENDED
}

/** The same waiting, but no longer than so many milliseconds from now. */
function within(waiting: Waiting, milliseconds: number): Waiting {
  const { clock, remaining } = waiting
  const until = clock.now() + milliseconds
  return { ...waiting, remaining: () => Math.min(remaining(), until - clock.now()) }
}
