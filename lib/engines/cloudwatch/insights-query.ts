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
import type { CallContext } from './calls'
import type { QueryWindow } from './query-window'

export interface InsightsRequest {
  readonly text: string
  /** Names, or ARNs without `:*`; at most 50. */
  readonly identifiers: readonly string[]
  readonly window: QueryWindow
}

export type InsightsStatistics = NonNullable<GetQueryResultsResponse['statistics']>

/** All rows of a query that is complete. */
export interface InsightsAnswer {
  readonly rows: readonly (readonly ResultField[])[]
  readonly statistics: InsightsStatistics
}

/** CloudWatch ends a query after an hour: one that lasts longer has an unknown final state. */
const MAX_QUERY_MS = 65 * 60_000
const POLLING: Pace = { firstMs: 500, maxMs: 5000 }
const START_PACE: Pace = { firstMs: 1000, maxMs: 10_000 }
/** How long to wait while the account runs as many queries as CloudWatch allows. */
const MAX_START_WAIT_MS = 10 * 60_000
/** How long a call may take after the signal is aborted. */
const CLEANUP_MS = 3000

/** Called while a query starts. */
export interface StartEvents {
  /** The account runs as many queries as CloudWatch allows. */
  readonly onWait: () => void
  /** A call got no answer, so the query may have started; the call is made again. */
  readonly onUnsure: (fault: string) => void
}

/**
 * Starts a query; while the account runs as many as CloudWatch allows, waits for one to end. A call that is under way when the
 * signal is aborted gets a moment to return the id of the query to stop.
 * @throws errors of the SDK, such as `MalformedQueryException`.
 */
export async function startQuery(
  { text, identifiers, window }: InsightsRequest,
  { clients: { logs }, calls, waiting }: CallContext,
  { onWait, onUnsure }: StartEvents,
): Promise<string> {
  const areNames = identifiers.every((identifier) => !identifier.startsWith('arn:'))
  const command = new StartQueryCommand({
    queryString: text,
    ...window,
    ...(areNames ? { logGroupNames: [...identifiers] } : { logGroupIdentifiers: [...identifiers] }),
  })
  const abortSignal = abortAfterGrace(waiting.signal, CLEANUP_MS)
  const start = async () => {
    try {
      return (await calls(() => logs.send(command, { abortSignal }).catch(reportUnsure), waiting))
        .queryId
    } catch (error) {
      if (abortSignal.aborted) {
        throw new InterruptedError('cloudwatch: StartQuery got no answer; a query may be running')
      }
      if (!(error instanceof Error) || error.name !== 'LimitExceededException') throw error
      onWait()
      return undefined
    }
  }
  const reportUnsure = (error: unknown): never => {
    if (mayHaveStarted(error)) onUnsure((error as Error).name)
    throw error
  }
  const id = await poll(start, limitWaiting(waiting, MAX_START_WAIT_MS), START_PACE)
  if (id !== undefined) return id
  throw new UserError('CloudWatch runs as many queries of this account as it allows', {
    help: 'dashboards and scheduled queries count as well; run it again later',
  })
}

/** After a fault or a broken connection the query may have started; after a throttle or without a connection it has not. */
function mayHaveStarted(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException
  const isNotReceived = isThrottle(error as Error) || /^(ECONNREFUSED|EAI_AGAIN)$/.test(code)
  return isTransient(error) && !isNotReceived
}

/**
 * Waits for the end of a query and fetches all of its rows, without rows of unfinished states. When waiting ends early, the query
 * is stopped.
 * @throws {UserError} when it fails, is cancelled or takes too long; {InterruptedError} once the signal is aborted.
 */
export async function waitForAnswer(
  id: string,
  context: CallContext,
  onState: (state: string, statistics: InsightsStatistics) => void,
  onRunsOn: (reason: string) => void,
): Promise<InsightsAnswer> {
  const waiting = limitWaiting(context.waiting, MAX_QUERY_MS)
  let state = 'Scheduled'
  const look = async () => {
    const page = await pageOf(id, undefined, { ...context, waiting })
    state = page.status ?? 'Unknown'
    onState(state, page.statistics ?? {})
    return PENDING.has(state) ? undefined : page
  }
  try {
    const first = await poll(look, waiting, POLLING)
    if (first?.status === 'Complete') return await rowsFrom(id, first, context)
    if (first) throw endError(id, state)
    throw new UserError(`cloudwatch: query ${id} was still ${state} after the time limit`, {
      help: 'a shorter range scans less: --from, --to',
    })
  } catch (error) {
    if (error instanceof UserError && END_MESSAGES.has(state)) throw error
    // A query that nothing waits for would continue to scan and to cost.
    const stopped = await stop(id, context)
    if (context.waiting.signal?.aborted) {
      throw new InterruptedError(`cloudwatch: query ${id} was interrupted and ${stopped}`)
    }
    if (error instanceof UserError) {
      throw new UserError(`${error.message}, and ${stopped}`, { help: error.help })
    }
    if (!isStopped(stopped)) onRunsOn(`cloudwatch: query ${id} ${stopped} and may continue to run`)
    throw error
  }
}

const PENDING = new Set(['Scheduled', 'Running', 'Unknown'])

/** The message for each final state but Complete. */
const END_MESSAGES: ReadonlyMap<string, readonly [word: string, help: string]> = new Map([
  ['Failed', ['failed, and CloudWatch gives no reason', 'run it again; it may succeed']],
  ['Cancelled', ['was cancelled', 'another user stopped it, in the console or with StopQuery']],
  [
    'Timeout',
    ['ran for an hour, the maximum of CloudWatch', 'a shorter range scans less: --from, --to'],
  ],
])

function endError(id: string, state: string): UserError {
  const [word, help] = END_MESSAGES.get(state) ?? [`ended as \`${state}\``, undefined]
  return new UserError(`cloudwatch: query ${id} ${word}`, { help })
}

async function rowsFrom(
  id: string,
  first: GetQueryResultsResponse,
  context: CallContext,
): Promise<InsightsAnswer> {
  const rows = [...(first.results ?? [])]
  let statistics = first.statistics ?? {}
  for (let token = first.nextToken; token !== undefined;) {
    const page = await pageOf(id, token, context)
    for (const row of page.results ?? []) rows.push(row)
    statistics = page.statistics ?? statistics
    // A repeated token would never end.
    token = page.nextToken === token ? undefined : page.nextToken
  }
  return { rows, statistics }
}

function pageOf(
  id: string,
  token: string | undefined,
  { clients: { logs }, calls, waiting }: CallContext,
): Promise<GetQueryResultsResponse> {
  const command = new GetQueryResultsCommand({
    queryId: id,
    ...(token === undefined ? {} : { nextToken: token }),
  })
  return calls((options) => logs.send(command, options), waiting)
}

/** Stops a query, even without time left; returns the outcome. */
async function stop(
  id: string,
  { clients: { logs }, calls, waiting }: CallContext,
): Promise<string> {
  const command = new StopQueryCommand({ queryId: id })
  try {
    await calls((options) => logs.send(command, options), cleanupBudget(waiting, CLEANUP_MS))
    return STOPPED
  } catch (error) {
    const { name } = error as Error
    // A query that has ended cannot be stopped.
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

/** The same waiting with a limit from now on. */
function limitWaiting(waiting: Waiting, milliseconds: number): Waiting {
  const { clock, remaining } = waiting
  const until = clock.now() + milliseconds
  return { ...waiting, remaining: () => Math.min(remaining(), until - clock.now()) }
}
