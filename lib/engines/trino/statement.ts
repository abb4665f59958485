import { InterruptedError, throwIfAborted } from '../../errors'
import { retrying } from '../retry'
import type { TableColumn } from '../table-fields'
import { cleanupBudget, waitForever, abortAfterGrace, type Clock, type Waiting } from '../wait'
import type { Connection } from './connection'
import { parseExactly } from './exact-json'
import { notTrino, queryFailed, statusError, unreachable, type TrinoFailure } from './failure'
import { BrokenConnection, sender, type Sender, type TrinoRequest, type TrinoResponse } from './request' // prettier-ignore

/** The progress of a query, as Trino reports it. */
export interface TrinoStats {
  readonly state: string
  readonly processedRows?: number
  readonly processedBytes?: number
  /** What was read from storage, compressed. */
  readonly physicalInputBytes?: number
  /** 0 to 100; absent while unknown. */
  readonly progressPercentage?: number
}

/** One page of an answer; integers of 16 digits or more are text. */
export interface TrinoPage {
  readonly id: string
  readonly columns: readonly TableColumn[]
  readonly data: readonly (readonly unknown[])[]
  readonly stats: TrinoStats
}

/** How long a call may take after the signal is aborted. */
const CLEANUP_MS = 3000

/**
 * Runs one statement by Trino's own protocol: POST, then each next address until there is no other. A reader that stops, also by
 * the signal, stops the query on the server.
 *
 * https://trino.io/docs/current/develop/client-protocol.html
 * @throws {UserError} with Trino's reason, or when the server cannot be reached; {InterruptedError} once the signal is aborted.
 */
export async function* statementPages(
  sql: string,
  connection: Connection,
  waiting: Waiting = waitForever,
): AsyncGenerator<TrinoPage> {
  const { send, close }: Sender = sender(connection)
  let id = ''
  let next: URL | undefined
  let request: TrinoRequest | undefined = {
    method: 'POST',
    url: new URL('/v1/statement', connection.server),
    body: sql,
    // Only the response has the id of the query to stop: it gets a moment after an interrupt.
    signal: abortAfterGrace(waiting.signal, CLEANUP_MS),
  }
  try {
    while (request) {
      const page = await ask(request, send, connection, waiting)
      id = page.id ?? id
      next = nextOf(page, connection)
      if (page.error) throw queryFailed(id, page.error)
      throwIfAborted(waiting.signal)
      const { columns = [], data = [], stats = { state: 'UNKNOWN' } } = page
      yield { id, columns, data, stats }
      request = next && { method: 'GET', url: next, signal: waiting.signal }
    }
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error
    const outcome = next ? await stop(next, send, waiting.clock) : 'was not started'
    next = undefined
    throw new InterruptedError(
      ['trino: query', id, 'was interrupted and', outcome].filter(Boolean).join(' '),
      { cause: error },
    )
  } finally {
    // The reader stopped before the end, or a page is invalid.
    if (next) await stop(next, send, waiting.clock)
    close()
  }
}

interface Page extends Partial<TrinoPage> {
  /** An address, from a server that is Trino. */
  readonly nextUri?: unknown
  readonly error?: TrinoFailure
}

/** One response of the server; after a transient failure the same request is sent again. */
async function ask(
  request: TrinoRequest,
  send: Sender['send'],
  connection: Connection,
  waiting: Waiting,
): Promise<Page> {
  try {
    return await retrying(async () => {
      const response = await send(request).catch((error: unknown) => {
        throwIfAborted(waiting.signal)
        // A statement that was sent may run already: only requests for its pages are repeated.
        throw request.method === 'POST' ? unreachable(connection, error as BrokenConnection) : error
      })
      if (isBusy(response)) throw new Busy(response)
      if (response.status !== 200) throw statusError(connection, response)
      return readPage(response, connection)
    }, waiting)
  } catch (error) {
    if (error instanceof BrokenConnection) throw unreachable(connection, error)
    throw error instanceof Busy ? statusError(connection, error.response) : error
  }
}

/** Trino asks for the same request again. */
class Busy extends Error {
  override readonly name = 'ServiceUnavailable'

  constructor(readonly response: TrinoResponse) {
    super(`HTTP ${response.status}`)
  }
}

function isBusy({ status }: TrinoResponse): boolean {
  return status === 429 || status === 502 || status === 503 || status === 504
}

function readPage({ text }: TrinoResponse, connection: Connection): Page {
  let page: unknown
  try {
    page = parseExactly(text)
  } catch {
    throw notTrino(connection)
  }
  if (typeof page !== 'object' || page === null || !('id' in page)) throw notTrino(connection)
  return page as Page
}

/**
 * The next address, on the server that was named: behind a proxy that ends TLS Trino may name another server, which would get
 * the credentials.
 */
function nextOf({ nextUri }: Page, connection: Connection): URL | undefined {
  if (nextUri === undefined || nextUri === null) return undefined
  if (typeof nextUri !== 'string' || !URL.canParse(nextUri)) throw notTrino(connection)
  const { pathname, search } = new URL(nextUri)
  return new URL(pathname + search, connection.server)
}

/** Stops a query, even without time left; returns the outcome. */
async function stop(next: URL, send: Sender['send'], clock: Clock): Promise<string> {
  try {
    const { status } = await retrying(
      async ({ abortSignal: signal }) => {
        const response = await send({ method: 'DELETE', url: next, signal })
        if (isBusy(response)) throw new Busy(response)
        return response
      },
      cleanupBudget({ clock }, CLEANUP_MS),
    )
    // A query that has ended is unknown to the server.
    const isStopped = (status >= 200 && status < 300) || status === 404 || status === 410
    return isStopped ? 'was stopped' : `could not be stopped (HTTP ${status})`
  } catch (error) {
    const reason = error instanceof InterruptedError ? 'no answer' : (error as Error).message
    return `could not be stopped (${reason})`
  }
}
