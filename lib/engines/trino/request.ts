import { Agent as HttpAgent, request as requestHttp, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import { withoutUndefined } from '../../without-undefined'
import type { Connection } from './connection'

export interface TrinoRequest {
  readonly method: 'POST' | 'GET' | 'DELETE'
  readonly url: URL
  readonly body?: string
  /** Ends the request with a {@link BrokenConnection}. */
  readonly signal?: AbortSignal | undefined
}

export interface TrinoResponse {
  readonly status: number
  readonly text: string
}

/** Sends one request, over a connection that is kept for the next. */
export interface Sender {
  /** @throws {BrokenConnection} when no answer comes. */
  readonly send: (request: TrinoRequest) => Promise<TrinoResponse>
  readonly close: () => void
}

/** No answer came: `code` is that of the network or of TLS, such as `ECONNREFUSED`. */
export class BrokenConnection extends Error {
  override readonly name = 'BrokenConnection'

  constructor(
    message: string,
    readonly code: string,
  ) {
    super(message)
  }
}

/** A server may take long before it answers, but not forever. */
const SILENCE_MS = 120_000

/** Requests by Node's own client: `fetch` takes no certificates. */
export function sender({ headers, tls }: Connection): Sender {
  const http = new HttpAgent({ keepAlive: true })
  const https = new HttpsAgent({ keepAlive: true, ...withoutUndefined(tls) })
  return {
    send: ({ method, url, body, signal }) =>
      new Promise((resolve, reject) => {
        const isSecure = url.protocol === 'https:'
        const options: RequestOptions = {
          method,
          headers: body === undefined ? headers : { ...headers, ...bodyHeaders(body) },
          agent: isSecure ? https : http,
          timeout: SILENCE_MS,
          ...(signal && { signal }),
        }
        const fail = ({ message, code = '' }: NodeJS.ErrnoException) =>
          reject(new BrokenConnection(message || code || 'no answer', code))
        const request = (isSecure ? requestHttps : requestHttp)(url, options, (response) => {
          const pieces: Buffer[] = []
          response.on('data', (piece: Buffer) => pieces.push(piece))
          response.on('error', fail)
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString() }),
          )
        })
        request.on('timeout', () => request.destroy(new Error('it said nothing for two minutes')))
        request.on('error', fail)
        request.end(body)
      }),
    close() {
      http.destroy()
      https.destroy()
    },
  }
}

function bodyHeaders(body: string): Record<string, string | number> {
  return {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
  }
}
