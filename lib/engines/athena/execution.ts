import {
  GetQueryExecutionCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
  type AthenaClient,
  type QueryExecution,
} from '@aws-sdk/client-athena'
import { InterruptedError, UserError } from '../../errors'
import { retrying } from '../retry'
import { cleanupBudget, waitForever, poll, type Waiting } from '../wait'

export interface ExecutionRequest {
  readonly sql: string
  readonly workgroup: string
  readonly database?: string | undefined
  /** The data source that holds the database; Athena's own, `AwsDataCatalog`, by default. */
  readonly catalog?: string | undefined
  /** Minutes, up to 10,080, that the answer to the same SQL may be old; by default nothing is reused. */
  readonly reuseMinutes?: number | undefined
  /** 32 to 128 characters: the same token and parameters give the same execution again, whatever became of it. */
  readonly token: (attempt: number) => string
  /** The tokens are new: an execution that has already ended belongs to this run. */
  readonly isOwn?: boolean | undefined
}

export interface AthenaClients {
  readonly athena: AthenaClient
}

/** A query execution that succeeded. */
export interface Execution {
  readonly id: string
  /** Counts from 1: the token that it was started with. */
  readonly attempt: number
  readonly bytesScanned: number
  /** The answer is that of an earlier execution: nothing was scanned. */
  readonly reused: boolean
  /** The CSV file of the answer, `s3://…`; undefined where Athena manages the results. */
  readonly outputLocation: string | undefined
}

/** Called while an execution runs. */
export interface Watcher {
  /** After every poll, the last one included. */
  readonly onState?: (state: string, bytesScanned: number) => void
  /** Waiting ended, and the execution could not be stopped. */
  readonly onLeft?: (id: string, reason: string) => void
}

/** An execution that has ended, as Athena describes it. */
interface Ended {
  readonly id: string
  readonly state: string
  readonly reason: string
  readonly retryable: boolean
  readonly bytesScanned: number
  readonly reused: boolean
  readonly outputLocation: string | undefined
  /** It had ended before the first poll: its failure may belong to an earlier run. */
  readonly atFirstLook: boolean
  readonly submitted: number | undefined
}

/** How long the calls may take that find and stop an execution after an interrupt. */
const CLEANUP_MS = 3000

/** How often one run starts a query that fails, and how many tokens of earlier runs it skips. */
const OWN_ATTEMPTS = 3
const ALL_ATTEMPTS = 25

/** An execution that is older than this at the start belongs to an earlier run; clocks may differ by less. */
const CLOCK_DIFFERENCE_MS = 60_000

/**
 * Runs a query and waits for its end. An attempt that failed in a way that Athena calls retryable is followed by the
 * next one; so is, where earlier runs had the same tokens, one that was cancelled before the first poll or that failed in an earlier run.
 * @throws {UserError} with Athena's reason, or when the time is up (the execution is stopped first);
 * {InterruptedError} once the signal is aborted (stopped, too).
 */
export async function startAndWait(
  request: ExecutionRequest,
  clients: AthenaClients,
  waiting: Waiting = waitForever,
  firstAttempt = 1,
  watcher: Watcher = {},
): Promise<Execution> {
  let own = 0
  for (let attempt = firstAttempt; ; attempt++) {
    const asked = waiting.clock.now()
    const id = await start(request, attempt, clients, waiting)
    const ended = await untilEnd(id, clients, waiting, watcher)
    if (ended.state === 'SUCCEEDED') {
      const { bytesScanned, reused, outputLocation } = ended
      return { id, attempt, bytesScanned, reused, outputLocation }
    }

    const earlier =
      !request.isOwn &&
      ended.atFirstLook &&
      (ended.state === 'CANCELLED' || (ended.submitted ?? asked) < asked - CLOCK_DIFFERENCE_MS)
    if (!earlier) own++
    const again = earlier || (ended.state === 'FAILED' && ended.retryable && own < OWN_ATTEMPTS)
    if (!again || attempt - firstAttempt + 1 >= ALL_ATTEMPTS) throw failure(ended, own)
  }
}

