import { visible } from '../../visible'
import { UserError } from '../../errors'
import type { Connection } from './connection'
import type { BrokenConnection, TrinoResponse } from './request'

/** Trino's description of a query that failed. */
export interface TrinoFailure {
  readonly message?: string
  readonly errorName?: string
  readonly errorLocation?: { readonly lineNumber: number; readonly columnNumber: number }
}

const NAMED = 'check --catalog, --schema and --table'
const MEMORY = 'use a shorter range; the limits are set on the server'

const HELP: Readonly<Record<string, string>> = {
  CATALOG_NOT_FOUND: NAMED,
  SCHEMA_NOT_FOUND: NAMED,
  TABLE_NOT_FOUND: NAMED,
  PERMISSION_DENIED: 'the access rules of the server must allow it',
  EXCEEDED_LOCAL_MEMORY_LIMIT: MEMORY,
  EXCEEDED_GLOBAL_MEMORY_LIMIT: MEMORY,
  EXCEEDED_TIME_LIMIT: MEMORY,
  CLUSTER_OUT_OF_MEMORY: MEMORY,
  QUERY_QUEUE_FULL: 'run it again later',
}

/** A query that Trino started and that failed. */
export class QueryFailed extends UserError {
  constructor(
    message: string,
    readonly errorName: string,
  ) {
    super(message, { help: HELP[errorName] })
  }
}

/** The error for a query that failed, with Trino's message. */
export function queryFailed(id: string, failure: TrinoFailure): QueryFailed {
  const { message = 'Trino gives no reason', errorName = 'UNKNOWN', errorLocation } = failure
  const place =
    errorLocation && !/^line \d+:\d+: /.test(message)
      ? `line ${errorLocation.lineNumber}:${errorLocation.columnNumber}: `
      : ''
  return new QueryFailed(`trino: query ${id} failed: ${errorName}: ${place}${message}`, errorName)
}

/** The error for a response with another status than 200. */
export function statusError(
  { server, user }: Connection,
  { status, text }: TrinoResponse,
): UserError {
  const subject = `trino: \`${server.origin}\``
  const who = user === undefined ? '' : ` of \`${user}\``
  switch (status) {
    case 401:
      return new UserError(`${subject} rejected the credentials${who}${reasonIn(text)}`, {
        help: 'use a user with a password, or a token that has not expired',
      })
    case 403:
      return new UserError(`${subject} denies access${user === undefined ? '' : ` to \`${user}\``}${reasonIn(text)}`, { help: HELP['PERMISSION_DENIED'] }) // prettier-ignore
    case 404:
    case 410:
      return new UserError(`${subject} no longer has the query${reasonIn(text)}`, {
        help: 'the coordinator may have restarted: run it again',
      })
    default:
      return new UserError(`${subject} returned HTTP ${status}${reasonIn(text)}`, {
        help: status >= 500 ? 'see the log of the coordinator' : COORDINATOR,
      })
  }
}

/** The error for a response that is not Trino's. */
export function notTrino({ server }: Connection): UserError {
  return new UserError(`trino: \`${server.origin}\` returned a response that is not from Trino`, {
    help: COORDINATOR,
  })
}

const COORDINATOR = 'use the address of a Trino coordinator, without a path'

/** The first line of a plain text; nothing of HTML or JSON. */
function reasonIn(text: string): string {
  const [line = ''] = text.trim().split(/\r?\n/)
  const plain = visible(line.slice(0, 200))
  return plain === '' || /^[<{]/.test(plain) ? '' : `: ${plain}`
}

/** The error for a connection that fails or ends without a response. */
export function unreachable({ server }: Connection, cause: BrokenConnection): UserError {
  const { code, message } = cause
  const subject = `trino: \`${server.origin}\``
  if (/^ERR_SSL_\w+ALERT_\w*(CERTIFICATE|UNKNOWN_CA)/.test(code)) {
    return new UserError(`${subject} requires a client certificate that it trusts`, {
      help: 'use --tls-cert and --tls-key',
      cause,
    })
  }
  if (/^(EPROTO|ERR_SSL_\w+)$/.test(code)) {
    return new UserError(`${subject} does not use TLS (${code})`, {
      help: 'use http:// for a server without TLS',
      cause,
    })
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return new UserError(`${subject} has a certificate for another name: ${message}`, {
      help: 'use the name of the certificate in the address',
      cause,
    })
  }
  if (/CERT|SIGNATURE|^ERR_TLS_/.test(code)) {
    return new UserError(`${subject} has a certificate that is not trusted: ${message}`, {
      help: 'use --tls-ca or NODE_EXTRA_CA_CERTS with the certificate of its authority',
      cause,
    })
  }
  return new UserError(`${subject} cannot be reached: ${message}`, {
    help: 'check the address, the port and the network',
    cause,
  })
}
