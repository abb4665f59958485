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
  /** The data source that holds the database; Athena's own, `AwsDataCatalog`, unless told. */
  readonly catalog?: string | undefined
  /** Minutes, up to 10,080, that the answer to the same SQL may be old; Athena runs it anew unless told. */
  readonly reuseMinutes?: number | undefined
  /** 32 to 128 characters: the same token and parameters give the same execution again, whatever became of it. */
  readonly token: (attempt: number) => string
  /** No earlier run had these tokens: what is over when it is first looked at is this run's. */
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
  /** The CSV file of the answer, `s3://…`; undefined where Athena itself keeps answers. */
  readonly outputLocation: string | undefined
}

/** Who is told how an execution goes. */
export interface Watcher {
  /** At every look, also the last one. */
  readonly onState?: (state: string, bytesScanned: number) => void
  /** Nobody waits for the execution any more, and it could not be stopped. */
  readonly onLeft?: (id: string, reason: string) => void
}

/** What Athena says of an execution that is over. */
interface Ended {
  readonly id: string
  readonly state: string
  readonly reason: string
  readonly retryable: boolean
  readonly bytesScanned: number
  readonly reused: boolean
  readonly outputLocation: string | undefined
  /** Over when it was first looked at: its failure may be that of an earlier run. */
  readonly atFirstLook: boolean
  readonly submitted: number | undefined
}

/** Milliseconds for Athena to say what runs, and that it is stopped. */
const STOPPING = 3000

/** How often a query that fails is started anew within one run, and how many tokens of earlier runs are passed over. */
const OWN_ATTEMPTS = 3
const ALL_ATTEMPTS = 25

/** An execution this old when it was asked for is that of an earlier run; less may be a difference of clocks. */
const EARLIER = 60_000

/**
 * Runs a query and waits for its end. An attempt that failed in a way that Athena calls retryable is followed by the
 * next one; so is, where earlier runs had the same tokens, one that was cancelled before anyone looked or that failed in an earlier run.
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
      (ended.state === 'CANCELLED' || (ended.submitted ?? asked) < asked - EARLIER)
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
    // It may run already, under an id that only the same token tells; then there is something to stop.
    return retrying(
      (options) => athena.send(command, options),
      cleanupBudget(waiting, STOPPING),
    ).catch(() => {
      throw new InterruptedError(
        `athena: the query was interrupted while it was sent; whether it runs in workgroup ${workgroup} is not known`,
        { cause: error },
      )
    })
  })
  if (!asked.QueryExecutionId) {
    throw new Error('Athena started a query execution and gave it no id')
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
    const execution = await describe(id, clients, waiting)
    looks++
    state = execution.Status?.State ?? state
    onState?.(state, scanned(execution))
    return isOver(state) ? ended(id, state, execution, looks === 1) : undefined
  }

  try {
    const end = await poll(look, waiting)
    if (end) return end
  } catch (error) {
    // Whoever stops waiting must not leave a query behind that goes on scanning, and costing.
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
    `athena: query execution ${id} was still ${state} when the time was up, and ${outcome}`,
    { help: 'run it again with more time; a queue in the workgroup needs waiting, too' },
  )
}

async function describe(
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

/** Stops an execution, also when there is no time left; gives the reason when it could not. */
async function stop(
  id: string,
  { athena }: AthenaClients,
  waiting: Waiting,
): Promise<string | undefined> {
  const command = new StopQueryExecutionCommand({ QueryExecutionId: id })
  try {
    await retrying((options) => athena.send(command, options), cleanupBudget(waiting, STOPPING))
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