async function start(
  { sql, workgroup, database, catalog, reuseMinutes, token }: ExecutionRequest,
  attempt: number,
  { athena }: AthenaClients,
  waiting: Waiting,
): Promise<string> {
  const command = new StartQueryExecutionCommand({
    QueryString: sql,
    WorkGroup: workgroup,
    ClientRequestToken: token(attempt),
    ...(database === undefined
      ? {}
      : { QueryExecutionContext: { Database: database, ...(catalog && { Catalog: catalog }) } }),
    ...(reuseMinutes === undefined
      ? {}
      : {
          ResultReuseConfiguration: {
            ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: reuseMinutes },
          },
        }),
  })
  let isAsked = false
  const asked = await retrying((options) => {
    isAsked = true
    return athena.send(command, options)
  }, waiting).catch(async (error: unknown) => {
    if (!isAsked || !(error instanceof InterruptedError)) throw error
    // It may run already: the same token returns its id, so that it can be stopped.
    return retrying(
      (options) => athena.send(command, options),
      cleanupBudget(waiting, CLEANUP_MS),
    ).catch(() => {
      throw new InterruptedError(
        `athena: the query was interrupted while it was sent; it may be running in workgroup ${workgroup}`,
        { cause: error },
      )
    })
  })
  if (!asked.QueryExecutionId) {
    throw new Error('Athena started a query execution without an id')
  }
  return asked.QueryExecutionId
}

async function untilEnd(
  id: string,
  clients: AthenaClients,
  waiting: Waiting,
  { onState, onLeft }: Watcher,
): Promise<Ended> {
  let looks = 0
  let state = 'QUEUED'
  const look = async () => {
    const execution = await getExecution(id, clients, waiting)
    looks++
    state = execution.Status?.State ?? state
    onState?.(state, scanned(execution))
    return isOver(state) ? ended(id, state, execution, looks === 1) : undefined
  }

  try {
    const end = await poll(look, waiting)
    if (end) return end
  } catch (error) {
    // A query that nothing waits for would continue to scan and to cost.
    const refused = await stop(id, clients, waiting)
    if (error instanceof InterruptedError) {
      throw new InterruptedError(
        `athena: query execution ${id} was interrupted and ${outcomeOf(refused)}`,
      )
    }
    if (refused !== undefined) onLeft?.(id, refused)
    throw error
  }
  const outcome = outcomeOf(await stop(id, clients, waiting))
  throw new UserError(
    `athena: query execution ${id} was still ${state} after the time limit, and ${outcome}`,
    { help: 'run it again with more time; the queue of the workgroup counts as well' },
  )
}

async function getExecution(
  id: string,
  { athena }: AthenaClients,
  waiting: Waiting,
): Promise<QueryExecution> {
  const command = new GetQueryExecutionCommand({ QueryExecutionId: id })
  const { QueryExecution: execution } = await retrying(
    (options) => athena.send(command, options),
    waiting,
  )
  return execution ?? {}
}

function isOver(state: string): boolean {
  return state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELLED'
}

function ended(
  id: string,
  state: string,
  { Status, Statistics, ResultConfiguration }: QueryExecution,
  atFirstLook: boolean,
): Ended {
  return {
    id,
    state,
    reason:
      Status?.AthenaError?.ErrorMessage ?? Status?.StateChangeReason ?? 'Athena gives no reason',
    retryable: Status?.AthenaError?.Retryable ?? false,
    bytesScanned: scanned({ Statistics }),
    reused: Statistics?.ResultReuseInformation?.ReusedPreviousResult ?? false,
    outputLocation: ResultConfiguration?.OutputLocation,
    atFirstLook,
    submitted: Status?.SubmissionDateTime?.getTime(),
  }
}

function scanned({ Statistics }: Pick<QueryExecution, 'Statistics'>): number {
  return Statistics?.DataScannedInBytes ?? 0
}

/** Stops an execution, even without time left; returns the reason where it could not. */
async function stop(
  id: string,
  { athena }: AthenaClients,
  waiting: Waiting,
): Promise<string | undefined> {
  const command = new StopQueryExecutionCommand({ QueryExecutionId: id })
  try {
    await retrying((options) => athena.send(command, options), cleanupBudget(waiting, CLEANUP_MS))
    return undefined
  } catch (error) {
    return error instanceof InterruptedError ? 'no answer' : (error as Error).name
  }
}

function outcomeOf(refused: string | undefined): string {
  return refused === undefined ? 'was stopped' : `could not be stopped (${refused})`
}

function failure({ id, state, reason }: Ended, attempts: number): UserError {
  const times = attempts > 1 ? ` ${attempts} times, the last time` : ''
  const word = state === 'CANCELLED' ? 'was cancelled' : `failed${times}`
  return new UserError(`athena: query execution ${id} ${word}: ${reason}`)
}
